"""A saved audit gives the same bytes as at audit time, and a broken one a sentence."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from mhaudit.report import FILE_NAMES, FORMATS
from mhaudit.report.formats.json_ import render
from tests.cli.traffic import leaking, subject
from tests.conftest import Run
from tests.report.sample import full, hostile, large

Runner = Callable[..., Run]
NAMES = [name for name in FORMATS if name != "pdf"]  # a browser prints that, in seconds


@pytest.fixture
def saved(run: Runner, tmp_path: Path) -> Path:
    """The folder of an audit in every format."""
    folder = tmp_path / "out"
    run("audit", leaking(tmp_path), *subject(tmp_path), "--format", ",".join(NAMES), "--out", folder)
    return folder


@pytest.mark.parametrize("name", NAMES)
def test_every_format_comes_out_the_same(run: Runner, saved: Path, tmp_path: Path, name: str) -> None:
    again = tmp_path / "again"
    result = run("report", saved / "audit.json", "--format", name, "--out", again)
    assert (result.code, result.out, result.err) == (0, f"Written: {again}\n", "")
    assert again.read_bytes() == (saved / FILE_NAMES[name]).read_bytes()


def test_without_out_it_goes_beside_the_audit(run: Runner, saved: Path) -> None:
    page = saved / "report.html"
    before = page.read_bytes()
    page.unlink()
    assert run("report", saved / "audit.json").out == f"Written: {page}\n"
    assert page.read_bytes() == before


def test_a_hyphen_is_standard_output(run: Runner, saved: Path) -> None:
    before = sorted(saved.iterdir())
    result = run("report", saved / "audit.json", "--format", "json", "--out", "-")
    assert result == Run(0, (saved / "audit.json").read_text(encoding="utf-8"), "")
    assert sorted(saved.iterdir()) == before


@pytest.mark.parametrize("name", ["json", "txt"])
def test_text_from_traffic_steers_no_terminal(run: Runner, tmp_path: Path, name: str) -> None:
    path = tmp_path / "audit.json"
    path.write_text(render(hostile()), encoding="utf-8")
    result = run("report", path, "--format", name, "--out", "-")
    assert result.code == 0
    assert [char for char in result.out if not char.isprintable() and char != "\n"] == []
    assert "\\x1b" in result.out or "\\u001b" in result.out


def test_several_formats_stand_beside_each_other(run: Runner, saved: Path, tmp_path: Path) -> None:
    result = run("report", saved / "audit.json", "--format", "md,csv", "--out", tmp_path)
    names = ("report.md", "observations.csv", "findings.csv", "recipients.csv")
    assert (result.code, result.out) == (0, f"Written to {tmp_path}: {', '.join(names)}\n")
    result = run("report", saved / "audit.json", "--format", "csv", "--out", tmp_path / "one.csv")
    assert (result.code, "csv is several files" in result.err) == (2, True)
    assert run("report", saved / "audit.json", "--format", "csv", "--out", "-").code == 2
    new = tmp_path / "not" / "there"
    assert run("report", saved / "audit.json", "--format", "csv", "--out", new).code == 0
    assert sorted(path.name for path in new.iterdir()) == ["findings.csv", "observations.csv", "recipients.csv"]


def test_a_letter_is_written_as_its_name_ends(run: Runner, saved: Path, tmp_path: Path) -> None:
    for ending in ("md", "html", "docx"):
        out = tmp_path / f"to-the-vendor.{ending}"
        result = run("report", saved / "audit.json", "--format", "letter-vendor", "--out", out)
        assert (result.code, result.out) == (0, f"Written: {out}\n")
        assert out.read_bytes() == (saved / f"letter-vendor.{ending}").read_bytes()
    assert run("report", saved / "audit.json", "--format", "letter-vendor", "--out", tmp_path / "x.odt").code == 2


def test_the_annex_needs_a_law(run: Runner, saved: Path, tmp_path: Path) -> None:
    asked = ["report", saved / "audit.json", "--format", "letter-regulator", "--out", tmp_path / "annex.md"]
    assert "needs --law; choose from eu, us, uk" in run(*asked).err.replace("│", "").replace("\n", " ")
    assert "unknown law 'fr'" in run(*asked, "--law", "fr").err
    assert run(*asked, "--law", "uk").code == 0
    assert (tmp_path / "annex.md").read_bytes() == (saved / "letter-regulator-uk.md").read_bytes()


@pytest.mark.usefixtures("chromium_path")
def test_a_browser_prints_the_same_again(run: Runner, saved: Path, tmp_path: Path) -> None:
    outs = [tmp_path / "a.pdf", tmp_path / "b.pdf"]
    for out in outs:
        assert run("report", saved / "audit.json", "--format", "pdf", "--out", out).code == 0
    assert outs[0].read_bytes() == outs[1].read_bytes() and outs[0].read_bytes()[:5] == b"%PDF-"


def test_what_is_not_installed_is_said(
    run: Runner, saved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.which", lambda _: None)
    result = run("report", saved / "audit.json", "--format", "pdf", "--out", tmp_path / "a.pdf")
    assert (result.code, "install Chromium" in result.err, (tmp_path / "a.pdf").exists()) == (2, True, False)


def test_a_file_that_is_not_there(run: Runner, tmp_path: Path) -> None:
    path = tmp_path / "gone.json"
    assert run("report", path) == Run(4, "", f"{path}: No such file or directory; give the path of an audit.json\n")


def test_what_is_no_json_is_named_with_its_line(run: Runner, tmp_path: Path) -> None:
    path = tmp_path / "audit.json"
    path.write_text('{\n "schema": oops\n}', encoding="utf-8")
    result = run("report", path)
    assert result == Run(4, "", f"{path}:2: this is not JSON: Expecting value\n")
    assert list(tmp_path.iterdir()) == [path]


def test_every_field_that_is_wrong_is_named(run: Runner, tmp_path: Path) -> None:
    document = json.loads(render(full()))
    document["verdict"]["outcome"] = "fine"
    document["recipients"][0].pop("host")
    path = tmp_path / "audit.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    result = run("report", path)
    assert result.code == 4
    assert result.err.splitlines() == [
        f"{path}: recipients[0]: 'host' is a required property",
        f"{path}: verdict.outcome: 'fine' is not one of ['fail', 'pass', 'incomplete']",
    ]


@pytest.mark.parametrize("option", ["-v", "--verbose"])
def test_the_summary_is_whole_on_request(run: Runner, tmp_path: Path, option: str) -> None:
    path = tmp_path / "audit.json"
    path.write_text(render(large(200)), encoding="utf-8")
    short = run("report", path, "--format", "txt", "--out", "-").out
    whole = run("report", path, "--format", "txt", "--out", "-", option).out
    shown = sum(f"Vendor {number}:" in short for number in range(20))
    assert shown > 5 and f"  {20 - shown} more recipients (-v)" in short.splitlines()
    assert [number for number in range(20) if f"Vendor {number}:" not in whole] == []
    assert "(-v)" not in whole and len(whole.splitlines()) > len(short.splitlines())
    assert run("report", path, "--format", "txt,md", option).code == 0
    assert (tmp_path / "summary.txt").read_text(encoding="utf-8") == whole


def test_only_the_summary_can_be_verbose(run: Runner, tmp_path: Path) -> None:
    path = tmp_path / "audit.json"
    path.write_text(render(full()), encoding="utf-8")
    result = run("report", path, "--format", "md", "-v")
    assert (result.code, result.out, list(tmp_path.iterdir())) == (2, "", [path])
    assert "--verbose is for the summary: ask for it with --format txt" in " ".join(result.err.replace("│", "").split())
