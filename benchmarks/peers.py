"""Install the other tools under build/bench only. One that can't be installed is left out with a message."""

import shutil
import subprocess
import sys
import venv
from pathlib import Path

_TRACKHAR = "trackhar@1.0.0"
_INSPECTOR = "privacy-flow-inspector==0.3.0"
_SCRIPT = Path(__file__).with_name("trackhar.mjs")


def trackhar(folder: Path) -> Path | None:
    """Return the script that runs TrackHAR, beside its packages; None without node and npm."""
    home = folder / "trackhar"
    npm, node = shutil.which("npm"), shutil.which("node")
    if not npm or not node:
        _left_out("TrackHAR", "node and npm are not installed")
        return None
    home.mkdir(parents=True, exist_ok=True)
    if not (home / "node_modules" / "trackhar").is_dir():
        (home / "package.json").write_text('{"private": true}\n', encoding="utf-8")
        command = [npm, "install", "--no-audit", "--no-fund", "--silent", "--ignore-scripts", _TRACKHAR]
        if not _run(command, home):
            _left_out("TrackHAR", f"npm can't install {_TRACKHAR}")
            return None
    return Path(shutil.copy(_SCRIPT, home))


def inspector(folder: Path) -> Path | None:
    """Return the command of privacy-flow-inspector, in its own virtual environment."""
    home = folder / "inspector"
    command = home / "bin" / "privacy-flow-inspector"
    if not command.exists():
        venv.create(home, clear=True, with_pip=True)
        pip = [str(home / "bin" / "python"), "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
        if not _run([*pip, _INSPECTOR], folder):
            _left_out("privacy-flow-inspector", f"pip can't install {_INSPECTOR}")
            return None
    return command


def _run(command: list[str], folder: Path) -> bool:
    return subprocess.run(command, cwd=folder, check=False, stdout=sys.stderr).returncode == 0  # noqa: S603


def _left_out(name: str, why: str) -> None:
    print(f"{name} is left out: {why}.", file=sys.stderr)
