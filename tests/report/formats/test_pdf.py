import re
import zlib
from pathlib import Path

import pytest

from mhaudit.errors import ToolMissing
from mhaudit.report.formats.pdf import render, with_annex
from tests.report import sample


@pytest.fixture(scope="module")
def printed(chromium_path: str) -> bytes:
    return render(sample.full(), "de")


def test_it_is_tagged_has_pages_and_a_language_and_no_date_of_today(printed: bytes) -> None:
    assert printed.startswith(b"%PDF-1.") and b"/StructTreeRoot" in printed and b"/Lang (de)" in printed
    assert b"/MarkInfo" in printed and b"/Marked true" in printed
    assert set(re.findall(rb"Date \(D:(\d+)", printed)) == {b"19700101000000"}
    assert len(re.findall(rb"/Type /Page\b", printed)) > 2
    assert b"/Title" in printed


@pytest.mark.usefixtures("chromium_path")
def test_no_script_runs_and_nothing_is_linked_to_from_a_hostile_audit() -> None:
    text = b"".join(_inflated(render(sample.hostile())))
    assert b"/JavaScript" not in text and b"/URI (javascript" not in text and b"/Launch" not in text


def _inflated(data: bytes) -> list[bytes]:
    out = [data]
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", data, re.DOTALL):
        try:
            out.append(zlib.decompress(stream))
        except zlib.error:
            continue
    return out


def test_without_a_browser_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _: None)
    with pytest.raises(ToolMissing, match=r"install Chromium or Chrome .*MHAUDIT_CHROMIUM"):
        render(sample.empty())


def test_a_browser_that_prints_nothing_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("MHAUDIT_CHROMIUM", "true")
    with pytest.raises(ToolMissing, match="printed no PDF"):
        render(sample.empty())


def pages(data: bytes) -> int:
    return len(re.findall(rb"/Type /Page\b", data))


@pytest.mark.usefixtures("chromium_path")
def test_the_annex_is_printed_where_it_is_asked_for() -> None:
    short, whole = render(sample.large(200)), with_annex(sample.large(200))
    assert b"(Evidence)" not in short and b"(Evidence)" in whole
    assert pages(short) < pages(whole)
