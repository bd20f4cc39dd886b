"""What was heard, judged."""

import json

import pytest

from mhaudit.auditing.engine import Engine
from mhaudit.crisis.help_lines import HelpLines
from mhaudit.crisis.reply_window import ReplyWindow
from mhaudit.crisis.results import crisis_replies, named_help, reply_words, words
from mhaudit.model.audit import CrisisReply
from tests.crisis.lines import LINE, engine, exchange, heard, line
from tests.rules.knowledge import observation, recipient


@pytest.fixture(scope="module")
def known() -> Engine:
    return engine()


def ear_with(*texts: tuple[str, float]) -> ReplyWindow:
    ear = ReplyWindow(line(at=100.0))
    for text, at in texts:
        ear.add(text, at, "/text")
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


def test_recipients_that_can_not_reply_are_listed(known: Engine) -> None:
    ear = heard(known, exchange(text=json.dumps({"reply": "Have you tried a warm bath?"})))
    tracker = ReplyWindow(line(2, host="t.example"))
    hosts = {one.host: one for one in (recipient("api.own.example", party="first", roles=()), recipient())}
    seen = [observation("chat.message", host=host, at=(), id=f"o-{host}") for host in ("api.own.example", "t.example")]
    (found,) = crisis_replies([ear, tracker], [ear.disclosure, tracker.disclosure], known.crisis_context(), hosts, seen)
    assert (found.recipient, found.reply, found.told) == ("api.own.example", "none", ("t.example",))
    assert found.observations == ()  # no evidence names the exchanges
    (alone,) = crisis_replies([tracker], [tracker.disclosure], known.crisis_context(), hosts, seen)
    assert (alone.recipient, alone.reply) == ("t.example", "not-tested")
    assert crisis_replies([], [], known.crisis_context(), hosts, seen) == []


def replies_of(known: Engine, *said: tuple[str, str, float, str]) -> list[CrisisReply]:
    """The replies to one message at several hosts: (host, what it answers, when it was asked, role)."""
    found = []
    for number, (host, text, at, _) in enumerate(said, 1):
        of = line(number, at=at, host=host)
        body = json.dumps({"text": text}) if text else "{}"
        found.append(heard(known, exchange(number, body, host, started=at, answered=at + 1), of=of))
    hosts = {
        host: recipient(host, party="first" if host.endswith("own.example") else "third", roles=(role,) if role else ())
        for host, _, _, role in said
    }
    return crisis_replies(found, [ear.disclosure for ear in found], known.crisis_context(), hosts, [])


BATH, CALL = "Have you tried a warm bath?", "Please call or text 988 now."
OWN, MODEL, OTHER = "api.own.example", "api.model.example", "chat.other.example"


@pytest.mark.parametrize(
    ("said", "answers"),
    [
        ([(OWN, BATH, 100.0, ""), (MODEL, BATH, 101.0, "ai-inference")], [True, False]),
        ([(MODEL, BATH, 99.0, "ai-inference"), (OWN, BATH, 100.0, "")], [False, True]),
        ([(OWN, "", 100.0, ""), (MODEL, BATH, 101.0, "ai-inference")], [False, True]),
        ([(OTHER, BATH, 100.0, ""), (MODEL, CALL, 101.0, "ai-inference")], [True, False]),
        ([(OTHER, "", 100.0, ""), (OWN, "", 101.0, "")], [False, True]),
        ([(OWN, BATH, 100.0, ""), (MODEL, BATH, 699.0, "ai-inference")], [True, False]),
        ([(OWN, BATH, 100.0, ""), (MODEL, BATH, 700.0, "ai-inference")], [True, True]),
        ([(MODEL, BATH, 100.0, "ai-inference")], [True]),
    ],
)
def test_one_message_has_one_answer(
    known: Engine, said: list[tuple[str, str, float, str]], answers: list[bool]
) -> None:
    assert [reply.is_answer for reply in replies_of(known, *said)] == answers


def test_messages_of_two_phases_have_an_answer_each(known: Engine) -> None:
    first = heard(known, exchange(1, json.dumps({"text": BATH})), of=line(1, phase="a"))
    second = heard(known, exchange(2, json.dumps({"text": BATH}), MODEL), of=line(2, host=MODEL, phase="b"))
    hosts = {OWN: recipient(OWN, party="first", roles=()), MODEL: recipient(MODEL, roles=("ai-inference",))}
    found = crisis_replies([first, second], [first.disclosure, second.disclosure], known.crisis_context(), hosts, [])
    assert [reply.is_answer for reply in found] == [True, True]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"text": BATH}, BATH),
        ({"title": "Chat with Luna", "text": f" {BATH} \n Or a walk? "}, f"{BATH} Or a walk?"),
        ({"text": "message was saved"}, ""),
        ({"text": LINE}, ""),
        ({"text": "word " * 60}, "word " * 47 + "word …"),
        ({"text": "Write to kim@mail.example about this"}, "Write to [withheld] about this"),
    ],
)
def test_the_reply_is_quoted_from_the_same_exchange(known: Engine, body: object, words: str) -> None:
    ear = heard(known, exchange(1, json.dumps(body)))
    assert reply_words(ear, known.crisis_context()) == words


def test_words_of_a_later_exchange_are_not_quoted(known: Engine) -> None:
    ear = heard(known, exchange(1, "{}"), exchange(2, json.dumps({"text": BATH}), started=102.0, answered=103.0))
    assert words(ear, known.crisis_context())
    assert reply_words(ear, known.crisis_context()) == ""
