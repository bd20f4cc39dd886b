"""Planted texts that left in pieces, put together after all shares of a capture were read."""

import json

import pytest

from mhaudit.auditing.engine import Engine, Question
from mhaudit.auditing.pipeline import audit_exchanges
from mhaudit.model.audit import Observation, Party
from mhaudit.model.capture import Exchange, Message
from mhaudit.model.knowledge import Pack
from mhaudit.model.reasons import because
from mhaudit.model.subject import Persona, PlantedValue
from mhaudit.policy import load

LINE = "I rehearse phone calls in the shower and then never make them"
PERSONA = Persona(id="p", values=(PlantedValue(category="chat.message", value=LINE),))
WORDS = LINE.split()


def engine() -> Engine:
    every = Pack(id="every", title="", rules=("HLT",), fail_on="high")
    return Engine(Question(policies=load(), pack=every, persona=PERSONA))


def exchange(number: int, body: bytes = b"", host: str = "ws.quiet.example", **fields: object) -> Exchange:
    return Exchange(capture="c", number=number, host=host, method="POST", body=body, **fields)  # type: ignore[arg-type]


def planted(*exchanges: Exchange) -> list[Observation]:
    return [seen for seen in audit_exchanges(exchanges, engine()).observations if seen.detector == "planted"]


def frames(pieces: list[str], *, sent: bool = True) -> tuple[Message, ...]:
    return tuple(Message(sent=sent, content=json.dumps({"type": "delta", "text": piece}).encode()) for piece in pieces)


def test_words_of_one_socket() -> None:
    (seen,) = planted(exchange(1, kind="websocket", messages=frames(WORDS)))
    assert (seen.category, seen.form, seen.direction, seen.certainty) == (
        "chat.message",
        "plain (in pieces)",
        "sent",
        "proven",
    )
    assert seen.reason == because("in-pieces", kind="chat.message", count=12)
    assert [at.place for at in seen.at][:2] == ["message:0 > json:/text", "message:1 > json:/text"]


@pytest.mark.parametrize(
    "pieces", [list(LINE), [LINE[at : at + 7] for at in range(0, len(LINE), 7)], [f"{word} " for word in WORDS]]
)
def test_keys_and_pieces_of_consecutive_requests(pieces: list[str]) -> None:
    (seen,) = planted(*(exchange(n, json.dumps({"k": piece}).encode()) for n, piece in enumerate(pieces, start=1)))
    assert (seen.form, seen.recipient, seen.at[0].exchange) == ("plain (in pieces)", "ws.quiet.example", 1)


def test_chunks_of_a_text() -> None:
    text = "the weather was fine. " * 100 + LINE + " and so it went on. " * 100
    cut = text.index("shower")  # of neither half there is enough to tell
    (seen,) = planted(exchange(1, text[:cut].encode()), exchange(2, text[cut:].encode()))
    assert seen.form == "plain (in pieces)"


@pytest.mark.parametrize(
    "exchanges",
    [
        [exchange(1, kind="websocket", messages=frames(WORDS[:6]))],
        [exchange(1, kind="websocket", messages=frames(WORDS, sent=False))],
        [exchange(n, json.dumps({"k": word}).encode(), host=f"h{n}.example") for n, word in enumerate(WORDS, start=1)],
        [exchange(1, attempted="refused", kind="websocket", messages=frames(WORDS))],
    ],
)
def test_what_does_not_come_together(exchanges: list[Exchange]) -> None:
    assert planted(*exchanges) == []


def test_the_order_is_that_of_the_capture() -> None:
    whole, halves = engine(), engine()
    taken = [exchange(n, json.dumps({"k": word}).encode()) for n, word in enumerate(WORDS, start=1)]
    books, other = halves.collector(), halves.collector()
    for one in taken[1::2]:
        halves.take(one, books)
    for one in taken[::2]:
        halves.take(one, other)
    books.merge(other.state())
    books.pieces.join(halves.detectors.planted, books.observations)
    alone = whole.collector()
    for one in taken:
        whole.take(one, alone)
    alone.pieces.join(whole.detectors.planted, alone.observations)
    party: dict[str, Party] = {"ws.quiet.example": "unknown"}
    assert books.observations.observations(party) == alone.observations.observations(party) != []
