"""One and the same value, wherever it goes."""

from mhaudit.collect.linkage import Identifiers, first, identifying_values, is_identifying
from mhaudit.collect.observations import outgoing
from mhaudit.detect.hit import Hit
from tests.collect.sightings import at, exchange, hit, shown


def user(value: object = "user-48213-kf", **changes: object) -> Hit:
    return hit("identifier.user", value=value, trail=at("user"), **changes)


def keys(*hits: Hit) -> list[object]:
    return [seen.key for seen in identifying_values(outgoing(exchange(), hits))]


def test_the_same_value_in_another_dress_is_the_same() -> None:
    plain = keys(user("0a1b2c3d-4e5f"))
    assert plain == keys(user("{0A1B2C3D-4E5F}")) == keys(user("0a:1b:2c:3d:4e:5f"))
    assert plain != keys(user("0a1b2c3d-4e50"))


def test_what_was_planted_is_known_by_its_number_plain_or_hashed() -> None:
    plain = hit("identity.email", value="x@y.example", planted=2, certainty="proven")
    hashed = hit("identity.email", value="ab" * 32, planted=2, certainty="proven", form="sha256")
    assert keys(plain) == keys(hashed) == [2]
    # the field that it stands in says something else of the same value: it is one trace
    assert keys(plain, hit("identifier.user", value="x@y.example", trail=plain.trail)) == [2, 2]


def test_two_planted_values_at_one_place_are_two() -> None:
    text = "x@y.example, +15550143377"
    both = (hit("identity.email", value=text, planted=2), hit("identity.phone", value=text, planted=3))
    assert keys(*both) == [2, 3]


def test_nonidentifying_values_leave_no_trace() -> None:
    for dull in (user("1"), user("00000000"), user("unknown"), user(certainty="possible"), user(decoy=True)):
        assert keys(dull) == []
    assert keys(hit("identity.gender", value="nonbinary")) == keys(hit("identity.ip", value="203.0.113.77")) == []
    assert keys(hit("mood.score", value="48213-48213")) == []
    assert keys(user()._replace(trail=(None, "response-body", None))) == []
    assert is_identifying("identifier.session") and not is_identifying("identity.birth_date")


def test_hosts_phases_and_exchanges_also_from_shares() -> None:
    whole, one, two = Identifiers(), Identifiers(), Identifiers()
    for number in range(1, 41):
        seen = exchange(number, f"h{number % 3}.example", phase=f"p{number % 2}")
        for traces in (whole, one if number % 2 else two):
            traces.add(seen, shown(seen), identifying_values([user()]))
    two.merge(one.traces)
    assert two.traces == whole.traces
    (trace,) = whole.traces.values()
    assert trace.hosts == {f"h{n}.example": {"p0", "p1"} for n in range(3)}
    assert trace.exchanges == [("a.har", number) for number in range(1, 21)]


def test_the_first_twenty_in_whatever_order_they_come() -> None:
    found: list[tuple[str, int]] = []
    for number in reversed(range(50)):
        found = first(found, ("a", number))
    assert found == [("a", number) for number in range(20)]
