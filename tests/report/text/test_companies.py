"""Recipients by company."""

from msgspec.structs import replace

from mhaudit.report.text.companies import certainties, companies, kinds, open_findings, worst_first
from mhaudit.report.text.statements import statements
from tests.report import sample


def found(audit: object = None) -> list[tuple[str, list[str], bool, bool]]:
    given = audit or sample.full()
    said = statements(given, kinds(given))  # type: ignore[arg-type]
    return [
        (one.name, [host.host for host in one.hosts], one.known, one.own)
        for one in companies(given, said)  # type: ignore[arg-type]
    ]


def test_hosts_of_a_company_are_together_and_the_own_servers_last() -> None:
    assert found() == [
        ("Acme Metrics, Inc.", ["in.acme.example", "px.acme.example"], True, False),
        ("metrics.example", ["px.metrics.example"], False, False),
        ("Cloud Co", ["cdn.example"], True, False),
        ("Meadow Health", ["api.meadow.example"], True, True),
    ]


def test_linked_is_health_data_with_an_identifier_and_more_than_a_shape() -> None:
    audit = sample.full()
    said = statements(audit, kinds(audit))
    acme = companies(audit, said)[0]
    assert acme.linked
    possible = tuple(replace(one, certainty="possible") for one in audit.observations)
    unsure = sample.with_facts(replace(audit, observations=possible))
    assert not companies(unsure, statements(unsure, kinds(unsure)))[0].linked


def test_the_best_certainty_of_each_kind() -> None:
    seen = [
        sample.observation(1, "mood.score", "a.example", "shape"),
        sample.observation(2, "mood.score", "a.example", "sdk"),
        sample.observation(3, "identity.email", "a.example", "field"),
    ]
    assert certainties(seen) == {"mood.score": "declared", "identity.email": "likely"}


def test_findings_are_sorted_and_waived_ones_are_not_open() -> None:
    audit = sample.full()
    assert [one.severity for one in worst_first(audit.findings)] == ["critical", "critical", "high", "high", "low"]
    assert all(one.status == "open" for one in open_findings(audit))
    assert len(open_findings(audit)) == len(audit.findings) - 1


def test_every_kind_that_is_mentioned_has_words() -> None:
    known = kinds(sample.full())
    assert {"mood.score", "medication.name", "chat.message"} <= set(known)
    assert known["medication.name"].label == "medication.name"
