"""What reached one organisation together."""

from mhaudit.detect.hit import Hit
from mhaudit.ledger.links import Links
from mhaudit.model.audit import Linkage
from tests.ledger.sightings import REDACT, directory, exchange, hit
from tests.rules.knowledge import policies

EMAIL = hit("identity.email")


def links() -> Links:
    return Links(directory(), policies().kinds, REDACT)


def linkage(*hits: Hit) -> list[Linkage]:
    known = links()
    known.add(exchange(), hits)
    return known.linkage()


def test_health_and_identifiers_in_one_exchange() -> None:
    assert linkage(hit(), EMAIL) == [
        Linkage(
            organisation="Tracker, Inc.",
            identifiers=("identity.email",),
            categories=("mood.score",),
            exchanges=("a.har#1",),
        )
    ]


def test_one_alone_is_no_link() -> None:
    assert linkage(hit()) == []
    assert linkage(EMAIL) == []
    assert linkage(hit("device.os"), EMAIL) == []  # not health


def test_what_the_server_said_and_decoys_do_not_count() -> None:
    assert linkage(hit(trail=(None, "response-body", None)), EMAIL) == []
    assert linkage(hit(decoy=True), EMAIL) == []


def test_two_exchanges_are_two() -> None:
    known = links()
    known.add(exchange(1), [hit()])
    known.add(exchange(2), [EMAIL])
    assert known.linkage() == []


def test_the_first_twenty_exchanges_in_order_also_from_shares() -> None:
    whole, one, two = links(), links(), links()
    for number in range(1, 31):
        whole.add(exchange(number), [hit(), EMAIL])
        (one if number % 2 else two).add(exchange(number), [hit(), EMAIL])
    one.merge(two.links)
    assert one.linkage() == whole.linkage()
    assert whole.linkage()[0].exchanges == tuple(f"a.har#{number}" for number in range(1, 21))


def test_a_company_nobody_knows_is_told_by_its_host() -> None:
    known = links()
    known.add(exchange(host="stats.example"), [hit(), EMAIL])
    assert known.linkage()[0].organisation == "stats.example"
