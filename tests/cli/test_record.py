"""What is wrong is said before anything is recorded. The recording itself is tested in tests/record."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.traffic import APP
from tests.conftest import Run
from tests.record.server import Server
from tests.record.session import session
from tests.record.test_signature import keys


@pytest.mark.parametrize(
    ("option", "content", "code", "said"),
    [
        ("--app", "id: 7\n", 4, "app.yaml:1"),
        ("--persona", "id: kim\nvalues: []\n", 4, "persona"),
        ("--sign", "no key", 2, "not a private key in PEM"),
    ],
)
def test_a_file_that_is_wrong_stops_everything(
    run: Callable[..., Run], tmp_path: Path, option: str, content: str, code: int, said: str
) -> None:
    path = tmp_path / ("app.yaml" if option == "--app" else "persona.yaml" if option == "--persona" else "key.pem")
    path.write_text(content, encoding="utf-8")
    done = run("record", "--out", tmp_path / "case", option, path)
    assert done.code == code and said in done.err
    assert not (tmp_path / "case").exists()


def test_a_folder_that_is_not_empty_is_wrong_usage(run: Callable[..., Run], tmp_path: Path) -> None:
    (tmp_path / "capture.mitm").write_bytes(b"evidence")
    done = run("record", "--out", tmp_path, "--no-page", "--port", "0")
    assert done.code == 2 and "is not empty, and no file is overwritten" in done.err
    assert (tmp_path / "capture.mitm").read_bytes() == b"evidence"


def test_without_a_folder_there_is_no_recording(run: Callable[..., Run]) -> None:
    assert run("record").code == 2


def test_a_case_keeps_what_it_was_recorded_with_and_is_audited_by_it(
    run: Callable[..., Run], tmp_path: Path, confdir: Path, plain: Server
) -> None:
    (tmp_path / "own.yaml").write_text(APP, encoding="utf-8")
    private, public = keys(tmp_path)
    with session(tmp_path / "case", confdir, "--no-page", "--app", tmp_path / "own.yaml", "--sign", private) as running:
        running.get(f"http://127.0.0.1:{plain.port}/ok", '{"mood_score": 3}')
        running.stop()
    assert run("verify", tmp_path / "case", "--key", public).code == 0
    done = run("audit", tmp_path / "case", "--out", tmp_path / "again")
    assert done.out.startswith("Fail Own: ")
    again, first = (folder / "audit.json" for folder in (tmp_path / "again", tmp_path / "case" / "report"))
    assert again.read_bytes() == first.read_bytes()
