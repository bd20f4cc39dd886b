import os
from collections.abc import Callable
from pathlib import Path

import pytest

from mhaudit.web import server
from tests.conftest import Run


def test_it_hands_on_where_and_at_which_port(
    run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    calls: list[tuple[object, ...]] = []
    monkeypatch.setattr(server, "serve", lambda folder, port, say, *, browse: calls.append((folder, port, browse)))
    assert run("web", tmp_path, "--port", "4567", "--no-open").code == 0
    assert run("web").code == 0
    monkeypatch.setattr("mhaudit.cli.web.has_desktop", lambda: True)
    assert run("web").code == 0
    folder = Path("mhaudit-workspace")
    assert calls == [(tmp_path, 4567, False), (folder, 0, False), (folder, 0, True)]


def test_a_port_that_is_none_is_wrong_usage(run: Callable[..., Run]) -> None:
    assert run("web", "--port", "70000").code == 2


def test_a_file_is_no_workspace(run: Callable[..., Run], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    before = os.umask(0o022)
    result = run("web", tmp_path / "file", "--no-open")
    assert os.umask(before) == 0o022
    assert result.code == 2 and "can't be used as a workspace" in result.err
