"""What `--help` shows: every command and option, in the order in which a person needs them."""

import re
from collections.abc import Callable

import pytest

from mhaudit import __version__
from tests.conftest import Run

COMMANDS = {
    "": [
        *("demo", "web", "record", "audit", "report", "show", "compare", "redact", "bundle", "verify", "doctor"),
        *("study", "new", "policies"),
    ],
    "study": ["run", "report", "open", "query"],
    "new": ["persona", "app", "settings"],
    "policies": ["check", "list", "explain", "new", "import", "update"],
}
OPTIONS = {
    "demo": ["--out", "--open", "--verbose", "--help"],
    "web": ["--port", "--open", "--help"],
    "new persona": ["--out", "--locale", "--domain", "--mailbox", "--seed", "--help"],
    "new app": ["--out", "--name", "--id", "--vendor", "--platform", "--first-party", "--help"],
    "new settings": ["--out", "--help"],
    "doctor": ["--list", "--app-id", "--host", "--port", "--help"],
    "audit": [
        "--app",
        "--persona",
        "--policies",
        "--pack",
        "--out",
        "--format",
        "--law",
        "--language",
        "--fail-on",
        "--app-id",
        "--keylog",
        "--jobs",
        "--waivers",
        "--baseline",
        "--disputes",
        "--unredacted",
        "--require-complete",
        "--verbose",
        "--quiet",
        "--annex",
        "--help",
    ],
    "compare": [
        "--app",
        "--persona",
        "--other-persona",
        "--varies",
        "--repeat",
        "--other-repeat",
        "--policies",
        "--pack",
        "--waivers",
        "--fail-on",
        "--out",
        "--format",
        "--language",
        "--verbose",
        "--help",
    ],
    "record": [
        "--out",
        "--app",
        "--persona",
        "--mode",
        "--host",
        "--port",
        "--set",
        "--device",
        "--package",
        "--modified",
        "--page",
        "--page-port",
        "--browser",
        "--sign",
        "--policies",
        "--pack",
        "--fail-on",
        "--verbose",
        "--help",
    ],
    "bundle": ["--out", "--sign", "--policies", "--pack", "--help"],
    "verify": ["--key", "--help"],
    "redact": ["--out", "--persona", "--app", "--policies", "--help"],
    "report": ["--format", "--law", "--language", "--out", "--disputes", "--verbose", "--annex", "--help"],
    "show": ["--persona", "--policies", "--unredacted", "--keylog", "--help"],
    "study": ["--help"],
    "study run": [
        "--out",
        "--policies",
        "--pack",
        "--jobs",
        "--scheduler",
        "--ca",
        "--certificate",
        "--private-key",
        "--help",
    ],
    "study report": ["--out", "--help"],
    "study open": ["--port", "--open", "--help"],
    "study query": ["--help"],
    "policies": ["--help"],
    "policies check": ["--policies", "--lines", "--help"],
    "policies list": ["--role", "--country", "--policies", "--help"],
    "policies explain": ["--policies", "--help"],
    "policies new": ["--out", "--help"],
    "policies update": ["--digest", "--remove", "--help"],
    "policies import": [
        "--format",
        "--out",
        "--retrieved",
        "--licence",
        "--source",
        "--name",
        "--role",
        "--policies",
        "--help",
    ],
}
ARGUMENTS = {
    "study run": "{PATH...}",
    "study report": "{STUDY}",
    "study open": "{STUDY}",
    "study query": "{STUDY} {SELECT}",
    "audit": "{CAPTURE...}",
    "report": "{AUDIT.json}",
    "show": "{CAPTURE#N} [PLACE]",
    "web": "[WORKSPACE]",
    "new app": "[CAPTURE...]",
    "doctor": "[CASE]",
    "policies list": "[KIND]",
    "policies explain": "{ID}",
    "policies new": "{KIND}",
    "policies import": "{FILE}",
    "policies update": "[FOLDER|ZIP]",
}


def listed(page: str, heading: str) -> list[str]:
    """The first word of each entry in a box of the help page."""
    _, _, after = page.partition(f"─ {heading} ─")
    box = after.partition("╰")[0]
    return re.findall(r"^│ [* ]?\s{0,4}(-?-?\w[\w-]*)", box, re.MULTILINE)


@pytest.mark.parametrize("command", COMMANDS)
def test_commands_stand_in_their_order(run: Callable[..., Run], command: str) -> None:
    result = run(*command.split(), "--help")
    assert (result.code, result.err) == (0, "")
    assert listed(result.out, "Commands") == COMMANDS[command]


@pytest.mark.parametrize("command", OPTIONS)
def test_options_stand_in_their_order(run: Callable[..., Run], command: str) -> None:
    result = run(*command.split(), "--help")
    assert (result.code, result.err) == (0, "")
    assert listed(result.out, "Options") == OPTIONS[command]
    usage = f"Usage: mhaudit {command} [OPTIONS] {ARGUMENTS.get(command, '')}"
    assert usage.rstrip() in result.out


@pytest.mark.parametrize("command", ["", *OPTIONS])
def test_no_page_shows_markup_or_internals(run: Callable[..., Run], command: str) -> None:
    page = run(*command.split(), "-h").out
    assert page == run(*command.split(), "--help").out
    assert not re.search(r"\x1b|Raises|None\b|\[/|mhaudit\.(?!toml)", page)


@pytest.mark.parametrize("command", ["", "policies"])
def test_without_a_command_there_is_help(run: Callable[..., Run], command: str) -> None:
    result = run(*command.split())
    assert result.code == 2
    assert listed(result.out + result.err, "Commands") == COMMANDS[command]


def test_the_version_is_told(run: Callable[..., Run]) -> None:
    assert run("--version") == Run(0, f"mhaudit {__version__}\n", "")


def test_an_unknown_command_is_refused(run: Callable[..., Run]) -> None:
    result = run("adit")
    assert (result.code, result.out) == (2, "")
    assert "adit" in result.err
