from functools import partial
from pathlib import Path

import pytest

from mhaudit.ingest.contacts.pcapdroid_csv import PcapdroidCsv
from mhaudit.model.capture import Gap
from tests.ingest.contacts.lists import LISTS, NINE, contact, contacts, gaps, items, written

HEAD = "IPProto,SrcIP,SrcPort,DstIp,DstPort,UID,App,PackageName,Proto,Status,Info,"
HEAD += "BytesSent,BytesRcvd,PktsSent,PktsRcvd,FirstSeen,LastSeen\n"


def line(app: str = "Meadow", package: str = "app.meadow", info: str = "a.example", proto: str = "TLS") -> str:
    right = "10,20,1,2,2026-11-20T10:00:00.000+01:00,2026-11-20T10:00:01.000+01:00"
    return f"6,10.0.0.1,1,203.0.113.1,443,10190,{app},{package},{proto},Closed,{info},{right}\n"


def test_the_present_generation_with_a_comma_in_the_name_and_a_status_in_german() -> None:
    row = partial(contact, "pcapdroid.csv", app="app.meadow")
    assert items(LISTS / "pcapdroid.csv") == [
        row(1, "api.segment.io", ip="203.0.113.20", first=NINE + 1.25, last=NINE + 9, sent=1834),
        row(2, "chat.meadow-rt.example", first=NINE + 2, last=NINE + 2.1, lookup=True),
        row(
            3,
            "2001:db8::7",
            ip="2001:db8::7",
            first=NINE + 3,
            last=NINE + 4,
            sent=512,
            says="PCAPdroid lists it as malicious",
        ),
    ]


def test_the_generation_without_packages() -> None:
    """The comma in the name is told from one between columns by the protocol that follows."""
    row = contact("pcapdroid-1.7.3.csv", 1, "api.segment.io", ip="203.0.113.20", app="Meadow, quiet", sent=1834)
    assert [
        (item.host, item.app, item.sent, item.first) for item in contacts(items(LISTS / "pcapdroid-1.7.3.csv"))
    ] == [(row.host, row.app, row.sent, NINE + 1.25)]


def test_the_generation_with_seconds_and_digits_of_the_phone_s_own() -> None:
    name = "pcapdroid-1.6.csv"
    host = "metrics.cheapstats.example"
    wanted = contact(name, 1, host, ip="203.0.113.20", app="Meadow", first=NINE + 1, last=NINE + 9, sent=1834)
    assert items(LISTS / name) == [wanted]


@pytest.mark.parametrize(
    ("app", "package", "info", "told"),
    [
        ("A", "a.b", "x.example", ("a.b", "x.example")),
        ("A, B, and C", "a.b", "x.example", ("a.b", "x.example")),
        ("A,TLS", "a.b", "x.example", ("a.b", "x.example")),
        ("A", "a.b", "GET /x,y", ("a.b", "203.0.113.1")),
        ("A,B", "a.b", "no host, at all", ("a.b", "203.0.113.1")),
        ("A,B", "", "x.example", ("A,B", "x.example")),
    ],
)
def test_commas_where_they_don_t_belong(
    tmp_path: Path, app: str, package: str, info: str, told: tuple[str, str]
) -> None:
    found = written(tmp_path, "a.csv", (HEAD + line(app, package, info)).encode())
    assert [(item.app, item.host, item.sent) for item in contacts(found)] == [(*told, 10)]
    assert gaps(found) == []


@pytest.mark.parametrize(
    "broken", ["6,10.0.0.1\n", line().replace(",10,20,", ",ten,20,"), line("A,B", "no package", "x", "tls")]
)
def test_a_damaged_row_costs_itself_alone(tmp_path: Path, broken: str) -> None:
    found = written(tmp_path, "a.csv", (HEAD + line() + broken + "\n" + line()).encode())
    assert [item.number for item in contacts(found)] == [1, 3]
    why = "its columns can't be identified"
    assert gaps(found) == [Gap(code="damaged-entry", detail=f"a.csv: row 2: {why}", blocking=True)]


@pytest.mark.parametrize("head", [HEAD, "\ufeff" + HEAD, HEAD.lower()])
def test_a_list_is_known_by_its_first_line(head: str) -> None:
    assert PcapdroidCsv().sniff(head.encode())


@pytest.mark.parametrize("head", ["", "IPProto\n", '"uid","daddr"\n'])
def test_other_files_are_not(head: str) -> None:
    assert not PcapdroidCsv().sniff(head.encode())


def test_unknown_columns_are_not_guessed(tmp_path: Path) -> None:
    found = written(tmp_path, "a.csv", (HEAD.replace("Proto,Status", "Proto,Colour,Status") + line()).encode())
    assert contacts(found) == [] and [gap.code for gap in gaps(found)] == ["damaged-entry"]
