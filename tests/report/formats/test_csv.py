"""Tables for spreadsheets."""

import csv
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from msgspec.structs import replace

from mhaudit.report.formats import csv_
from mhaudit.report.formats.csv_ import _cell
from tests.report import sample

HERE = Path(__file__).parents[1]
RENDERERS = {"observations": csv_.observations, "findings": csv_.findings, "recipients": csv_.recipients}


def rows(name: str, **changes: object) -> list[dict[str, str]]:
    text = RENDERERS[name](replace(sample.full(), **changes))
    return list(csv.DictReader(StringIO(text, newline="")))


@pytest.mark.parametrize("name", ["observations", "findings", "recipients"])
def test_a_row_for_each(name: str) -> None:
    assert len(rows(name)) == len(getattr(sample.full(), name)) > 0
    assert rows(name, **{name: ()}) == []


def test_lines_end_as_rfc_4180_has_it() -> None:
    text = RENDERERS["recipients"](sample.full())
    assert text.count("\r\n") == text.count("\n") == len(sample.full().recipients) + 1


def test_what_a_row_says() -> None:
    seen, row = sample.full().observations[0], rows("observations")[0]
    assert (row["id"], row["category"], row["count"]) == (seen.id, seen.category, str(seen.count))
    assert (row["place"], row["exchange"]) == (seen.at[0].place, str(seen.at[0].exchange))
    host, row = sample.full().recipients[0], rows("recipients")[0]
    assert (row["host"], row["roles"], row["declared"]) == (
        host.host,
        "; ".join(host.roles),
        str(host.declared).lower(),
    )


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("＝1", "'＝1"),
        ("a=b", "a=b"),
        (-1, -1),
        (None, ""),
        (True, "true"),
        (("a", "b"), "a; b"),
        ("a\u202eb\x1b", "a\\u202eb\\x1b"),
    ],
)
def test_no_cell_is_a_formula(value: object, cell: object) -> None:
    assert _cell(value) == cell


@pytest.mark.parametrize("name", ["observations", "findings", "recipients"])
def test_golden(golden: Callable[[Path, str], None], name: str) -> None:
    golden(HERE / "golden" / f"{name}.csv", RENDERERS[name](sample.full()).replace("\r\n", "\n"))
