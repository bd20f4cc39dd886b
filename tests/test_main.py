"""`python -m mhaudit` is the same program."""

import subprocess
import sys

from mhaudit import __version__


def test_the_module_runs_and_hands_on_its_exit_code() -> None:
    version = subprocess.run(
        [sys.executable, "-m", "mhaudit", "--version"], capture_output=True, text=True, check=False
    )
    assert (version.returncode, version.stdout) == (0, f"mhaudit {__version__}\n")
    wrong = subprocess.run([sys.executable, "-m", "mhaudit", "audits"], capture_output=True, text=True, check=False)
    assert wrong.returncode == 2
    assert wrong.stdout == ""
