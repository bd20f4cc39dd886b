"""What the shipped policies must hold, whatever else is added to them."""

import pytest

from mhaudit.model.knowledge import Policies
from mhaudit.policy.folder import KINDS, built_in

FILES = sorted(path for folder in (*KINDS, "personas") for path in (built_in() / folder).glob("*.yaml"))

CATEGORIES = """
identity.email identity.phone identity.name identity.birth_date identity.gender identity.address
identity.ip identifier.advertising identifier.vendor identifier.device identifier.installation
identifier.user identifier.session identifier.push_token identifier.cookie location.precise
location.coarse mood.score mood.label mood.platform_api mood.trend questionnaire.item
questionnaire.total questionnaire.intake diagnosis.code diagnosis.name medication.name
medication.event therapy.relationship therapy.appointment therapy.plan therapy.exercise
free_text.journal free_text.voice free_text.replay chat.message chat.address crisis.flag crisis.action
crisis.text substance.use sleep.measure sexuality_gender.identity cycle.any biometrics.cardiac
biometrics.facevoice usage.presence usage.content credential.token credential.password device.model
device.os device.settings therapy.place crisis.place engagement.push engagement.session engagement.streak
engagement.notification inference.label
body.measure health.other identity.age identity.number mood.event
questionnaire.event usage.action
""".split()


def test_every_kind_of_data_that_audits_name_is_there(policies: Policies) -> None:
    assert sorted(policies.kinds) == sorted(CATEGORIES)


def test_every_file_names_its_schema_first() -> None:
    kinds = dict(KINDS) | {"personas": "persona"}
    wrong = [
        path
        for path in FILES
        if path.read_text(encoding="utf-8").split("\n", 1)[0]
        != f"# yaml-language-server: $schema=../schema/{kinds[path.parent.name]}.schema.json"
    ]
    assert wrong == []


def test_what_is_not_confirmed_is_never_part_of_an_organisation(policies: Policies) -> None:
    """The facts disagree on where it sits, so it has no country; the lead in its file stays a lead."""
    assert "lead:" in (built_in() / "organisations" / "algolia.yaml").read_text(encoding="utf-8")
    assert policies.organisations["algolia"].country is None
    assert policies.organisations["google"].country == "US"
    assert [
        found.id for found in policies.organisations.values() if (found.country or found.parent) and not found.basis
    ] == []


@pytest.mark.parametrize("name", ["google-cloud", "cloudflare", "aws", "aws-cloudfront", "azure", "heroku"])
def test_shared_parents_are_marked(policies: Policies, name: str) -> None:
    assert policies.services[name].shared


@pytest.mark.parametrize("name", ["mixpanel", "meta-facebook-sdk", "openai"])
def test_services_with_a_business_of_their_own_are_not(policies: Policies, name: str) -> None:
    assert not policies.services[name].shared


def test_rules_that_need_nothing_more_can_be_judged(policies: Policies) -> None:
    wanted = """TRK-001 TRK-004 TRK-005 HLT-001 HLT-002 HLT-003 HLT-004 HLT-005 HLT-006 HLT-007 HLT-008 HLT-010 HLT-011
    IDN-001 IDN-002 IDN-003 IDN-004 IDN-006 SEC-001 SEC-002 SEC-004 AI-002 AI-003 CRS-003""".split()
    assert [name for name in wanted if name not in policies.rules or policies.rules[name].needs] == []


def test_no_rule_cites_what_is_not_law(policies: Policies) -> None:
    cited = {name for rule in policies.rules.values() for name in rule.regulations}
    assert "US-NY-HIPA" in policies.regulations
    assert "US-NY-HIPA" not in cited


def test_packs(policies: Policies) -> None:
    assert sorted(policies.packs) == ["auditor", "eu", "journalist", "release-gate", "us"]
    groups = {rule.partition("-")[0] for rule in policies.rules}
    assert set(policies.packs["auditor"].rules) == groups


def test_critical_items_of_questionnaires(policies: Policies) -> None:
    assert policies.instruments["phq-9"].critical_items == (9,)
    assert policies.instruments["gad-7"].critical_items == ()
    assert len(policies.instruments) == 26


def test_sdks_that_apps_use_are_described(policies: Policies) -> None:
    wanted = """adjust amplitude mixpanel segment sentry braze onesignal iterable meta-facebook-web branch posthog
    meta-facebook-sdk revenuecat openai anthropic google-gemini stripe""".split()
    assert [name for name in wanted if name not in policies.sdks] == []


def test_a_pixel_field_that_is_hashed_says_so(policies: Policies) -> None:
    fields = [field for request in policies.sdks["meta-facebook-web"].requests for field in request.fields]
    assert {field.form for field in fields if "query:ud[em]" in field.at} == {"sha256"}
    assert {field.form for field in fields if "query:fbp" in field.at} == {"plain"}


def test_no_crisis_line_is_confirmed_or_has_a_state_without_a_source(policies: Policies) -> None:
    lines = [line for found in policies.crisis_lines.values() for line in found.lines]
    assert len(lines) > 150
    stated = [line for line in lines if line.level != "doubtful" or line.state]
    assert [line.name for line in stated if not line.sources] == []
    assert len([line for line in lines if line.advisable]) > 40


def test_a_number_that_still_answers_is_not_retired(policies: Policies) -> None:
    states = {line.call[0]: line.state for line in policies.crisis_lines["us"].lines if line.call}
    assert (states["1-800-273-8255"], states["1-800-784-2433"], states["988"]) == ("superseded", "", "")
    retired = [line.call[0] for line in policies.crisis_lines["br"].lines if line.state == "retired"]
    assert retired == ["141"]
