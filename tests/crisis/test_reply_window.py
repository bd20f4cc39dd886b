"""An ear for each crisis line."""

from mhaudit.crisis.reply_window import ReplyWindow, reply_windows
from tests.crisis.lines import line


def numbers(*lines: object) -> list[int]:
    return [ear.disclosure.number for ear in reply_windows(lines)]  # type: ignore[arg-type]


def test_a_line_repeated_in_a_conversation_has_one_window() -> None:
    assert numbers(line(1, 100.0), line(2, 160.0), line(3, 400.0)) == [1]


def test_again_for_another_host_line_or_phase_and_after_ten_minutes() -> None:
    assert numbers(line(1, 100.0), line(2, 110.0, "b.example")) == [1, 2]
    assert numbers(line(1, 100.0), line(2, 110.0, value=1)) == [1, 2]
    assert numbers(line(1, 100.0), line(2, 110.0, phase="signed-in")) == [1, 2]
    assert numbers(line(1, 100.0), line(2, 701.0)) == [1, 2]


def test_in_order_of_time() -> None:
    assert numbers(line(2, 160.0), line(1, 100.0)) == [1]


def test_seconds_after_the_line() -> None:
    ear = ReplyWindow(line(at=100.0))
    assert (ear.seconds(103.5), ear.seconds(None), ReplyWindow(line(at=None)).seconds(5.0)) == (3.5, None, None)


def test_received_texts_are_bounded() -> None:
    ear = ReplyWindow(line())
    for _ in range(100):
        ear.add("x" * 10_000, None, "/text")
    assert len(ear.texts) == len(ear.stream) == 40
