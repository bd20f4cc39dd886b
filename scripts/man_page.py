"""Write docs/mhaudit.1, the manual page, from the help of the commands; with --check, compare it only."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

from mhaudit.cli.app import app
from mhaudit.cli.examples import EXAMPLES
from mhaudit.cli.exits import Exit

PAGE = Path(__file__).parent.parent / "docs" / "mhaudit.1"
HEAD = r""".TH MHAUDIT 1 "" mhaudit "User Commands"
.SH NAME
mhaudit \- audit what a mental\-health app sends, and to whom
.SH SYNOPSIS
.B mhaudit
.I COMMAND
.RI [ OPTIONS ]
.SH DESCRIPTION
mhaudit reads a recording of an app's traffic, says who received which part of it, compares that with what the vendor
says and the law asks, and writes a report. It opens no connection to anywhere.
"""


def roff(text: str) -> str:
    """Return a text with roff's control characters escaped."""
    escaped = text.replace("\\", r"\e").replace("-", r"\-").replace("…", "...")
    return re.sub(r"^([.'])", r"\\&\1", escaped, flags=re.MULTILINE)


def commands(group: Any, before: str = "") -> Iterator[tuple[str, Any]]:
    """Yield each command that is not a group, with its full name, in the order of the help."""
    for name, command in group.commands.items():
        full = f"{before} {name}".strip()
        if hasattr(command, "commands"):
            yield from commands(command, full)
        else:
            yield full, command


def section(name: str, command: Any) -> Iterator[str]:
    """Yield the lines of one command."""
    arguments = [one for one in command.params if one.param_type_name == "argument"]
    options = [one for one in command.params if one.param_type_name == "option"]
    words = " ".join(one.metavar or one.name.upper() for one in arguments)
    yield f".SS mhaudit {roff(name)} {roff(words)}".rstrip()
    yield roff(" ".join((command.help or "").split()))
    for one in options:
        value = f" \\fI{roff(one.metavar)}\\fR" if one.metavar else ""
        names = ", ".join(f"\\fB{roff(name)}\\fR" for name in (*one.opts, *one.secondary_opts))
        yield f".TP\n{names}{value}\n{roff(one.help or '')}"
    yield f".PP\nExample:\n.EX\n{roff(EXAMPLES[name][0])}\n.EE\nMore: {roff(EXAMPLES[name][1])}"


def page() -> str:
    """Return the whole page."""
    group = typer.main.get_command(app)
    lines = [HEAD.rstrip(), ".SH COMMANDS"]
    lines += [line for name, command in commands(group) for line in section(name, command)]
    lines += [".SH EXIT STATUS"]
    lines += [f".TP\n.B {exit_.value}\n{roff(exit_.meaning.replace('`', ''))}" for exit_ in Exit]
    lines += [".SH FILES", ".TP\n.I mhaudit.toml\nSettings of a project, in this folder or above it."]
    return "\n".join(lines) + "\n"


def main(arguments: list[str]) -> int:
    """Return 0 if the page is written, or current."""
    if "--check" not in arguments:
        PAGE.write_text(page(), encoding="utf-8")
    elif not PAGE.exists() or PAGE.read_text(encoding="utf-8") != page():
        print(f"docs/{PAGE.name}: not current; run python scripts/man_page.py")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
