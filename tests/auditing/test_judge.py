"""Everything that follows from the facts, on the example app and on one that keeps its word."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from mhaudit.auditing.engine import Question
from mhaudit.auditing.pipeline import audit_files
from mhaudit.model.audit import Audit
from mhaudit.model.subject import AppProfile, Claim, PrivacyNotice
from mhaudit.policy import load
from mhaudit.profile import load_app, load_persona

HOME = "Everything stays with us."
TRUE = (
    Claim(id="private", says=HOME, asserts="not-shared", categories=("free_text.journal", "mood")),
    Claim(id="no-ads", says="No advertising.", asserts="no-advertising"),
    Claim(id="encrypted", says="All is encrypted.", asserts="encrypted"),
)


def audit(meadow: Path, **changes: object) -> Audit:
    policies = load()
    persona = load_persona(meadow / "meadow.persona.yaml", policies)
    app = replace(load_app(meadow / "meadow.app.yaml", policies), **changes)
    question = Question(policies=policies, pack=policies.packs["auditor"], persona=persona, app=app)
    return audit_files([meadow / "meadow.har"], question)


@pytest.fixture(scope="module")
def found(meadow: Path) -> Audit:
    sentences = ("We use Mixpanel.", "Adjust your settings.", "Messages are answered by OpenAI.")
    notice = PrivacyNotice(name="n.html", sha256="0" * 64, sentences=sentences, retrieved="2026-11-20")
    return audit(meadow, notice=notice)


def test_three_promises_are_contradicted_each_by_its_shortest_proof(found: Audit) -> None:
    by_id = {seen.id: seen for seen in found.observations}
    promises = {claim.id: claim for claim in found.claims if claim.kind == "claim"}
    told = {}
    for name, claim in promises.items():
        first = by_id[claim.observations[0]]
        told[name] = claim.verdict, first.category, first.recipient, first.form, first.at[0].place
        assert first.certainty == "proven" and first.direction == "sent"
    assert told == {
        "anonymous": ("contradicted", "identity.email", "api.openai.com", "plain", "body > json:/user"),
        "no-ads": (
            *("contradicted", "identity.phone", "www.facebook.com"),
            *("sha256 (digits only)", "query:udff[ph]"),
        ),
        "private": (
            *("contradicted", "free_text.journal", "api.iterable.com"),
            *("plain", "body > json:/dataFields/note"),
        ),
    }


def test_promises_that_are_kept_are_never_contradicted(meadow: Path) -> None:
    """The same traffic, had it all gone to the vendor."""
    policies = load()
    hosts = ("meadow.example", "meadow-app.example", "meadow-rt.example")
    assert load_app(meadow / "meadow.app.yaml", policies).first_party == hosts
    domains = tuple({recipient.domain for recipient in audit(meadow).recipients})
    kept = audit(meadow, first_party=domains, claims=TRUE)
    assert {claim.id: claim.verdict for claim in kept.claims if claim.kind == "claim"} == {
        "private": "consistent",
        "no-ads": "consistent",
        "encrypted": "consistent",
    }
    assert [one.rule for one in kept.findings if one.rule.startswith("DSC")] == []


def test_a_session_joins_what_single_requests_keep_apart(found: Audit) -> None:
    (session,) = (link for link in found.linkage if link.scope == "session")
    assert (session.organisation, session.parent) == ("Segment.io, Inc.", "Twilio Inc.")
    assert {"identity.email", "identity.phone"} <= set(session.identifiers)
    assert "crisis.flag" in session.categories and len(session.exchanges) == 3
    assert set(session.observations) <= {seen.id for seen in found.observations}


def test_bridges_name_kinds_and_ends_and_no_value(found: Audit) -> None:
    told = {bridge.category: len(bridge.organisations) for bridge in found.bridges}
    assert told == {"identity.email": 11, "identifier.user": 6, "identity.phone": 3, "identity.name": 2}


def test_the_notice_names_two_of_those_that_were_seen(found: Audit) -> None:
    notice = found.notice
    assert notice and [(one.organisation, one.sentence) for one in notice.organisations] == [
        ("Mixpanel, Inc.", "We use Mixpanel."),
        ("OpenAI OpCo, LLC", "Messages are answered by OpenAI."),
    ]
    assert "Adjust GmbH" in notice.unnamed
    named = {one.host: one.named_in_notice for one in found.recipients}
    assert (named["api.openai.com"], named["app.adjust.com"], named["api.meadow.example"]) == (True, False, None)
    told = {finding.recipient for finding in found.findings if finding.rule == "TRK-007"}
    assert "app.adjust.com" in told and "api.openai.com" not in told
    assert [finding.rule for finding in found.findings if finding.rule == "AI-001"] == []


def test_the_conversation_with_the_model_and_what_stood_beside_it(found: Audit) -> None:
    (one,) = found.companions
    assert (one.organisation, one.recipient, one.declared) == ("OpenAI OpCo, LLC", "api.openai.com", True)
    assert one.identifiers == ("identifier.user", "identity.email")
    assert one.categories == ("chat.message",)


def test_both_chats_answered_a_crisis_line_without_help(found: Audit) -> None:
    assert [(one.recipient, one.reply) for one in found.crisis] == [
        ("chat.meadow-rt.example", "none"),
        ("api.openai.com", "none"),
    ]
    assert found.crisis[0].told == ("api.openai.com",)


def test_without_a_profile_there_are_no_results_on_the_vendor(meadow: Path) -> None:
    policies = load()
    persona = load_persona(meadow / "meadow.persona.yaml", policies)
    question = Question(policies=policies, pack=policies.packs["auditor"], persona=persona)
    nobody = audit_files([meadow / "meadow.har"], question)
    assert (nobody.claims, nobody.notice) == ((), None)
    assert {one.rule for one in nobody.findings} & {"TRK-007", "TRK-008", "AI-001", "DSC-001", "DSC-002"} == set()
    assert AppProfile(id="a", name="A").declares is False
