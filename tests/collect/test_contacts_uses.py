"""Recipients whose roles and party depend on what was asked of them, and on what the capture says of their names."""

from msgspec.structs import replace

from mhaudit.collect.contacts import Contacts
from mhaudit.collect.masking import HostName
from mhaudit.model.capture import Certificate, Contact, Exchange
from mhaudit.model.subject import AppProfile
from mhaudit.recipients.directory import Directory
from tests.collect.sightings import REDACT, shown
from tests.recipients.test_directory_evidence import known


def contacts(*seen: Exchange) -> Contacts:
    found = Contacts(Directory(known(), AppProfile(id="a", name="A", first_party=("own.example",))), REDACT)
    for one in seen:
        found.add(one, shown(one))
    return found


def get(host: str, path: str, number: int = 1) -> Exchange:
    return Exchange(capture="c", number=number, host=host, method="GET", path=path)


def test_roles_are_those_of_the_requests() -> None:
    (one,) = contacts(get("many.example", "/ads"), get("many.example", "/x", 2)).recipients()
    assert (one.roles, one.party) == (("advertising", "search"), "third")


def test_what_the_device_does_by_itself_is_infrastructure() -> None:
    (one,) = contacts(get("many.example", "/204")).recipients()
    assert (one.roles, one.party) == (("platform",), "infrastructure")
    (both,) = contacts(get("many.example", "/204"), get("many.example", "/x", 2)).recipients()
    assert (both.roles, both.party) == (("platform", "search"), "third")


def test_a_look_up_has_the_roles_of_the_service() -> None:
    (one,) = contacts(replace(get("many.example", "/ads"), kind="dns")).recipients()
    assert one.roles == ("search",)


def test_aliases_and_certificates_are_taught_before_anything_is_concluded() -> None:
    lookup = replace(get("m.own.example", "", 1), kind="dns", aliases=("x.tracker.example",))
    secured = replace(get("y.example", "/"), certificate=Certificate("Acme", ()))
    found = contacts(lookup, get("m.own.example", "/", 2), secured)
    found.add_listed(
        Contact(capture="l", number=1, host="n.own.example", lookup=True, aliases=("a.tracker.example",)),
        HostName("n.own.example", "n.own.example"),
    )
    found.teach()
    assert [(one.host, one.party, [row.what for row in one.evidence]) for one in found.recipients()] == [
        ("m.own.example", "third", ["cname", "policy"]),
        ("n.own.example", "third", ["cname", "policy"]),
        ("y.example", "third", ["certificate"]),
    ]


def test_another_worker_saw_the_alias() -> None:
    here, there = contacts(get("m.own.example", "/")), contacts()
    there.add(
        replace(get("m.own.example", ""), kind="dns", aliases=("x.tracker.example",)),
        HostName("m.own.example", "m.own.example"),
    )
    here.merge(there.state())
    here.teach()
    assert here.recipients()[0].party == "third"
