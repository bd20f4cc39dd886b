from msgspec.structs import replace

from mhaudit.report.html.companies import certainties, grouped, kinds
from tests.report import sample


def test_hosts_stand_under_their_organisation_and_strangers_under_their_domain() -> None:
    groups = grouped(sample.full())
    assert [(group.name, group.known, [host.host for host in group.hosts]) for group in groups] == [
        ("Acme Metrics, Inc.", True, ["in.acme.example", "px.acme.example"]),
        ("metrics.example", False, ["px.metrics.example"]),
        ("Cloud Co", True, ["cdn.example"]),
        ("Meadow Health", True, ["api.meadow.example"]),
    ]


def test_the_app_s_own_servers_are_one_group() -> None:
    assert [group.own for group in grouped(sample.full())] == [False, False, False, True]


def test_own_servers_without_a_vendor_s_name() -> None:
    audit = replace(sample.full(), subject=sample.empty().subject)
    assert grouped(audit)[-1].name == "The app’s own servers"


def test_a_group_adds_up_its_hosts() -> None:
    acme = grouped(sample.full())[0]
    assert (acme.exchanges, acme.bytes_sent, acme.roles, acme.declared) == (4, 3000, ("analytics",), False)


def test_what_was_received_is_not_what_was_sent() -> None:
    acme = grouped(sample.full())[0]
    assert [seen.id for seen in acme.observations] == ["o00001", "o00002", "o00007", "o00003"]
    assert [seen.id for seen in acme.sent] == ["o00001", "o00002", "o00003"]


def test_the_best_certainty_of_each_kind_counts() -> None:
    seen = [
        sample.observation(1, "mood.score", "a.example", "shape"),
        sample.observation(2, "mood.score", "a.example", "sdk"),
        sample.observation(3, "mood.score", "a.example", "field"),
        sample.observation(4, "identity.email", "a.example", "field"),
    ]
    assert certainties(seen) == {"mood.score": "declared", "identity.email": "likely"}


def test_every_category_that_is_mentioned_has_words() -> None:
    known = kinds(sample.full())
    assert known["mood.score"].label == "Mood score"
    assert known["medication.name"].label == "medication.name"
    assert list(kinds(sample.empty())) == []
