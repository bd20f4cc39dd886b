"""Who answers on a host, and why we say so."""

from typing import Literal

import pytest
from msgspec.structs import replace

from mhaudit.model.knowledge import Organisation, Policies, Service, ServiceHost
from mhaudit.model.reasons import english
from mhaudit.model.subject import AppProfile, Declared
from mhaudit.recipients.directory import Answer, Directory
from tests.rules.knowledge import policies

APP = AppProfile(
    id="a",
    name="A",
    first_party=("own.example", "own.s3.cloud.example"),
    declared=(Declared(organisation="tracker-inc"),),
)


def service(
    name: str, *hosts: tuple[str, Literal["exact", "suffix"]], roles: tuple[str, ...], shared: bool = False
) -> Service:
    return Service(
        id=name,
        name=name.title(),
        organisation=f"{name}-inc",
        roles=roles,
        hosts=tuple(ServiceHost(host=host, match=match, verified="vendor") for host, match in hosts),
        shared=shared,
    )


def known() -> Policies:
    base = policies()
    services = (
        service("tracker", ("tracker.example", "suffix"), ("exact.example", "exact"), roles=("analytics",)),
        service("replay", ("replay.tracker.example", "suffix"), roles=("session-replay",)),
        service("cloud", ("cloud.example", "suffix"), roles=("hosting", "cdn")),
        service("firebase", ("shared.example", "suffix"), roles=("analytics",), shared=True),
    )
    companies = {
        "tracker-inc": Organisation(
            id="tracker-inc", name="Tracker, Inc.", parent="big", country="US", basis="a register"
        )
    }
    return Policies(
        organisations=companies,
        services={entry.id: entry for entry in services},
        kinds=base.kinds,
        instruments={},
        rules={},
        regulations={},
        packs={},
        layers=(),
        digest="",
    )


def ask(host: str, app: AppProfile | None = APP) -> Answer:
    return Directory(known(), app).answer(host)


@pytest.mark.parametrize(
    ("host", "name", "party"),
    [
        ("tracker.example", "Tracker", "third"),
        ("a.b.tracker.example", "Tracker", "third"),
        ("x.replay.tracker.example", "Replay", "third"),  # the longest listed name wins
        ("exact.example", "Tracker", "third"),
        ("sub.exact.example", None, "third"),
        ("nottracker.example", None, "third"),
        ("tracker.example.evil.example", None, "third"),
        ("192.0.2.1", None, "third"),
        ("bucket.cloud.example", "Cloud", "infrastructure"),
        ("app.shared.example", "Firebase", "infrastructure"),
        ("api.own.example", None, "first"),
        ("own.example", None, "first"),
        ("notown.example", None, "third"),
        ("own.s3.cloud.example", None, "first"),  # the app's own bucket
    ],
)
def test_who_answers(host: str, name: str | None, party: str) -> None:
    answer = ask(host)
    assert (answer.service.name if answer.service else None, answer.party) == (name, party)


def test_without_an_app_profile_only_known_hosts_are_third_parties() -> None:
    assert ask("api.own.example", None).party == "unknown"
    assert ask("tracker.example", None).party == "third"


def test_every_answer_says_why() -> None:
    assert english(ask("api.own.example").reason, {}) == "the app profile names own.example as the app's own"
    assert english(ask("x.tracker.example").reason, {}) == (
        "tracker.example is a host of Tracker: the vendor's own code or documentation names this host"
    )
    assert english(ask("x.example").reason, {}) == "no policy names this host, and it is outside the app's own domains"
    assert english(ask("x.example", None).reason, {}) == "no policy names this host"


def test_declared_by_the_vendor_or_not() -> None:
    assert ask("tracker.example").declared is True
    assert ask("replay.tracker.example").declared is False
    assert ask("tracker.example", None).declared is False


def test_names_of_companies() -> None:
    directory = Directory(known(), None)
    assert directory.name("tracker-inc") == "Tracker, Inc."
    assert directory.name("big") == "big"


def test_a_host_that_needs_permission_says_so() -> None:
    base = known()
    gated = ServiceHost(host="gated.tracker.example", match="exact", verified="vendor", consent_gated=True)
    tracker = replace(base.services["tracker"], hosts=(*base.services["tracker"].hosts, gated))
    directory = Directory(replace(base, services={**base.services, "tracker": tracker}), APP)
    assert english(directory.answer("gated.tracker.example").reason, {}) == (
        "gated.tracker.example is a host of Tracker: the vendor's own code or documentation names this host; "
        "its vendor lists it for iOS as a tracking domain, reached only where the user has permitted tracking"
    )
    assert "permitted" not in english(directory.answer("x.gated.tracker.example").reason, {})


@pytest.mark.parametrize(
    ("host", "placed"),
    [("tracker.example", True), ("bucket.cloud.example", False), ("own.example", False), ("x.example", False)],
)
def test_whether_a_service_is_known_to_answer(host: str, placed: bool) -> None:
    assert ask(host).placed is placed
