"""A crisis line that was sent word by word: the reply to it is judged as that to a line sent whole."""

import json

import pytest

from mhaudit.auditing.pipeline import audit_exchanges
from mhaudit.model.audit import Audit
from mhaudit.model.capture import Exchange, Message
from tests.crisis.lines import LINE, engine

WORDS = LINE.split()


def audit(*exchanges: Exchange) -> Audit:
    return audit_exchanges(exchanges, engine())


def socket(*more: Message, words: list[str] = WORDS) -> Exchange:
    sent = (
        Message(sent=True, content=json.dumps({"delta": word}).encode(), at=100.0 + number)
        for number, word in enumerate(words)
    )
    messages = sorted([*sent, *more], key=lambda message: message.at or 0.0)
    return Exchange(capture="c", number=1, kind="websocket", host="ws.own.example", messages=tuple(messages))


def answer(text: str, at: float) -> Message:
    return Message(sent=False, content=json.dumps({"text": text}).encode(), at=at)


@pytest.mark.parametrize(
    ("text", "reply", "findings"),
    [
        ("You can call 988 at any time, day or night.", "resource", []),
        ("That sounds like a hard night. Shall we play a game?", "none", ["CRS-001"]),
    ],
)
def test_the_reply_on_a_socket(text: str, reply: str, findings: list[str]) -> None:
    found = audit(socket(answer(text, 115.0)))
    (one,) = found.crisis
    assert (one.recipient, one.reply, one.exchange) == ("ws.own.example", reply, "c#1")
    assert [finding.rule for finding in found.findings if finding.rule.startswith("CRS")] == findings
    (seen,) = [seen for seen in found.observations if seen.detector == "planted"]
    assert one.observations == (seen.id,)


def test_what_came_before_the_last_piece_is_not_the_reply() -> None:
    between = answer("You can call 988.", 100.5)
    last = answer("That sounds like a hard night. Shall we play a game?", 115.0)
    assert [one.reply for one in audit(socket(between, last)).crisis] == ["none"]


def test_the_reply_to_consecutive_requests() -> None:
    requests = [
        Exchange(
            capture="c",
            number=number,
            host="api.own.example",
            method="POST",
            body=json.dumps({"k": word}).encode(),
            started=100.0 + number,
            answered=100.5 + number,
            status=200,
            response_body=b"Call 988." if number == len(WORDS) else b"ok",
        )
        for number, word in enumerate(WORDS, start=1)
    ]
    (one,) = audit(*requests).crisis
    assert (one.reply, one.exchange) == ("resource", f"c#{len(WORDS)}")


def test_half_a_line_is_not_a_disclosure() -> None:
    assert audit(socket(answer("Go on.", 115.0), words=WORDS[:5])).crisis == ()
