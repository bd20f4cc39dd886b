from pathlib import Path

import pytest

from mhaudit.errors import InvalidFiles
from mhaudit.policy import load
from mhaudit.policy.references import prefixes
from tests.policy.write import ORGANISATION, RULE, SDK, SERVICE, folder


def faults(base: Path, files: dict[str, str]) -> list[str]:
    root = folder(base, files)
    with pytest.raises(InvalidFiles) as raised:
        load([root])
    return [str(fault).replace(f"{root}/", "") for fault in raised.value.faults]


def test_names_that_lead_somewhere_pass(tmp_path: Path) -> None:
    files = {"organisations/acme.yaml": ORGANISATION, "services/acme-metrics.yaml": SERVICE, "rules/XX-001.yaml": RULE}
    assert load([folder(tmp_path, files)]).rules["XX-001"].regulations == ("EU-GDPR-9",)


def test_the_organisation_of_a_service(tmp_path: Path) -> None:
    text = SERVICE.replace("organisation: acme", "organisation: googel")
    assert faults(tmp_path, {"services/acme-metrics.yaml": text}) == [
        "services/acme-metrics.yaml:3: organisation: unknown organisation 'googel'; did you mean 'google'?"
    ]


def test_the_parent_of_an_organisation(tmp_path: Path) -> None:
    text = ORGANISATION + "parent: alphabett\nbasis: a register\n"
    assert faults(tmp_path, {"organisations/acme.yaml": text}) == [
        "organisations/acme.yaml:4: parent: unknown organisation 'alphabett'; did you mean 'alphabet'?"
    ]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (
            "EU-GDPR-9",
            "EU-GDPR-99",
            "8: regulations[0]: unknown regulation 'EU-GDPR-99'; did you mean 'EU-GDPR-9'?",
        ),
        ("EU-GDPR-9", "US-NY-HIPA", "8: regulations[0]: US-NY-HIPA is not law and must not be cited"),
        (
            *("category: [mood]", "category: [mood, mood.scroe]"),
            "5: when.all[0].category[1]: unknown kind of data 'mood.scroe'; did you mean 'mood.score'?",
        ),
        (
            *("{party: [third]}", "{not: {any: [{service: [mixpanle]}]}}"),
            "5: when.all[1].not.any[0].service[0]: unknown service 'mixpanle'; did you mean 'mixpanel'?",
        ),
        (
            *("subject: observation", "subject: recipient"),
            (
                "5: when.all[0].category: can't be tested on the subject 'recipient'; choose from "
                "party, roles, declared, organisation, service, phase, named, in_manifest, identified_in, same_in"
            ),
        ),
        (
            *("because:", "cases: [{when: {identifiers: [identity]}, severity: low}]\nbecause:"),
            (
                "6: cases[0].when.identifiers: can't be tested on the subject 'observation'; choose from category, "
                "detector, certainty, direction, form, party, roles, declared, organisation, service, phase, scheme, "
                "part, named, crisis_line"
            ),
        ),
    ],
)
def test_what_a_rule_names(tmp_path: Path, old: str, new: str, fault: str) -> None:
    assert old in RULE
    assert faults(tmp_path, {"rules/XX-001.yaml": RULE.replace(old, new)}) == [f"rules/XX-001.yaml:{fault}"]


def test_the_rules_of_a_pack(tmp_path: Path) -> None:
    text = "id: mine\ntitle: Mine\nrules: [HLT, HLT-001, SECX, ZZ]\nfail_on: low\n"
    assert faults(tmp_path, {"packs/mine.yaml": text}) == [
        "packs/mine.yaml:3: rules[2]: unknown rule or group 'SECX'; did you mean 'SEC'?",
        "packs/mine.yaml:3: rules[3]: unknown rule or group 'ZZ'",
    ]


def test_prefixes_are_kinds_and_families() -> None:
    assert prefixes(["mood.score", "mood.label", "cycle.any"]) == {
        "mood.score",
        "mood.label",
        "cycle.any",
        "mood",
        "cycle",
    }


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("mixpanel", "mixpanle", "3: service: unknown service 'mixpanle'; did you mean 'mixpanel'?"),
        (
            *("identity.email", "identity.mail"),
            ("8: requests[0].fields[0].category: unknown kind of data 'identity.mail'; did you mean 'identity.email'?"),
        ),
    ],
)
def test_what_an_sdk_names(tmp_path: Path, old: str, new: str, fault: str) -> None:
    assert faults(tmp_path, {"sdks/acme.yaml": SDK.replace(old, new)}) == [f"sdks/acme.yaml:{fault}"]


def test_a_right_sdk_passes(tmp_path: Path) -> None:
    assert load([folder(tmp_path, {"sdks/acme.yaml": SDK})]).sdks["acme"].service == "mixpanel"
