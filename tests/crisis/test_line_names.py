"""Lines by their names and addresses, and where they answer."""

import pytest

from mhaudit.crisis.line_names import answers_in, help_of, hosts_of, names_of, stem
from mhaudit.model.knowledge import CrisisLine, CrisisLines


def line(name: str, **given: object) -> CrisisLine:
    return CrisisLine(**({"name": name, "level": "confirmed", "checked_on": "", "call": ("1",)} | given))  # type: ignore[arg-type]


def country(*lines: CrisisLine) -> dict[str, CrisisLines]:
    return {"gb": CrisisLines(id="gb", country="GB", lines=lines, directories=("https://www.iasp.info/",))}


@pytest.mark.parametrize(
    ("where", "tester", "answers"),
    [
        *(("GB", "GB", True), ("GB", "US", False), ("ZZ", "JP", True), ("EU", "DE", True), ("EU", "GB", False)),
        ("GB", "", False),
    ],
)
def test_where_a_line_answers(where: str, tester: str, answers: bool) -> None:
    assert answers_in(where, tester) is answers


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        ({}, "line"),
        ({"state": "superseded"}, "superseded"),
        ({"state": "retired"}, "retired"),
        ({"kind": "information"}, "directory"),
        ({"kind": "emergency"}, "emergency"),
    ],
)
def test_what_kind_of_help_it_is(given: dict[str, str], kind: str) -> None:
    (known,) = country(line("Line", **given)).values()
    assert help_of(known, known.lines[0]).kind == kind


def test_names_that_say_who_is_meant() -> None:
    speaking, every = names_of(
        country(
            line("Samaritans", also=("the Sams",)),
            line("Shout"),
            line("Open Up", plain_name=True),
            line("生命線"),
            line("Zelfmoordlijn 1813"),
        )
    )
    assert sorted(speaking) == ["samaritans", "the sams", "生命線"]
    assert sorted(every) == ["open up", "samaritans", "shout", "the sams", "生命線"]


def test_hosts_of_chats_and_directories() -> None:
    found = hosts_of(country(line("Chat", chat=("https://chat.example/now",))))
    assert {host: one[0].kind for host, one in found.items()} == {"chat.example": "line", "iasp.info": "directory"}
    assert stem("988-lifeline.org") == "988lifeline"
