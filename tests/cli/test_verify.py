from collections.abc import Callable
from pathlib import Path

import pytest

from mhaudit.record.sealing import seal
from mhaudit.record.signature import private_key, sign
from tests.conftest import Run
from tests.ingest.journals import case
from tests.record.test_signature import keys


@pytest.fixture
def sealed(tmp_path: Path) -> Path:
    folder = case(tmp_path / "case", flows=b"flows")
    seal(folder, {"mhaudit": "1"})
    return folder


def test_a_case_as_it_was_recorded(run: Callable[..., Run], sealed: Path) -> None:
    done = run("verify", sealed)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("As recorded: 3 files, sealed 20")
    assert "Not signed: anybody who can write to the folder" in done.out


def test_a_case_that_was_changed(run: Callable[..., Run], sealed: Path) -> None:
    (sealed / "capture.mitm").write_bytes(b"flowz")
    done = run("verify", sealed)
    assert (done.code, done.out) == (7, "capture.mitm was changed.\n")


def test_a_signature_is_held_against_a_key(run: Callable[..., Run], sealed: Path, tmp_path: Path) -> None:
    private, public = keys(tmp_path)
    assert run("verify", sealed, "--key", public).out == "The manifest is not signed by this key.\n"
    sign(sealed, private_key(private))
    assert "There is a signature; give --key" in run("verify", sealed).out
    done = run("verify", sealed, "--key", public)
    assert done.code == 0 and done.out.endswith("Signed by this key.\n")
    _, other = keys(tmp_path)
    assert run("verify", sealed, "--key", other).code == 7


def test_what_is_no_case_is_wrong_usage(run: Callable[..., Run], tmp_path: Path) -> None:
    done = run("verify", tmp_path)
    assert done.code == 2
    assert "manifest.json: can't be read" in done.err
