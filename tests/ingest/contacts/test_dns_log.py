from functools import partial
from pathlib import Path

import pytest

from mhaudit.ingest.contacts.dns_log import AdGuardLog, NextDnsLog, PiholeLog
from mhaudit.ingest.formats import READERS
from mhaudit.model.capture import Gap
from tests.ingest.contacts.lists import LISTS, NINE, contact, contacts, gaps, items, written


def test_pi_hole() -> None:
    """Its times have no year; what it blocked is told with the name, and is no second look-up."""
    row = partial(contact, "pihole.log", lookup=True)
    assert items(LISTS / "pihole.log") == [
        Gap(code="app-not-told", detail="pihole.log", blocking=True),
        row(1, "api.segment.io"),
        row(4, "sdk-api-v1.singular.net"),
        row(5, "sdk-api-v1.singular.net", count=0, says="Pi-hole blocked it"),
        row(6, "router"),
    ]


def test_nextdns() -> None:
    row = partial(contact, "nextdns.csv", lookup=True)
    assert items(LISTS / "nextdns.csv") == [
        Gap(code="app-not-told", detail="nextdns.csv", blocking=True),
        row(1, "api.segment.io", first=NINE + 1.5, last=NINE + 1.5),
        row(2, "sdk-api-v1.singular.net", first=NINE + 2, last=NINE + 2, says="NextDNS blocked it"),
    ]


def test_adguard_home() -> None:
    row = partial(contact, "adguard-home.json", lookup=True)
    assert items(LISTS / "adguard-home.json") == [
        Gap(code="app-not-told", detail="adguard-home.json", blocking=True),
        row(1, "api.segment.io", first=NINE + 1.5, last=NINE + 1.5),
        row(2, "sdk-api-v1.singular.net", first=NINE + 2, last=NINE + 2, says="AdGuard blocked it"),
    ]


def test_adguard_dns() -> None:
    wanted = contact("adguard-dns.jsonl", 1, "api.segment.io", first=NINE, last=NINE, lookup=True)
    assert contacts(items(LISTS / "adguard-dns.jsonl")) == [wanted]


@pytest.mark.parametrize(
    ("reader", "names"),
    [
        (PiholeLog(), {"pihole.log"}),
        (NextDnsLog(), {"nextdns.csv"}),
        (AdGuardLog(), {"adguard-home.json", "adguard-dns.jsonl"}),
    ],
)
def test_each_knows_its_own(reader: PiholeLog | NextDnsLog | AdGuardLog, names: set[str]) -> None:
    assert {path.name for path in LISTS.iterdir() if reader.sniff(path.read_bytes()[:4096])} == names


def test_no_two_readers_take_the_same_list() -> None:
    for path in LISTS.iterdir():
        taken = [reader.format for reader in READERS if reader.sniff(path.read_bytes()[:4096])]
        assert [name for name in taken if name != "HAR"] == taken[:1], path.name


@pytest.mark.parametrize(
    ("name", "row", "why"),
    [
        ("nextdns.csv", "2026-11-20,a b,A,,,,,,,,,,,,,", "the name that was looked up is missing or null"),
        ("nextdns.csv", "2026-11-20,a.example", "it has fewer columns than the heading"),
        ("adguard-home.json", '{"T": 1}', "the name that was looked up is missing or null"),
        ("adguard-home.json", '{"T": 1', "it is not a JSON object"),
        ("pihole.log", "Nov 20 10:00:01 dnsmasq[812]: query[A] a,b from 192.168.1.20", None),
    ],
)
def test_a_damaged_row_costs_itself_alone(tmp_path: Path, name: str, row: str, why: str | None) -> None:
    whole = (LISTS / name).read_text(encoding="utf-8")
    found = written(tmp_path, name, (whole + row + "\n").encode())
    assert contacts(found) == contacts(items(LISTS / name))
    (gap,) = gaps(found)[1:]
    assert (gap.code, gap.blocking) == ("damaged-entry", True)
    assert gap.detail.endswith(why or "the name that was looked up is missing or null")


def test_aliases_are_followed(tmp_path: Path) -> None:
    """dnsmasq answers a chain of names one line after the other."""
    start = "Nov 20 09:00:01 dnsmasq[1]: "
    lines = [
        "query[A] m.own.example from 192.0.2.2",
        "reply m.own.example is <CNAME>",
        "reply x.data.tracker.example is <CNAME>",
        "reply y.tracker.example is 192.0.2.7",
        "reply plain.example is 192.0.2.8",
    ]
    path = tmp_path / "pihole.log"
    path.write_text("".join(f"{start}{line}\n" for line in lines), encoding="utf-8")
    found = [(row.host, row.count, row.aliases) for row in contacts(items(path))]
    assert found == [
        ("m.own.example", 1, ()),
        ("m.own.example", 0, ("x.data.tracker.example", "y.tracker.example")),
    ]
