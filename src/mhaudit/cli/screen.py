"""Print results to standard output and messages to standard error, with text from files escaped for terminals."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from io import TextIOWrapper
from shutil import get_terminal_size
from typing import TextIO

_NARROWEST, _WIDEST = 60, 140


def print_anything() -> None:
    """Print unencodable characters as escapes, so that printing never fails."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper) and stream.errors == "strict":
            stream.reconfigure(errors="backslashreplace")


def complain(text: str) -> None:
    """Print a sentence to standard error, with control characters escaped."""
    _write(sys.stderr, _visible(text) + "\n")


def show(text: str) -> None:
    """Print a result to standard output unchanged."""
    _write(sys.stdout, text if text.endswith("\n") else text + "\n")


def _write(stream: TextIO, text: str) -> None:
    """Write text and ignore a closed pipe, which does not change the result."""
    try:
        stream.write(text)
        stream.flush()
    except OSError:
        with suppress(OSError, ValueError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, stream.fileno())
            os.close(nowhere)


def show_whole(file: str | bytes) -> None:
    """Write a file to standard output; bytes unchanged."""
    if isinstance(file, str):
        show(file)
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(file)
        sys.stdout.buffer.flush()


def show_line(text: str) -> None:
    """Print a line that names a file or came from one, with control characters escaped."""
    show(_visible(text))


def width() -> int:
    """Return the number of columns to write for."""
    return max(_NARROWEST, min(get_terminal_size((100, 24)).columns, _WIDEST))


def in_colour() -> bool:
    """Return whether standard output is a terminal that wants colour (https://no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def has_desktop() -> bool:
    """Return whether a browser can be opened for a person at this machine."""
    if os.environ.get("CI") or not sys.stdout.isatty():
        return False
    return sys.platform in ("darwin", "win32") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


@contextmanager
def counting(what: str, estimate: Callable[[], int | None] = lambda: None) -> Iterator[Callable[[int], None]]:
    """Show a running count on standard error during work; nothing if that is not a terminal.

    `estimate` returns about how many exchanges there will be; with it, the time that is left is shown.
    """
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    whole = estimate()
    counted = "{task.description}: {task.completed:.0f} exchanges"
    left = (TextColumn(f"of about {whole:,}, time left"), TimeRemainingColumn()) if whole else (TimeElapsedColumn(),)
    progress = Progress(SpinnerColumn(), TextColumn(counted), *left, console=Console(stderr=True), transient=True)
    task = progress.add_task(what, total=whole)

    def count(number: int) -> None:
        progress.start()  # after worker processes were forked, since it draws in a thread
        progress.update(task, completed=number, total=max(whole, number) if whole else None)

    try:
        yield count
    finally:
        progress.stop()


@contextmanager
def working(what: str) -> Iterator[None]:
    """Show on standard error what is being done, while it takes; nothing if that is not a terminal."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(what):
        yield


def _visible(text: str) -> str:
    return "".join(letter if letter.isprintable() or letter in "\n\t" else f"\\x{ord(letter):02x}" for letter in text)
