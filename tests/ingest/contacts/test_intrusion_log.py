import json
from functools import partial
from pathlib import Path

import pytest

from mhaudit.ingest.contacts.intrusion_log import IntrusionLog
from mhaudit.model.capture import Gap
from tests.ingest.contacts.lists import LISTS, NINE, contact, contacts, gaps, items, written

row = partial(contact, "intrusion.txt", app="app.meadow")


def test_look_ups_and_connections() -> None:
    """The same event twice is one, as daily files overlap; a look-up names the connections of its own app only."""
    at = NINE + 0.04
    assert items(LISTS / "intrusion.txt") == [
        row(1, "api.segment.io", first=NINE, last=NINE, lookup=True),
        row(
            2,
            "api.segment.io",
            ip="203.0.113.20",
            first=at,
            last=at,
            says="its address is the result of a DNS look-up by the same app",
        ),
        row(3, "203.0.113.99", ip="203.0.113.99", first=NINE + 0.05, last=NINE + 0.05),
        row(5, "203.0.113.20", ip="203.0.113.20", app="com.android.vending", first=NINE + 0.07, last=NINE + 0.07),
    ]


@pytest.mark.parametrize("head", [b'{"dns_event":{}}\n', b'{"security_event": {"tag": 1}}'])
def test_a_log_is_known_by_its_first_line(head: bytes) -> None:
    assert IntrusionLog().sniff(head)


@pytest.mark.parametrize("head", [b'{"log":{}}', b"dns_event", b'["dns_event"]', b""])
def test_other_files_are_not_logs(head: bytes) -> None:
    assert not IntrusionLog().sniff(head)


@pytest.mark.parametrize(
    ("event", "why"),
    [
        ({"dns_event": {"hostname": None}}, "hostname is missing or null"),
        ({"connect_event": {"ip_address": "not an address"}}, "ip_address is missing or null"),
        ([], "it is not a JSON object"),
    ],
)
def test_a_damaged_row_costs_itself_alone(tmp_path: Path, event: object, why: str) -> None:
    good = json.dumps({"dns_event": {"hostname": "a.example"}})
    found = written(tmp_path, "a.txt", f"{good}\n{json.dumps(event)}\n".encode())
    assert [(item.number, item.host, item.app, item.first) for item in contacts(found)] == [(1, "a.example", "", None)]
    assert gaps(found) == [Gap(code="damaged-entry", detail=f"a.txt: row 2: {why}", blocking=True)]


def test_unknown_keys_are_reported(tmp_path: Path) -> None:
    rows = [
        {"dns_event": {"hostname": "router", "ttl": 3}},
        {"usb_event": {"at": 1}},
        {"dns_event": "text", "connect_event": []},
    ]
    found = written(tmp_path, "a.txt", b"".join(json.dumps(each).encode() + b"\n" for each in rows))
    assert [item.host for item in contacts(found)] == ["router"]
    assert [(gap.code, gap.detail, gap.count) for gap in gaps(found)] == [
        ("fields-not-known", "a.txt: ttl", 1),
        ("fields-not-known", "a.txt: usb_event", 1),
    ]
