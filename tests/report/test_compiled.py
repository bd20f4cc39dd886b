"""Compiled templates: used when they fit, made again when not, and never needed."""

from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment

from mhaudit.report.compiled import Compiled


def environment(folder: Path, text: str = "{{ 1 + 1 }}") -> Environment:
    settings = folder / "settings.py"
    if not settings.exists():
        settings.write_text("autoescape = True")
    return Environment(loader=DictLoader({"a": text}), autoescape=True, bytecode_cache=Compiled(folder, settings))


def files(folder: Path) -> list[Path]:
    return sorted((folder / "__pycache__").iterdir())


def test_a_template_is_compiled_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert environment(tmp_path).get_template("a").render() == "2"
    (file,) = files(tmp_path)
    again = environment(tmp_path)
    monkeypatch.setattr(again, "_generate", None)  # would fail if it were asked to compile
    assert again.get_template("a").render() == "2"
    assert files(tmp_path) == [file]


def test_a_template_that_changed_is_compiled_again(tmp_path: Path) -> None:
    environment(tmp_path).get_template("a")
    assert environment(tmp_path, "{{ 1 + 2 }}").get_template("a").render() == "3"


@pytest.mark.parametrize("content", [b"", b"j2", b"nothing that was compiled", b"\x00" * 4096])
def test_a_broken_file_is_left_aside(tmp_path: Path, content: bytes) -> None:
    environment(tmp_path).get_template("a")
    files(tmp_path)[0].write_bytes(content)
    assert environment(tmp_path).get_template("a").render() == "2"
    assert files(tmp_path)[0].read_bytes() != content


def test_other_settings_have_files_of_their_own(tmp_path: Path) -> None:
    environment(tmp_path).get_template("a")
    (tmp_path / "settings.py").write_text("autoescape = False")
    environment(tmp_path).get_template("a")
    assert len(files(tmp_path)) == 2


def test_a_folder_that_can_not_be_written_to_costs_only_time(tmp_path: Path) -> None:
    (tmp_path / "__pycache__").write_text("a file where the folder should be")
    assert environment(tmp_path).get_template("a").render() == "2"
