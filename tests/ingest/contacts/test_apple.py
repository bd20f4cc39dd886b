import json
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from mhaudit.ingest.contacts.apple import AppleReport
from mhaudit.ingest.reader import Share
from mhaudit.model.capture import Access, Gap
from tests.ingest.contacts.lists import LISTS, NINE, accesses, contact, contacts, gaps, items, written

row = partial(contact, "apple.ndjson", app="app.meadow", first=NINE + 1.25, last=NINE + 309.25)
access = partial(Access, capture="apple.ndjson", app="app.meadow")


def test_the_contacts_of_a_report() -> None:
    assert contacts(items(LISTS / "apple.ndjson")) == [
        row(
            1,
            "sdk-api-v1.singular.net",
            count=12,
            first=NINE + 120.25,
            says="Apple's report lists it as a potential tracker of Singular Labs, Inc.",
        ),
        row(4, "api.meadow.example", count=604),
        row(5, "203.0.113.7", ip="203.0.113.7", count=3),
        row(6, "2001:db8::7", ip="2001:db8::7", says="Apple's report says that a page in the app asked for it"),
        row(9, "gateway.icloud.com", app="com.apple.mobilemail", count=9),
        row(11, "api.segment.io", count=2),  # `domainType` 2 says nothing, least of all that it is harmless
    ]


def test_what_apps_used_on_the_phone() -> None:
    """An access is told where it begins; one that began before the report, where it ends. Teams are left off."""
    assert accesses(items(LISTS / "apple.ndjson")) == [
        access(number=2, resource="microphone", at=NINE + 60.25),
        access(number=8, resource="microphone", at=NINE + 180.25),
        access(number=10, resource="photos", app="com.apple.mobileslideshow", at=NINE + 60.25),
        access(number=3, resource="location", at=NINE + 0.25),
    ]


def test_undocumented_keys_are_reported() -> None:
    assert gaps(items(LISTS / "apple.ndjson")) == [
        Gap(
            code="fields-not-known",
            detail="apple.ndjson: contextVerificationType, domainClassification",
            count=6,
        ),
        Gap(code="fields-not-known", detail="apple.ndjson: accessCount, outOfProcess", count=1),
    ]


def test_shares_divide_the_rows() -> None:
    whole = items(LISTS / "apple.ndjson")
    shares = [items(LISTS / "apple.ndjson", Share(first, 3)) for first in range(3)]
    assert sorted(map(str, [item for share in shares for item in share])) == sorted(map(str, whole))
    assert [len(gaps(share)) for share in shares] == [2, 0, 0]


def line(**fields: Any) -> bytes:
    base = {
        "type": "networkActivity",
        "domain": "a.example",
        "bundleID": "x",
        "hits": 1,
        "timeStamp": "2026-11-20T09:00:00Z",
    }
    return json.dumps(base | fields).encode() + b"\n"


@pytest.mark.parametrize(
    "head", [line(), b"\xef\xbb\xbf" + line(), b'{"_marker": "<metadata>", "version": 3}\n', b'{"type":"access"}']
)
def test_a_report_is_known_by_its_first_line(head: bytes) -> None:
    assert AppleReport().sniff(head)


@pytest.mark.parametrize("head", [b'{"log": {}}', b"", b"[]", b'{"type": "page"}', b'{"type":"access"', b"\xff\n"])
def test_other_files_are_not_reports(head: bytes) -> None:
    assert not AppleReport().sniff(head)


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"domain": None}, "domain is missing or null"),
        ({"domain": "no host at all"}, "domain is missing or null"),
        ({"domain": 7}, "domain is missing or null"),
        ({"type": "newKind"}, "its type is unknown"),
        ({"type": "access"}, "category is missing"),
        ({"type": "access", "category": 3}, "category is missing"),
    ],
)
def test_a_damaged_row_costs_itself_alone(tmp_path: Path, fields: dict[str, Any], why: str) -> None:
    found = written(tmp_path, "a.ndjson", line() + line(**fields) + line())
    assert [item.number for item in contacts(found)] == [1, 3]
    wanted = Gap(code="damaged-entry", detail=f"a.ndjson: row 2: {why}", blocking=True)
    assert [gap for gap in gaps(found) if gap.blocking] == [wanted]


@pytest.mark.parametrize(
    ("fields", "count", "first"),
    [
        ({"hits": -3}, 1, NINE),
        ({"hits": True}, 1, NINE),
        ({"hits": 10**30}, 1, NINE),
        ({"hits": "4"}, 4, NINE),
        ({"timeStamp": "never"}, 1, None),
        ({"firstTimeStamp": "2026-11-20T08:00:00Z"}, 1, NINE - 3600),
    ],
)
def test_numbers_and_times_out_of_range(
    tmp_path: Path, fields: dict[str, Any], count: int, first: float | None
) -> None:
    (found,) = contacts(written(tmp_path, "a.ndjson", line(**fields)))
    assert (found.count, found.first) == (count, first)


def test_the_first_beta_shape(tmp_path: Path) -> None:
    rows = [
        {"_marker": "<metadata>", "version": 2},
        {
            "stream": "com.apple.privacy.accounting.stream.tcc",
            "tccService": "kTCCServiceMicrophone",
            "timestamp": "2026-11-20T09:00:00Z",
            "accessor": {"identifier": "app.meadow"},
        },
        {"_marker": "<end-of-section>"},
    ]
    found = written(tmp_path, "a.ndjson", b"".join(json.dumps(each).encode() + b"\n" for each in rows))
    assert found == [Access(capture="a.ndjson", number=2, resource="Microphone", app="app.meadow", at=NINE)]
