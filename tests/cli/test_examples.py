"""The example in each command's help can be run: command and options are there, and the page has the heading."""

import re
import shlex
from typing import Any

import pytest
import typer

from mhaudit.cli.app import app
from mhaudit.cli.examples import EXAMPLES, ending
from scripts.check_docs import anchors
from scripts.man_page import commands
from tests.conftest import ROOT

KNOWN: dict[str, Any] = dict(commands(typer.main.get_command(app)))


def test_every_command_has_one_and_none_is_of_another() -> None:
    assert list(EXAMPLES) == list(KNOWN)
    assert all(KNOWN[name].epilog == ending(name) for name in EXAMPLES)


@pytest.mark.parametrize("name", EXAMPLES)
def test_it_is_a_line_that_the_command_takes(name: str) -> None:
    words = shlex.split(EXAMPLES[name][0])
    assert words[: 1 + len(name.split())] == ["mhaudit", *name.split()]
    given = words[1 + len(name.split()) :]
    context = KNOWN[name].make_context(name, given)
    assert context.params


@pytest.mark.parametrize("name", EXAMPLES)
def test_its_page_is_there(name: str) -> None:
    file, _, anchor = EXAMPLES[name][1].partition("#")
    text = (ROOT / file).read_text(encoding="utf-8")
    assert not anchor or anchor in anchors(text)
    assert re.search(r"^# ", text, re.MULTILINE)
