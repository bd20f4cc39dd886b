"""What counts as heard."""

import json

import pytest

from mhaudit.auditing.engine import Engine
from mhaudit.model.capture import Message
from mhaudit.model.reasons import because
from tests.crisis.lines import engine, exchange, heard, line


@pytest.fixture(scope="module")
def known() -> Engine:
    return engine()


def texts(known: Engine, *exchanges: object, **more: object) -> list[str]:
    return [text for text, _ in heard(known, *exchanges, **more).texts]  # type: ignore[arg-type]


def test_the_answer_itself_and_what_the_same_side_says_shortly_after(known: Engine) -> None:
    later = exchange(2, "and later", "rt.own-rt.example", started=200.0, answered=201.0)
    assert texts(known, exchange(text="at once"), later) == ["at once", "and later"]


@pytest.mark.parametrize(
    "other",
    [
        exchange(2, "before", started=90.0, answered=91.0),
        exchange(2, "much later", started=800.0, answered=801.0),
        exchange(2, "somebody else", "cdn.example", started=110.0, answered=111.0),
        exchange(2, "no time", started=None, answered=None),
        exchange(2, "var x = 988", response_headers=(("Content-Type", "text/javascript"),)),
        exchange(2, "looked up", kind="dns"),
        exchange(2, "refused", status=503),
    ],
)
def test_texts_that_are_not_replies(known: Engine, other: object) -> None:
    assert texts(known, exchange(text="at once"), other) == ["at once"]


def test_an_error_is_remembered(known: Engine) -> None:
    assert heard(known, exchange(text="no", status=500)).failed == because("reply-error", status=500)


def test_messages_after_the_line_each_with_its_time(known: Engine) -> None:
    messages = (
        Message(sent=False, content=b'{"t": "before"}', at=99.0),
        Message(sent=True, content=b'{"t": "line"}', at=100.0),
        Message(sent=False, content=b'{"t": "after"}', at=104.0),
        Message(sent=False, content=b'{"t": "next day"}', at=9e5),
    )
    socket = exchange(kind="websocket", started=10.0, answered=None, messages=messages, response_body=None)
    assert heard(known, socket, of=line(message=1)).texts == [("after", 104.0)]


def test_messages_without_times_count_by_their_order(known: Engine) -> None:
    messages = tuple(Message(sent=bool(n == 1), content=f'{{"t": "m{n}"}}'.encode()) for n in range(3))
    socket = exchange(kind="websocket", started=None, answered=None, messages=messages, response_body=None)
    assert texts(known, socket, of=line(message=1, at=None)) == ["m2"]


def test_a_stream_is_put_together(known: Engine) -> None:
    stream = "".join(f"data: {json.dumps({'delta': {'text': part}})}\n\n" for part in ("Call 9", "88", " now."))
    assert "Call 988 now." in texts(known, exchange(text=stream))


def test_lines_of_an_answer_that_came_in_pieces_have_their_times(known: Engine) -> None:
    lines = ['data: {"t": "first"}\n', 'data: {"t": "second"}\n', 'data: {"t": "third"}']
    arrivals = ((len(lines[0]), 101.0), (len(lines[0]) + 4, 102.0), (len("".join(lines)), 107.0))
    told = heard(known, exchange(text="".join(lines), answered=107.0, arrivals=arrivals)).texts
    assert {("first", 101.0), ("second", 107.0), ("third", 107.0)} <= set(told)
    assert {at for _, at in heard(known, exchange(text="".join(lines), answered=107.0)).texts} == {107.0}
