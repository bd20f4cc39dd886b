"""Standard output for results, standard error for all else. Text that came from a file can't steer the terminal."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from io import TextIOWrapper
from shutil import get_terminal_size
from typing import TextIO

_NARROWEST, _WIDEST = 60, 140


def print_anything() -> None:
    """Let letters that a terminal or a pipe can't take be written as their numbers, so that printing never fails."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper) and stream.errors == "strict":
            stream.reconfigure(errors="backslashreplace")


def complain(text: str) -> None:
    """A sentence to standard error, with control characters made visible."""
    _write(sys.stderr, _visible(text) + "\n")


def show(text: str) -> None:
    """A result to standard output, as it stands."""
    _write(sys.stdout, text if text.endswith("\n") else text + "\n")


def _write(stream: TextIO, text: str) -> None:
    """Write as far as somebody is there to read: a terminal that was closed does not change what was found."""
    try:
        stream.write(text)
        stream.flush()
    except OSError:
        with suppress(OSError, ValueError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, stream.fileno())
            os.close(nowhere)


def show_whole(file: str | bytes) -> None:
    """A file to standard output, byte for byte where it is no text."""
    if isinstance(file, str):
        show(file)
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(file)
        sys.stdout.buffer.flush()


def show_line(text: str) -> None:
    """A line that names a file or came from one, with control characters made visible."""
    show(_visible(text))


def width() -> int:
    """Columns to write for."""
    return max(_NARROWEST, min(get_terminal_size((100, 24)).columns, _WIDEST))


def in_colour() -> bool:
    """Whether standard output is a terminal that wants colour (https://no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def has_desktop() -> bool:
    """Whether a person sits at this machine who can be shown a page in a browser."""
    if os.environ.get("CI") or not sys.stdout.isatty():
        return False
    return sys.platform in ("darwin", "win32") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


@contextmanager
def counting(what: str) -> Iterator[Callable[[int], None]]:
    """A running count on standard error while work goes on; nothing where that is no terminal."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}: {task.completed:.0f} exchanges"), TimeElapsedColumn())
    progress = Progress(*columns, console=Console(stderr=True), transient=True)
    task = progress.add_task(what, total=None)

    def count(number: int) -> None:
        progress.start()  # with the first count, when other processes were begun: it draws in a thread of its own
        progress.update(task, completed=number)

    try:
        yield count
    finally:
        progress.stop()


def _visible(text: str) -> str:
    return "".join(letter if letter.isprintable() or letter in "\n\t" else f"\\x{ord(letter):02x}" for letter in text)
