"""One audit of the example app in each format, made once and looked at by many tests."""

import contextlib
import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from mhaudit.cli import main


@dataclass(frozen=True, slots=True)
class Audited:
    """What one run left behind."""

    code: int
    terminal: str
    folder: Path

    @property
    def audit(self) -> dict[str, Any]:
        document: dict[str, Any] = json.loads((self.folder / "audit.json").read_text(encoding="utf-8"))
        return document


def audit(capture: Path, meadow: Path, out: Path) -> Audited:
    """Runs `mhaudit audit` as the README gives it."""
    terminal = io.StringIO()
    subject = ["--app", str(meadow / "meadow.app.yaml"), "--persona", str(meadow / "meadow.persona.yaml")]
    with contextlib.redirect_stdout(terminal), contextlib.redirect_stderr(terminal):
        code = main(["audit", str(capture), *subject, "--out", str(out)])
    return Audited(code, terminal.getvalue(), out)


@pytest.fixture(scope="session")
def from_dump(own_cache: None, meadow: Path, tmp_path_factory: pytest.TempPathFactory) -> Audited:
    return audit(meadow / "meadow.mitm", meadow, tmp_path_factory.mktemp("dump"))


@pytest.fixture(scope="session")
def from_har(own_cache: None, meadow: Path, tmp_path_factory: pytest.TempPathFactory) -> Audited:
    return audit(meadow / "meadow.har", meadow, tmp_path_factory.mktemp("har"))
