"""A comparison as a page and as Markdown."""

from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from mhaudit.compare.difference import compare_audits
from mhaudit.report.comparison import comparison_html, comparison_markdown
from tests.report.sample import HOSTILE, full, recipient
from tests.report.test_difference import AFTER, BEFORE, FINDING

if TYPE_CHECKING:
    from playwright.sync_api import Browser

NAMED = replace(AFTER, subject=replace(AFTER.subject, name="Meadow"))


def rows(text: str) -> list[list[str]]:
    """Return the cells of all tables of a Markdown text, heads too."""
    lines = [line for line in text.splitlines() if line.startswith("|") and not set(line) <= set("|-: ")]
    return [[cell.strip().replace("\\", "") for cell in line.strip("|").split("|")] for line in lines]


def test_tables_say_what_is_new() -> None:
    text = comparison_markdown(compare_audits(BEFORE, NAMED, "high"))
    assert text.startswith("# Meadow: what changed\n\n1 open finding that is new or worse, at or above high.")
    found = rows(text)
    assert found[:2] == [
        ["Change", "Severity", "Finding", "Recipient", "Rule"],
        ["new", "high", "Mood was sent", "T, Inc. (t.example)", "HLT-001"],
    ]
    assert found[2:6] == [
        ["Change", "Kind of data", "Recipient", "Before", "After"],
        ["new", "mood score", "T, Inc. (t.example)", "–", "proven and in plain text"],
        ["Change", "Host", "Company"],
        ["new", "t.example", "T, Inc."],
    ]
    capture = BEFORE.generated_from.captures[0]
    recorded = f"{capture.name} (2026-11-20 09:30:00 UTC, SHA-256 {capture.sha256[:16]}…)"
    assert found[6:] == [["Made with", "Before", "After"], ["Recordings", recorded, recorded]]
    assert "can be due to" not in text


def test_what_is_gone_worse_or_waived_is_said() -> None:
    gone = rows(comparison_markdown(compare_audits(AFTER, BEFORE, "high")))
    assert gone[1] == ["gone", "high", "Mood was sent", "T, Inc. (t.example)", "HLT-001"]
    worse = replace(AFTER, findings=(replace(FINDING, severity="critical"),))
    assert rows(comparison_markdown(compare_audits(AFTER, worse)))[1][:3] == [
        "changed",
        "high, now critical",
        "Mood was sent",
    ]
    more = replace(FINDING, id="f-2", categories=("mood.label", "mood.score"), status="waived")
    changed = rows(comparison_markdown(compare_audits(AFTER, replace(AFTER, findings=(more,)))))[1]
    assert changed[2] == "Mood was sent; now also mood.label (waived)"


def test_nothing_changed() -> None:
    text = comparison_markdown(compare_audits(AFTER, AFTER))
    assert "No difference was found in what the two audits saw." in text
    assert [row[0] for row in rows(text)] == ["Made with", "Recordings"]


def test_what_is_not_the_app_is_said() -> None:
    newer = replace(NAMED, tool=replace(NAMED.tool, version="9.0"))
    text = comparison_markdown(compare_audits(BEFORE, newer))
    assert rows(text)[-1] == ["mhaudit", BEFORE.tool.version, "9.0"]
    assert "The audits also differ in mhaudit. A difference can be due to that and not to the app." in text
    assert "can be due to" not in comparison_markdown(compare_audits(NAMED, newer))


def test_it_is_german_where_that_is_asked_for() -> None:
    compared = compare_audits(BEFORE, NAMED, "high")
    text = comparison_markdown(compared, "de")
    assert text.startswith("# Meadow: was sich geändert hat")
    assert rows(text)[0] == ["Änderung", "Schwere", "Befund", "Empfänger", "Regel"]
    assert '<html lang="de">' in comparison_html(compared, "de")


def test_hostile_names_are_text() -> None:
    hostile = replace(NAMED, recipients=(recipient(HOSTILE, organisation=HOSTILE),))
    compared = compare_audits(BEFORE, replace(hostile, subject=replace(NAMED.subject, name=HOSTILE)))
    for text in (comparison_html(compared), comparison_markdown(compared)):
        assert "<script>" not in text and "\x1b" not in text and "\u202e" not in text


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1280])
def test_the_page_is_accessible(chromium: "Browser", width: int) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = chromium.new_page(viewport={"width": width, "height": 844})
    before = replace(full(), findings=full().findings[:1])
    page.set_content(comparison_html(compare_audits(before, NAMED)))
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    assert [(fault["id"], [node["html"] for node in fault["nodes"]]) for fault in found] == []
    page.close()
