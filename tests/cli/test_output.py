import os
import re
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
import typer
from msgspec.structs import replace

from mhaudit.cli import output
from mhaudit.cli.output import is_stream, no_stream, one_to_stream, parse_formats, write_reports, write_whole
from mhaudit.model.audit import Audit
from mhaudit.report import FILE_NAMES, FORMATS
from tests.cli.traffic import leaking
from tests.conftest import Run
from tests.report.sample import full


def broken(audit: Audit, language: str = "en") -> str:
    raise ArithmeticError


@pytest.mark.parametrize(
    ("text", "wanted"), [("html", ["html"]), ("json,txt", ["json", "txt"]), (" html , json ,html", ["html", "json"])]
)
def test_formats_are_named_with_commas(text: str, wanted: list[str]) -> None:
    assert parse_formats(text) == wanted


@pytest.mark.parametrize(
    ("text", "says"),
    [("xml", "unknown format 'xml'; choose from html, json, txt"), (",", "--format is empty; choose from html")],
)
def test_other_formats_are_refused(text: str, says: str) -> None:
    with pytest.raises(typer.BadParameter, match=says):
        parse_formats(text)


def test_letters_are_several_files_and_the_annex_is_for_a_law() -> None:
    assert parse_formats("letter-vendor") == ["letter-vendor-html", "letter-vendor-md", "letter-vendor-docx"]
    assert parse_formats("letter-regulator", "uk")[1] == "letter-regulator-uk-md"
    assert parse_formats("letter-regulator-docx", "uk") == ["letter-regulator-uk-docx"]
    assert parse_formats("letter-vendor-docx") == ["letter-vendor-docx"]
    with pytest.raises(typer.BadParameter, match="letter-regulator needs --law; choose from eu, us, uk"):
        parse_formats("letter-regulator")
    with pytest.raises(typer.BadParameter, match="unknown law 'fr'; choose from eu, us, uk"):
        parse_formats("html", "fr")


def test_a_file_of_bytes_is_written_as_it_is(tmp_path: Path) -> None:
    assert write_whole(tmp_path / "x", b"\xff\r\n\x00").read_bytes() == b"\xff\r\n\x00"


def test_reports_are_written_into_a_new_folder(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    names = [name for name in FORMATS if name != "pdf"]
    paths = write_reports(full(), names, folder)
    assert paths == [folder / FILE_NAMES[name] for name in names]
    written = {name: FORMATS[name](full()) for name in names}
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {
        FILE_NAMES[name]: text if isinstance(text, bytes) else text.encode() for name, text in written.items()
    }


def test_nothing_is_written_when_one_format_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(output, "FORMATS", dict(FORMATS, html=broken))
    with pytest.raises(ArithmeticError):
        write_reports(full(), ["json", "html"], tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_an_audit_that_can_not_be_rendered_leaves_nothing(
    run: Callable[..., Run], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(output, "FORMATS", dict(FORMATS, html=broken))
    result = run("audit", leaking(tmp_path), "--out", tmp_path / "out")
    assert (result.code, result.out) == (70, "")
    assert not (tmp_path / "out").exists()


def test_a_file_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_text("old and longer", encoding="utf-8")
    assert write_whole(path, "new\n\u2028é") == path
    assert path.read_bytes() == "new\n\u2028é".encode()
    assert stat.S_IMODE(path.stat().st_mode) == 0o644
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(("error", "raised"), [(OSError, typer.BadParameter), (KeyboardInterrupt, KeyboardInterrupt)])
def test_a_file_that_can_not_be_written_stays_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: type[BaseException], raised: type[BaseException]
) -> None:
    def fail(*_: object) -> None:
        raise error

    path = tmp_path / "x.txt"
    path.write_text("old", encoding="utf-8")
    monkeypatch.setattr("os.replace", fail)
    with pytest.raises(raised):
        write_whole(path, "new")
    assert list(tmp_path.iterdir()) == [path]
    assert path.read_text(encoding="utf-8") == "old"


def test_text_that_is_no_unicode_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(UnicodeEncodeError):
        write_whole(tmp_path / "x.txt", "\ud800")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["file", "file/below", "\x1b[31m" + "x" * 300])
def test_a_folder_that_can_not_be_made_is_wrong_usage(run: Callable[..., Run], tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    result = run("audit", leaking(tmp_path), "--out", tmp_path / name)
    assert (result.code, result.out) == (2, "")
    assert "can't be written" in re.sub(r"[│\s]+", " ", result.err) and "\x1b" not in result.err


def test_a_report_goes_into_a_folder_that_exists(run: Callable[..., Run], tmp_path: Path) -> None:
    run("audit", leaking(tmp_path), "--out", tmp_path / "out", "--format", "json")
    (tmp_path / "more").mkdir()
    result = run("report", tmp_path / "out" / "audit.json", "--out", tmp_path / "more")
    assert (result.code, result.err) == (0, "")
    assert [path.name for path in (tmp_path / "more").iterdir()] == ["report.html"]


@pytest.mark.parametrize(("unredacted", "file", "folder"), [(True, 0o600, 0o700), (False, 0o644, 0o755)])
def test_what_shows_values_is_for_its_owner_alone(tmp_path: Path, unredacted: bool, file: int, folder: int) -> None:
    before = os.umask(0o022)
    try:
        (path,) = write_reports(replace(full(), unredacted=unredacted), ["json"], tmp_path / "out")
    finally:
        os.umask(before)
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (file, folder)


def test_only_a_lone_hyphen_is_standard_output() -> None:
    assert is_stream(Path("-")) and not is_stream(Path("./-x")) and not is_stream(None)
    assert no_stream(Path("a")) == Path("a")
    with pytest.raises(typer.BadParameter, match="name a path"):
        no_stream(Path("-"))
    one_to_stream(["json"], Path("-"))
    one_to_stream(["json", "html"], Path("a"))
    with pytest.raises(typer.BadParameter, match="takes one file"):
        one_to_stream(["json", "html"], Path("-"))
