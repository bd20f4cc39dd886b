from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mhaudit.ingest.contacts.listing import ListReader, Row, Unknown, damaged, host_of, number_of, time_of
from mhaudit.ingest.reader import Capture, Share
from mhaudit.model.capture import Contact, Gap


class Lines(ListReader):
    """A list with a host on each line, and damage on those that are blank."""

    format = "lines"

    def sniff(self, head: bytes) -> bool:
        return True

    def rows(self, file: IO[bytes], capture: str) -> Iterator[Row]:
        for number, line in enumerate(file, start=1):
            host = line.decode().strip()
            yield Contact(capture=capture, number=number, host=host) if host else damaged(capture, number, "blank")


def test_shares_divide_the_rows_and_the_first_reports_damage(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("a.example\n\nb.example\nc.example\n", encoding="utf-8")
    shares = [list(Lines().read(Capture(path, "a.txt"), Share(first, 2))) for first in range(2)]
    assert [[item.detail if isinstance(item, Gap) else str(item.number) for item in share] for share in shares] == [
        ["a.txt: row 2: blank", "4"],
        ["1", "3"],
    ]


def test_a_list_of_damaged_rows_is_reported_briefly(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("\n" * 5000, encoding="utf-8")
    found = list(Lines().read(Capture(path, "a.txt")))
    assert len(found) == 101
    assert found[-1] == Gap(code="damaged-entry", detail="a.txt: more rows", blocking=True, count=4900)


def test_unknown_fields_are_reported_once() -> None:
    unknown = Unknown(frozenset({"a"}))
    assert list(unknown.gaps("x")) == []
    for row in ({"a": 1}, {"a": 1, "c": 2}, {"b" * 99: 1}):
        unknown.note(row)  # type: ignore[arg-type]  # any object may stand there
    assert list(unknown.gaps("x")) == [Gap(code="fields-not-known", detail=f"x: {'b' * 40}, c", count=2)]
    for number in range(1000):
        unknown.note({str(number): 1})
    assert len(unknown.names) == 50


@pytest.mark.parametrize(
    ("text", "host", "address"),
    [
        ("Api.Example.", "api.example", None),
        ("api.example:443", "api.example", None),
        (" /203.0.113.7 ", "203.0.113.7", "203.0.113.7"),
        ("2001:DB8:0::7", "2001:db8::7", "2001:db8::7"),
        ("[2001:db8::7]:443", "2001:db8::7", "2001:db8::7"),
        ("fe80::1%wlan0", "fe80::1", "fe80::1"),
        ("_dns.resolver.arpa", "_dns.resolver.arpa", None),
        ("müller.example", "müller.example", None),
        ("router", "", None),
        ("a b.example", "", None),
        ("a..example", "", None),
        ("x" * 64 + ".example", "", None),
        ("a." * 140 + "example", "", None),
        ("", "", None),
        (None, "", None),
        (7, "", None),
    ],
)
def test_names_and_addresses(text: object, host: str, address: str | None) -> None:
    assert host_of(text) == (host, address)


def test_a_name_at_home() -> None:
    assert host_of("router", local=True) == ("router", None)
    assert host_of("a b", local=True) == ("", None)


@pytest.mark.parametrize(
    ("value", "number"),
    [
        *((7, 7), (0, 0), ("12", 12), (" 12 ", 12), ("12\x1c", 12), ("١٢", 12)),
        *((-1, None), ("-1", None), (True, None), (1.5, None), ("1e9", None), ("9" * 5000, None), (10**30, None)),
        *((None, None), ([], None), ("²", None)),
    ],
)
def test_numbers(value: object, number: int | None) -> None:
    assert number_of(value) == number


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("2026-11-20T10:00:00.250+01:00", 1_795_165_200.25),
        ("2026-11-20T09:00:00Z", 1_795_165_200.0),
        ("2026-11-20T09:00:00", 1_795_165_200.0),
        ("٢٠٢٦-١١-٢٠T٠٩:٠٠:٠٠", 1_795_165_200.0),
        (1_795_165_200_500, 1_795_165_200.5),
        ("1795165200", 1_795_165_200.0),
        ("1795165200.75", 1_795_165_200.0),
        ("9999-99-99", None),
        ("", None),
        ("0", None),
        (None, None),
        (True, None),
    ],
)
def test_times(value: object, seconds: float | None) -> None:
    assert time_of(value) == seconds


@given(st.one_of(st.text(), st.integers(), st.floats(), st.none(), st.lists(st.text())))
def test_any_value_in_a_list_is_handled(value: object) -> None:
    host_of(value), host_of(value, local=True), number_of(value), time_of(value)
