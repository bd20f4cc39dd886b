"""Values that several organisations saw."""

from mhaudit.collect.linkage import IdentifierTrace
from mhaudit.derive.shared_identifiers import bridges, phases_again, ultimate_owner
from mhaudit.model.reasons import english
from tests.rules.knowledge import recipient

HOSTS = {
    one.host: one
    for one in (
        recipient("a.example", organisation="A, Inc."),
        recipient("a2.example", organisation="A, Inc."),
        recipient("b.example", organisation="B, Inc."),
        recipient("c.example", organisation="C, Inc.", parent="Holding"),
        recipient("d.example", organisation="D, Inc.", parent="Holding"),
        recipient("x.stats.example", organisation=None, domain="stats.example"),
        recipient("own.example", organisation=None, party="first"),
        recipient("cdn.example", organisation="CDN", party="infrastructure"),
    )
}


def trace(*hosts: str, **changes: object) -> IdentifierTrace:
    given: dict[str, object] = {"hosts": {host: {"launch"} for host in hosts}, "categories": {"identifier.user"}}
    return IdentifierTrace(**(given | {"forms": {"plain"}, "exchanges": [("m", 3)]} | changes))  # type: ignore[arg-type]


def ends(*hosts: str) -> list[tuple[str, ...]]:
    return [bridge.organisations for bridge in bridges([trace(*hosts)], HOSTS)]


def test_two_organisations_are_bridged() -> None:
    assert ends("a.example", "b.example") == [("A, Inc.", "B, Inc.")]
    assert ends("a.example", "x.stats.example") == [("A, Inc.", "stats.example")]


def test_one_company_alone_is_not_a_shared_identifier() -> None:
    assert ends("a.example", "a2.example") == []
    assert ends("c.example", "d.example") == []  # both of one parent
    assert ends("a.example", "own.example") == ends("a.example", "cdn.example") == []


def test_what_it_says() -> None:
    both = trace("b.example", "a.example", "own.example", forms={"plain (digits only)", "sha256"})
    both.categories = {"identifier.user", "identity.email"}
    (bridge,) = bridges([both], HOSTS)
    assert (bridge.category, bridge.recipients) == ("identity.email", ("a.example", "b.example", "own.example"))
    assert (bridge.phases, bridge.exchanges) == (("launch",), ("m#3",))
    assert english(bridge.reason, {}) == "the same identity.email was sent to hosts of each, as plain and sha256"


def test_more_organisations_come_first_and_equal_bridges_are_one() -> None:
    small, large = trace("a.example", "b.example"), trace("a.example", "b.example", "c.example")
    found = bridges([small, large, small], HOSTS)
    assert [len(bridge.organisations) for bridge in found] == [3, 2]


def test_the_same_value_in_two_phases() -> None:
    often = trace(hosts={"a.example": {"before-consent", "after-refusal"}, "b.example": {"after-refusal"}})
    assert phases_again([often], HOSTS) == {
        "a.example": {"before-consent": {"identifier.user"}, "after-refusal": {"identifier.user"}}
    }
    assert phases_again([trace("a.example")], HOSTS) == {}


def test_another_host_of_the_same_organisation_has_got_it_before() -> None:
    moved = trace(hosts={"a.example": {"before-consent"}, "a2.example": {"after-refusal"}})
    assert phases_again([moved], HOSTS)["a2.example"] == {"after-refusal": {"identifier.user"}}
    apart = trace(hosts={"a.example": {"before-consent"}, "b.example": {"after-refusal"}})
    assert phases_again([apart], HOSTS) == {}


def test_who_is_behind_a_host_at_last() -> None:
    assert [ultimate_owner(HOSTS[host]) for host in ("c.example", "a.example", "x.stats.example")] == [
        *("Holding", "A, Inc.", "stats.example"),
    ]
