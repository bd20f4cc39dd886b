"""The package can be imported where there is no POSIX: its modules are hidden, and what only Unix has of others."""

import os
import signal
import subprocess
import sys

import pytest

HIDDEN = ("termios", "tty", "pty", "fcntl", "resource", "pwd", "grp", "syslog", "posix")
MISSING = {
    "os": ("nice", "geteuid", "getuid", "getgid", "killpg", "setsid", "fork", "mkfifo", "sched_getaffinity", "getpgid"),
    "signal": ("SIGHUP", "SIGKILL", "SIGUSR1", "SIGUSR2", "SIGALRM", "SIGPIPE", "SIGQUIT"),
}
# Other packages are left alone: they have guards of their own, and the standard library needs what it is made of.
PROGRAM = f"""
import builtins, importlib, os, pkgutil, signal, sys
import asyncio, concurrent.futures, mitmproxy.master, multiprocessing, platformdirs, pytest, rich.console, tempfile
import tornado.web, typer.testing, webbrowser
real = builtins.__import__

def ours(name, globals=None, locals=None, fromlist=(), level=0):
    if str((globals or {{}}).get("__name__", "")).startswith("mhaudit") and name.partition(".")[0] in {HIDDEN!r}:
        raise ModuleNotFoundError(name)
    return real(name, globals, locals, fromlist, level)

builtins.__import__ = ours
{"".join(f"{module}.__dict__.pop({name!r}, None);" for module, names in MISSING.items() for name in names)}
import mhaudit
count = 0
for module in pkgutil.walk_packages(mhaudit.__path__, "mhaudit."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)
        count += 1
from mhaudit.cli import main
print(count, main(["--version"]))
"""


def test_every_module_is_imported_without_posix() -> None:
    result = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    version, count = result.stdout.splitlines()
    assert version.startswith("mhaudit ") and int(count.split()[0]) > 300 and count.endswith(" 0")


@pytest.mark.skipif(os.name != "posix", reason="says what the test above hides")
def test_what_is_hidden_is_there_otherwise() -> None:
    assert all(hasattr(os, name) for name in MISSING["os"] if name != "sched_getaffinity")
    assert all(hasattr(signal, name) for name in MISSING["signal"])


def test_a_module_that_needs_posix_would_be_seen() -> None:
    program = PROGRAM.replace("import mhaudit\n", "exec('import termios', {'__name__': 'mhaudit.own'})\n")
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert result.returncode == 1 and "ModuleNotFoundError: termios" in result.stderr
