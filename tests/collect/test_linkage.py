"""What reached one organisation together."""

from collections.abc import Sequence

from msgspec.structs import replace

from mhaudit.collect.linkage import Links, identifying_values
from mhaudit.collect.observations import outgoing
from mhaudit.detect.hit import Hit
from mhaudit.model.audit import Linkage
from mhaudit.model.capture import Exchange
from mhaudit.model.knowledge import Organisation, Service, ServiceHost
from mhaudit.model.reasons import because
from mhaudit.recipients.directory import Directory
from tests.collect.sightings import REDACT, at, directory, exchange, hit, shown
from tests.recipients.test_directory import known as with_tracker
from tests.rules.knowledge import policies

EMAIL = hit("identity.email")


def links() -> Links:
    return Links(directory(), policies().kinds, REDACT)


def add(known: Links, seen: Exchange, hits: Sequence[Hit]) -> None:
    sent = outgoing(seen, hits)
    known.add(seen, shown(seen), sent, identifying_values(sent))


def linkage(*hits: Hit) -> list[Linkage]:
    known = links()
    add(known, exchange(), hits)
    return known.linkage()


def test_health_and_identifiers_in_one_exchange() -> None:
    assert linkage(hit(), EMAIL) == [
        Linkage(
            organisation="Tracker, Inc.",
            identifiers=("identity.email",),
            categories=("mood.score",),
            exchanges=("a.har#1",),
            parent="big",
            reason=because("linked-exchange"),
        )
    ]


def test_a_single_category_is_not_a_link() -> None:
    assert linkage(hit()) == []
    assert linkage(EMAIL) == []
    assert linkage(hit("device.os"), EMAIL) == []  # not health


def test_responses_and_decoys_do_not_count() -> None:
    assert linkage(hit(trail=(None, "response-body", None)), EMAIL) == []
    assert linkage(hit(decoy=True), EMAIL) == []


def test_two_exchanges_are_two() -> None:
    known = links()
    add(known, exchange(1), [hit()])
    add(known, exchange(2), [EMAIL])
    assert known.linkage() == []


def test_the_first_twenty_exchanges_in_order_also_from_shares() -> None:
    whole, one, two = links(), links(), links()
    for number in range(1, 31):
        add(whole, exchange(number), [hit(), EMAIL])
        add(one if number % 2 else two, exchange(number), [hit(), EMAIL])
    one.merge(two.links)
    assert one.linkage() == whole.linkage()
    assert whole.linkage()[0].exchanges == tuple(f"a.har#{number}" for number in range(1, 21))


def test_an_unknown_company_is_named_by_its_host() -> None:
    known = links()
    add(known, exchange(host="stats.example"), [hit(), EMAIL])
    assert known.linkage()[0].organisation == "stats.example"


def device(value: str = "0a1b2c3d4e5f", **changes: object) -> Hit:
    return hit("identifier.device", value=value, trail=at("device_id"), **changes)


def address() -> Hit:
    return hit("identity.email", value="nora@quiet.example", trail=at("email"))


def test_an_identifier_joins_exchanges_to_a_session() -> None:
    known = links()
    add(known, exchange(1), [hit(), device()])
    add(known, exchange(2), [address(), device("0A1B-2C3D-4E5F")])
    add(known, exchange(3), [hit("identity.phone", value="+15550143377"), device("ffff11112222")])
    one, session = known.linkage()
    assert (one.scope, one.identifiers, one.exchanges) == ("exchange", ("identifier.device",), ("a.har#1",))
    assert (session.scope, session.organisation, session.categories) == ("session", "Tracker, Inc.", ("mood.score",))
    assert (session.identifiers, session.exchanges) == (("identifier.device", "identity.email"), ("a.har#1", "a.har#2"))


def test_nonidentifying_values_and_mere_shapes_link_nothing() -> None:
    for joint in (device("0000000000"), device("1"), device(certainty="possible")):
        known = links()
        add(known, exchange(1), [hit(), joint])
        add(known, exchange(2), [address(), joint])
        assert [link.scope for link in known.linkage()] == ["exchange"]


def test_another_organisation_is_another_session() -> None:
    known = links()
    add(known, exchange(1), [hit(), device()])
    add(known, exchange(2, "stats.example"), [address(), device()])
    assert [(link.organisation, link.scope) for link in known.linkage()] == [("Tracker, Inc.", "exchange")]


def test_organisations_of_one_parent_have_together_what_a_value_joins() -> None:
    owned = Organisation(id="stats", name="Stats", parent="big")
    host = ServiceHost(host="stats.example", match="suffix", verified="vendor")
    service = Service(id="stats", name="Stats", organisation="stats", roles=("analytics",), hosts=(host,))
    shipped = with_tracker()
    both = replace(
        shipped,
        organisations={**shipped.organisations, "stats": owned},
        services={**shipped.services, "stats": service},
    )
    known = Links(Directory(both, None), policies().kinds, REDACT)
    add(known, exchange(1), [hit(), device()])
    add(known, exchange(2, "stats.example"), [address(), device()])
    of_parent = next(link for link in known.linkage() if link.organisation == "big")
    assert (of_parent.scope, of_parent.categories, of_parent.parent) == ("session", ("mood.score",), None)
    assert of_parent.identifiers == ("identifier.device", "identity.email")
    assert "big" in {link.organisation for link in known.among_identifiers()}


def test_identifiers_alone_are_for_rules_but_not_linkage() -> None:
    known = links()
    add(known, exchange(1), [device(), hit("identifier.advertising", value="3f0c8a52-91d7", trail=at("idfa"))])
    assert known.linkage() == []
    assert [link.identifiers for link in known.among_identifiers()] == [("identifier.advertising", "identifier.device")]
