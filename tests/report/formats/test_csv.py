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
    return list(csv.DictReader(StringIO(text.removeprefix("\ufeff"), newline="")))


@pytest.mark.parametrize("name", ["observations", "findings", "recipients"])
def test_a_row_for_each(name: str) -> None:
    assert len(rows(name)) == len(getattr(sample.full(), name)) > 0
    assert rows(name, facts=(), **{name: ()}) == []


def test_a_row_for_each_place_of_an_observation() -> None:
    seen = sample.observation(
        1, "mood.score", "in.acme.example", count=9, at=(sample.evidence(1), sample.evidence(2, "query:mood"))
    )
    found = rows("observations", observations=(seen, replace(seen, id="o2", at=())))
    assert [(row["id"], row["exchange"], row["place"], row["count"]) for row in found] == [
        ("o00001", "1", "body > json:/user/value", "9"),
        ("o00001", "2", "query:mood", "9"),
        ("o2", "", "", "9"),
    ]


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
        ("＋1", "'＋1"),
        ("－1", "'－1"),
        ("＠1", "'＠1"),
        ("\t=1", "\\x09=1"),
        ("\r=1", "\\x0d=1"),
        ("\n=1", "'=1"),
        (("=a", "b"), "'=a; b"),
        ("a+1", "a+1"),
        ("'=1", "'=1"),
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
def test_no_cell_of_a_hostile_audit_is_a_formula(name: str) -> None:
    audit = sample.hostile()
    for start in "=+-@\t\r":
        bad = start + "cmd|' /C calc'!A0"
        made = replace(
            audit,
            observations=tuple(replace(one, preview=bad, because=bad) for one in audit.observations),
            findings=tuple(replace(one, title=bad, organisation=bad) for one in audit.findings),
            recipients=tuple(replace(one, organisation=bad, service=None) for one in audit.recipients),
        )
        text = RENDERERS[name](made).removeprefix("\ufeff")
        cells = [cell for row in csv.reader(StringIO(text, newline="")) for cell in row]
        assert [cell for cell in cells if cell.startswith(tuple("=+-@\t\r"))] == []
        assert any("calc" in cell for cell in cells)


@pytest.mark.parametrize("name", ["observations", "findings", "recipients"])
def test_a_spreadsheet_reads_it_as_utf_8(name: str) -> None:
    data = RENDERERS[name](sample.full()).encode()
    assert data.startswith(b"\xef\xbb\xbfsentence,")
    assert data.count(b"\xef\xbb\xbf") == 1


def test_the_first_column_says_the_row_with_its_certainty() -> None:
    assert [row["sentence"] for row in rows("observations")] == [
        (
            "Acme Metrics, Inc. (in.acme.example) received data that the SDK’s documentation defines as mood score. "
            "Certainty: declared."
        ),
        (
            "Acme Metrics, Inc. (in.acme.example) received our test data: e-mail address (as its SHA-256 hash). "
            "Certainty: proven."
        ),
        "Acme Metrics, Inc. (px.acme.example) received our test data: journal text. Certainty: proven.",
        "px.metrics.example received data whose name suggests user id. Certainty: likely.",
        "px.metrics.example received text with the shape of PHQ-9 total. Certainty: possible.",
        "Meadow Health (api.meadow.example) received our test data: journal text. Certainty: proven.",
        "The app received our test data: journal text from Acme Metrics, Inc. (in.acme.example). Certainty: proven.",
    ]
    assert [row["sentence"] for row in rows("findings")][2:4] == [
        (
            "Data was sent without encryption (data: suggested by a name). px.metrics.example received data whose name "
            "suggests user id; text with "
            "the shape of PHQ-9 total. Certainty of user id: likely. Certainty of PHQ-9 total: possible."
        ),
        "A tracker was contacted.",
    ]
    assert {row["host"]: row["sentence"] for row in rows("recipients")} == {
        "api.meadow.example": "Meadow Health (api.meadow.example) received our test data: journal text. "
        "Certainty: proven.",
        "cdn.example": "",
        "in.acme.example": "Acme Metrics, Inc. (in.acme.example) received our test data: e-mail address (as its "
        "SHA-256 hash); data that the SDK’s documentation defines as mood score. Certainty of e-mail address (as its "
        "SHA-256 hash): proven. Certainty of mood score: declared.",
        "px.acme.example": "Acme Metrics, Inc. (px.acme.example) received our test data: journal text. "
        "Certainty: proven.",
        "px.metrics.example": "px.metrics.example received data whose name suggests user id; text with the shape of "
        "PHQ-9 total. Certainty of user id: likely. Certainty of PHQ-9 total: possible.",
    }


def test_sentences_are_in_the_language_and_codes_in_none() -> None:
    english, german = (RENDERERS["observations"](sample.full(), language) for language in ("en", "de"))
    cut = [[line[1:] for line in csv.reader(StringIO(text, newline=""))] for text in (english, german)]
    assert cut[0] == cut[1]
    assert "erhielt unsere Testdaten: Tagebuchtext" in german


@pytest.mark.parametrize("name", ["observations", "findings", "recipients"])
def test_golden(golden: Callable[[Path, str], None], name: str) -> None:
    golden(HERE / "golden" / f"{name}.csv", RENDERERS[name](sample.full()).replace("\r\n", "\n"))
