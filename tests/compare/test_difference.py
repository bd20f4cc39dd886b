"""Two audits of one app held against each other."""

import pytest
from msgspec.structs import replace

from mhaudit.compare.difference import compare_audits
from mhaudit.model.audit import Audit, Finding, Recipient
from tests.report.sample import full, observation, recipient

FINDING = replace(full().findings[0], id="f-1", rule="HLT-001", recipient="t.example", severity="high", status="open")
FINDING = replace(FINDING, waiver=None, categories=("mood.score",), organisation="T, Inc.")


def audit(*findings: Finding, hosts: tuple[str, ...] = (), **more: object) -> Audit:
    recipients: tuple[Recipient, ...] = tuple(recipient(host, organisation="T, Inc.") for host in hosts)
    return replace(full(), findings=findings, recipients=recipients, **{"observations": (), **more})


def told(before: Audit, after: Audit) -> list[tuple[str, str, str | None, str | None]]:
    return [(seen.change, seen.id, seen.before, seen.after) for seen in compare_audits(before, after).findings]


def test_the_same_audit_differs_in_nothing() -> None:
    compared = compare_audits(full(), full())
    assert (compared.hosts, compared.flows, compared.findings, compared.failing) == ((), (), (), 0)
    assert compared.only_new.findings == ()
    assert compared.only_new.verdict.outcome != "fail"


def test_findings_come_and_go() -> None:
    other = replace(FINDING, id="f-2", recipient="u.example")
    assert told(audit(FINDING), audit(other)) == [("gone", "f-1", "high", None), ("new", "f-2", None, "high")]


@pytest.mark.parametrize(
    ("changes", "expected", "failing"),
    [
        ({"severity": "critical"}, [("changed", "f-1", "high", "critical")], 1),
        ({"severity": "low"}, [("changed", "f-1", "high", "low")], 0),
        ({"id": "f-3", "categories": ("mood.label", "mood.score")}, [("changed", "f-3", "high", "high")], 1),
        ({"id": "f-3", "categories": ("mood.label",)}, [("changed", "f-3", "high", "high")], 1),
        ({"id": "f-3"}, [], 0),  # another place of the same
        ({"status": "waived"}, [], 0),
    ],
)
def test_one_that_changed(changes: dict[str, object], expected: list[object], failing: int) -> None:
    after = replace(FINDING, **changes)
    assert told(audit(FINDING), audit(after)) == expected
    assert compare_audits(audit(FINDING), audit(after), "high").failing == failing


@pytest.mark.parametrize(("threshold", "failing"), [("critical", 0), ("high", 1), ("low", 1)])
def test_what_is_new_fails_from_the_threshold_on(threshold: str, failing: int) -> None:
    compared = compare_audits(audit(), audit(FINDING), threshold)  # type: ignore[arg-type]
    assert (compared.failing, compared.only_new.findings) == (failing, (FINDING,))


def test_a_waived_one_is_new_and_does_not_fail() -> None:
    waived = replace(FINDING, status="waived", waiver=None)
    compared = compare_audits(audit(), audit(waived), "low")
    assert ([change.open for change in compared.findings], compared.failing) == ([False], 0)


def test_hosts_come_and_go() -> None:
    compared = compare_audits(audit(hosts=("a.example", "b.example")), audit(hosts=("b.example", "c.example")))
    assert [(seen.change, seen.host, seen.organisation) for seen in compared.hosts] == [
        ("gone", "a.example", "T, Inc."),
        ("new", "c.example", "T, Inc."),
    ]


def test_flows_come_go_and_change_their_form() -> None:
    def seen(category: str, form: str = "plain") -> object:
        return observation(1, category, "a.example", form=form)

    before = audit(hosts=("a.example",), observations=(seen("mood.score"), seen("identity.email", "sha256")))
    after = audit(hosts=("a.example",), observations=(seen("mood.label"), seen("identity.email")))
    assert [(one.change, one.category, one.before, one.after) for one in compare_audits(before, after).flows] == [
        ("changed", "identity.email", ("proven", "sha256"), ("proven", "plain")),
        ("new", "mood.label", (), ("proven", "plain")),
        ("gone", "mood.score", ("proven", "plain"), ()),
    ]
