"""`mhaudit policies update`."""

from collections.abc import Callable
from pathlib import Path

import pytest

from mhaudit.policy.folder import built_in
from tests.conftest import Run

Runner = Callable[..., Run]


@pytest.fixture(autouse=True)
def _own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MHAUDIT_DATA_DIR", str(tmp_path / "data"))


def test_put_in_place_and_taken_away(run: Runner) -> None:
    result = run("policies", "update", str(built_in()))
    assert (result.code, result.err) == (0, "")
    assert "are in place: " in result.out and "SHA-256 over all files: " in result.out
    assert run("policies", "update", "--remove").out == "The policies that mhaudit came with are in place again.\n"


def test_either_a_folder_or_remove(run: Runner) -> None:
    assert run("policies", "update").code == 2
    assert run("policies", "update", str(built_in()), "--remove").code == 2
    assert run("policies", "update", "nowhere").code == 4
