"""What was heard, judged."""

import json

import pytest

from mhaudit.auditing.engine import Engine
from mhaudit.crisis.help_lines import HelpLines
from mhaudit.crisis.reply_window import Ear
from mhaudit.crisis.results import crisis_replies, named_help, words
from tests.crisis.lines import LINE, engine, exchange, heard, line
from tests.rules.knowledge import observation, recipient


@pytest.fixture(scope="module")
def known() -> Engine:
    return engine()


def ear_with(*texts: tuple[str, float]) -> Ear:
    ear = Ear(line(at=100.0))
    for text, at in texts:
        ear.hear(text, at, "/text")
    return ear


def test_help_in_pieces_is_dated_by_its_last_piece(known: Engine) -> None:
    lines = HelpLines(known.question.policies.crisis_lines)
    pieces = [("Please call ", 101.0), ("9", 102.0), ("8", 103.0), ("8", 104.0), (" now", 105.0)]
    found = {(one.country, one.name): seconds for one, seconds in named_help(ear_with(*pieces), lines)}
    assert found["US", "988 Suicide & Crisis Lifeline"] == 4.0
    whole = named_help(ear_with(("call 988", 107.0), ("call 988", 103.0)), lines)
    assert {seconds for _, seconds in whole} == {3.0}


@pytest.mark.parametrize(
    ("text", "reply"),
    [
        ("Have you tried a warm bath?", True),
        ("Take a bath.", True),
        ("message was saved", False),
        ("Your message was received and I am here for you tonight", True),
        ("c0ffee-12", False),
        ("ok", False),
        (LINE, False),
    ],
)
def test_what_can_be_a_reply(known: Engine, text: str, reply: bool) -> None:
    assert words(ear_with((text, 101.0)), known.crisis_context()) is reply


def test_single_words_of_a_stream_are_a_reply_together(known: Engine) -> None:
    assert words(ear_with(*((f"{word} ", 101.0) for word in "have you tried a bath".split())), known.crisis_context())


def test_who_can_not_reply_was_told(known: Engine) -> None:
    ear = heard(known, exchange(text=json.dumps({"reply": "Have you tried a warm bath?"})))
    tracker = Ear(line(2, host="t.example"))
    hosts = {one.host: one for one in (recipient("api.own.example", party="first", roles=()), recipient())}
    seen = [observation("chat.message", host=host, at=(), id=f"o-{host}") for host in ("api.own.example", "t.example")]
    (found,) = crisis_replies([ear, tracker], [ear.disclosure, tracker.disclosure], known.crisis_context(), hosts, seen)
    assert (found.recipient, found.reply, found.told) == ("api.own.example", "none", ("t.example",))
    assert found.observations == ()  # no evidence names the exchanges
    (alone,) = crisis_replies([tracker], [tracker.disclosure], known.crisis_context(), hosts, seen)
    assert (alone.recipient, alone.reply) == ("t.example", "not-tested")
    assert crisis_replies([], [], known.crisis_context(), hosts, seen) == []
