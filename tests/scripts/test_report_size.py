"""How long the reports are: the example app, and a made app with fifty recipients."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import mhaudit
from mhaudit.model.audit import Audit
from mhaudit.report.html.render import render
from scripts import report_size

if TYPE_CHECKING:
    from playwright.sync_api import Browser

RECIPIENTS = 50
PERSONA = """id: p
values:
  - {category: identity.email, value: "nora.field+tag@quiet.example"}
  - {category: free_text.journal, value: "the kettle sings at four and nobody is awake to hear it"}
"""
APP = "id: app.made\nname: Made\nvendor: Made Health\nplatform: web\nfirst_party: [made.example]\n"


@pytest.fixture(scope="module")
def example(own_cache: None, meadow: Path) -> Audit:
    app, persona = meadow / "meadow.app.yaml", meadow / "meadow.persona.yaml"
    return mhaudit.audit([meadow / "meadow.mitm"], app=app, persona=persona)


@pytest.fixture(scope="module")
def many(own_cache: None, tmp_path_factory: pytest.TempPathFactory) -> Audit:
    """An app that sends an e-mail address, a journal entry and a mood to fifty recipients."""
    folder = tmp_path_factory.mktemp("made")
    entries = [_entry(number) for number in range(RECIPIENTS)]
    log = {"version": "1.2", "creator": {"name": "made", "version": "1"}, "entries": entries}
    (folder / "made.har").write_text(json.dumps({"log": log}), encoding="utf-8")
    (folder / "p.yaml").write_text(PERSONA, encoding="utf-8")
    (folder / "a.yaml").write_text(APP, encoding="utf-8")
    return mhaudit.audit([folder / "made.har"], app=folder / "a.yaml", persona=folder / "p.yaml")


def _entry(number: int) -> dict[str, object]:
    body = {
        "email": "nora.field+tag@quiet.example",
        "note": "the kettle sings at four and nobody is awake to hear it",
        "mood": number % 5 + 1,
    }
    request = {
        "method": "POST", "url": f"https://in.vendor{number}.example/v1/track", "httpVersion": "HTTP/1.1",
        "headers": [{"name": "content-type", "value": "application/json"}], "queryString": [], "cookies": [],
        "headersSize": -1, "bodySize": -1, "postData": {"mimeType": "application/json", "text": json.dumps(body)},
    }  # fmt: skip
    response = {
        "status": 204, "statusText": "", "httpVersion": "HTTP/1.1", "headers": [], "cookies": [], "redirectURL": "",
        "headersSize": -1, "bodySize": 0, "content": {"size": 0, "mimeType": ""},
    }  # fmt: skip
    when = f"2026-11-23T10:00:{number:02}.000Z"
    timings = {"send": 0, "wait": 0, "receive": 0}
    return {
        "startedDateTime": when,
        "time": 1,
        "request": request,
        "response": response,
        "cache": {},
        "timings": timings,
    }


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_report_of_the_example_is_short(example: Audit, language: str) -> None:
    page = render(example, language)
    assert 1_000 < report_size.words(report_size.before_annex(page)) <= 3_000
    assert report_size.words(page) <= 9_000
    assert report_size.places(page) <= 4


def test_the_report_of_fifty_recipients_is_short(many: Audit) -> None:
    assert sum(one.party == "third" or one.party == "unknown" for one in many.recipients) == RECIPIENTS
    page = render(many)
    assert 1_000 < report_size.words(report_size.before_annex(page)) <= 4_000


@pytest.mark.usefixtures("chromium_path")
def test_the_pages_of_the_example(example: Audit) -> None:
    found = {language: report_size.sizes(example, language) for language in ("en", "de")}
    for one in found.values():
        assert one["pages of the PDF"] <= 8 < one["pages of the PDF with its annex"]
    letters = {name: short for name, short, _ in report_size.letters(example, "de")}
    assert letters.pop("letter-vendor") <= 2
    assert set(letters) == {"letter-regulator-eu", "letter-regulator-us", "letter-regulator-uk"}
    assert max(letters.values()) <= 4


@pytest.mark.browser
def test_the_screens_of_the_example(chromium: "Browser", example: Audit) -> None:
    assert report_size.screens(chromium, render(example), 1280, 800) <= 8


def test_words_are_counted_without_style_and_script() -> None:
    page = "<head><title>A b</title></head><style>c d</style><p>one two-three 4 (five)</p><script>six</script>"
    assert report_size.words(page) == 4


def test_places_are_the_evidence_and_what_links_to_it() -> None:
    assert report_size.places('<a href="#e1">E1</a><a href="#e2">E2</a><a href="#e1">E1</a>') == 3
    assert report_size.places("") == 1
