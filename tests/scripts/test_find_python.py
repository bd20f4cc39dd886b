"""The make targets find a Python that works, and pass by what only looks like one."""

import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT

MINOR = sys.version_info.minor
SHIM = "#!/bin/sh\necho 'pyenv: python3: command not found' >&2\nexit 127\n"


def find(home: Path, *arguments: str) -> tuple[int, str, str]:
    """Runs the script where only `home` is on PATH and pyenv's versions are below it."""
    command = ["/bin/sh", str(ROOT / "scripts" / "find_python.sh"), *arguments]
    environment = {"PATH": str(home), "HOME": str(home)}
    result = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    return result.returncode, result.stdout.strip(), result.stderr


def place(path: Path, text: str | None = None) -> Path:
    """An executable: a script with this text, or this very Python."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if text is None:
        path.symlink_to(sys.executable)
    else:
        path.write_text(text, encoding="utf-8")
        path.chmod(0o755)
    return path


def test_a_version_by_name_comes_first(tmp_path: Path) -> None:
    named = place(tmp_path / f"python3.{MINOR}")
    place(tmp_path / "python3")
    assert find(tmp_path) == (0, str(named), "")


def test_a_shim_that_only_prints_an_error_is_passed_by(tmp_path: Path) -> None:
    for minor in (11, 12, 13):
        place(tmp_path / f"python3.{minor}", SHIM)
    python = place(tmp_path / "python3")
    assert find(tmp_path) == (0, str(python), "")


def test_a_version_under_pyenv_is_found(tmp_path: Path) -> None:
    place(tmp_path / "python3", SHIM)
    python = place(tmp_path / ".pyenv" / "versions" / f"3.{MINOR}.7" / "bin" / "python3")
    assert find(tmp_path) == (0, str(python), "")


def test_another_version_under_the_wanted_name_does_not_count(tmp_path: Path) -> None:
    other = 11 if MINOR != 11 else 12
    place(tmp_path / f"python3.{other}")
    code, out, err = find(tmp_path, f"3.{other}")
    assert (code, out) == (1, "")
    assert err.startswith(f"No usable Python 3.{other} found (looked on PATH and in {tmp_path}/.pyenv/versions).")


def test_an_old_python_does_not_count(tmp_path: Path) -> None:
    place(tmp_path / "python3", "#!/bin/sh\nexit 1\n")
    code, out, err = find(tmp_path)
    assert (code, out) == (1, "")
    assert err.startswith("No usable Python 3.11 or later found")
