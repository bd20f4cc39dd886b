from mhaudit.report.letters.letter import Piece, blank, known, line, line_text, resting_on, text
from mhaudit.report.text.language import speaking


def test_a_fact_that_is_not_known_is_a_blank_and_never_made_up() -> None:
    assert known("", "day") == known(None, "day") == Piece("[to be filled in: day]", "blank")
    assert known("1.2", "version of the app") == Piece("1.2")


def test_blanks_speak_the_language() -> None:
    with speaking("de"):
        assert blank("deadline").text == "[auszufüllen: Frist]"


def test_a_line_is_read_as_text() -> None:
    assert line_text(line("Sent to ", blank("who"), ".", resting_on("f-1", "f-2"))) == (
        "Sent to [to be filled in: who]. [f-1, f-2]"
    )


def test_nothing_that_steers_is_in_a_text() -> None:
    assert text("a\u202eb\x1b[31m").text == "a\\u202eb\\x1b[31m"
    assert resting_on("\x1b").text == "[\\x1b]"
