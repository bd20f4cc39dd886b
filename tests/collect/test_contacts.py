"""Recipients: who, how often, how much, since when."""

from collections.abc import Iterable
from typing import Any

import pytest
from msgspec.structs import replace

from mhaudit.collect.contacts import Contacts, address, bytes_sent
from mhaudit.collect.masking import HostName
from mhaudit.model.capture import Contact, Exchange, Gap, Message
from mhaudit.model.reasons import because, english
from tests.collect.sightings import REDACT, SECRET, directory, exchange, shown


def add(contacts: Contacts, seen: Exchange, alike: Iterable[str] = ()) -> None:
    contacts.add(seen, shown(seen), [because("noted", text=text) for text in alike])


def add_row(contacts: Contacts, row: Contact) -> None:
    contacts.add_listed(row, HostName(row.host, REDACT(row.host)))


def test_a_recipient_is_counted_over_its_exchanges() -> None:
    contacts = Contacts(directory(), REDACT)
    add(contacts, exchange(1, started=20.0, body=b"12345", ip="192.0.2.1", phase="launch"))
    add(contacts, exchange(2, started=10.0, ip="192.0.2.2"))
    add(contacts, exchange(3))
    (seen,) = contacts.recipients()
    assert (seen.host, seen.domain, seen.exchanges) == ("x.tracker.example", "tracker.example", 3)
    assert (seen.service, seen.organisation, seen.parent, seen.country) == ("Tracker", "Tracker, Inc.", "big", "US")
    assert seen.country_basis == "a register"
    assert (seen.party, seen.roles, seen.declared) == ("third", ("analytics",), False)
    assert seen.bytes_sent == 3 * len("GET/p") + 5
    assert (seen.first_seen, seen.phases) == ("1970-01-01T00:00:10.000Z", ("launch",))
    assert seen.ips == ("192.0.2.1", "192.0.2.2")


def test_what_never_arrived_is_an_attempt_and_no_exchange() -> None:
    contacts = Contacts(directory(), REDACT)
    seen_once = exchange(1, started=20.0, body=b"12345", phase="launch")
    contacts.add_attempt(seen_once, shown(seen_once))
    (seen,) = contacts.recipients()
    assert (seen.exchanges, seen.attempts, seen.bytes_sent, seen.phases) == (0, 1, 0, ("launch",))
    assert list(contacts.gaps()) == []


def test_recipients_are_sorted_by_host_with_their_parties() -> None:
    contacts = Contacts(directory(), REDACT)
    for host in ("z.example", "api.own.example", "a.example"):
        add(contacts, exchange(host=host))
    assert [(seen.host, seen.party) for seen in contacts.recipients()] == [
        ("a.example", "third"),
        ("api.own.example", "first"),
        ("z.example", "third"),
    ]


def test_bytes_sent_are_those_of_the_app_only() -> None:
    messages = (Message(sent=True, content=b"1234"), Message(sent=False, content=b"123456"))
    sent = exchange(
        method="POST", path="/", headers=(("a", "bc"),), body=b"12", messages=messages, response_body=b"123"
    )
    assert bytes_sent(sent) == len("POST/") + len("abc") + 2 + 4
    assert bytes_sent(exchange(method="", path="", body=None)) == 0


def test_a_host_that_carries_a_value_is_withheld() -> None:
    contacts = Contacts(directory(), REDACT)
    add(contacts, exchange(host=f"{SECRET}x.evil.example"))
    assert SECRET not in f"{contacts.recipients()}"


def test_shares_add_up() -> None:
    whole, one, two = (Contacts(directory(), REDACT) for _ in range(3))
    for number in range(20):
        sent = exchange(number, started=100.0 - number, ip=f"192.0.2.{number}", host=f"h{number % 3}.example")
        add(whole, sent)
        add(one if number % 2 else two, sent)
    one.merge(two.hosts)
    assert one.recipients() == whole.recipients()
    assert len(whole.recipients()[0].ips) == 7


def test_a_similar_service_is_a_reason_and_changes_nothing_else() -> None:
    contacts, other, plain = (Contacts(directory(), REDACT) for _ in range(3))
    for number in range(3):
        add(
            contacts,
            exchange(number, host="api.own.example"),
            ["looks like a self-hosted B", "looks like a self-hosted A"],
        )
        add(plain, exchange(number, host="api.own.example"))
    add(other, exchange(4, host="api.own.example"), ["looks like a self-hosted C"])
    add(plain, exchange(4, host="api.own.example"))
    contacts.merge(other.hosts)
    (seen,), (same,) = contacts.recipients(), plain.recipients()
    assert english(seen.reason, {}) == english(same.reason, {}) + (
        "; looks like a self-hosted A; looks like a self-hosted B; looks like a self-hosted C"
    )
    assert replace(seen, reason=same.reason) == same
    assert (seen.party, seen.service, seen.roles) == ("first", None, ())


def listed(host: str = "x.tracker.example", **fields: Any) -> Contact:
    return Contact(capture="l.csv", number=1, host=host, **fields)


def test_a_row_of_a_list_is_a_recipient_without_exchanges() -> None:
    contacts = Contacts(directory(), REDACT)
    add_row(contacts, listed(count=3, first=20.0, last=30.0, sent=900, ip="192.0.2.1", says="a list calls it odd"))
    add_row(contacts, listed(count=2, first=10.0))
    add_row(contacts, listed("y.example", lookup=True, count=4))
    tracker, looked_up = contacts.recipients()
    assert (tracker.host, tracker.exchanges, tracker.listed, tracker.lookups) == ("x.tracker.example", 0, 5, 0)
    assert (tracker.bytes_sent, tracker.first_seen) == (900, "1970-01-01T00:00:10.000Z")
    assert (tracker.organisation, tracker.ips) == ("Tracker, Inc.", ("192.0.2.1",))
    assert english(tracker.reason, {}).endswith("; a list calls it odd")
    assert (looked_up.exchanges, looked_up.listed, looked_up.lookups) == (0, 0, 4)
    assert list(contacts.gaps()) == [
        Gap(code="contacts-only", host="x.tracker.example", count=5, blocking=True),
        Gap(code="looked-up", host="y.example", count=4),
    ]


def test_a_recorded_exchange_says_more_than_a_list() -> None:
    contacts = Contacts(directory(), REDACT)
    add_row(contacts, listed(lookup=True))
    add_row(contacts, listed())
    add(contacts, exchange())
    (seen,) = contacts.recipients()
    assert (seen.exchanges, seen.listed, seen.lookups) == (1, 1, 1)
    assert list(contacts.gaps()) == []


def test_a_name_that_was_looked_up_was_not_contacted() -> None:
    contacts = Contacts(directory(), REDACT)
    add(contacts, exchange(kind="dns", scheme="dns", method="A"))
    (seen,) = contacts.recipients()
    assert (seen.exchanges, seen.lookups) == (0, 1)
    assert list(contacts.gaps()) == [Gap(code="looked-up", host="x.tracker.example")]


def test_listed_rows_of_shares_add_up() -> None:
    whole, one, two = (Contacts(directory(), REDACT) for _ in range(3))
    for number in range(20):
        row = listed(f"h{number % 3}.example", first=float(number), count=number, lookup=number % 5 == 0, says="odd")
        add_row(whole, row)
        add_row((one if number % 2 else two), row)
    one.merge(two.hosts)
    assert one.recipients() == whole.recipients()
    assert sorted(one.gaps(), key=str) == sorted(whole.gaps(), key=str)


def test_opinions_are_bounded() -> None:
    contacts = Contacts(directory(), REDACT)
    for number in range(50):
        add_row(contacts, listed(says=f"opinion {number}"))
    assert english(contacts.recipients()[0].reason, {}).count("opinion") == 4


@pytest.mark.parametrize(
    ("text", "ip"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:DB8::1", "2001:db8::1"),
        ("Noor van Treeck", ""),
        ("fe80::1%Noor", ""),
        ("192.0.2.1 Noor", ""),
        (None, ""),
    ],
)
def test_only_an_address_is_one(text: str | None, ip: str) -> None:
    assert address(text) == ip
