from concurrent.futures import ThreadPoolExecutor

import pytest

from mhaudit.report.text.language import (
    LANGUAGES,
    current,
    has,
    marked,
    message,
    message_for,
    number,
    say,
    say_many,
    speaking,
    written,
)


def test_english_needs_no_catalogue() -> None:
    assert current() == "en"
    assert say("{part} of {whole}", part=1, whole=2000) == "1 of 2,000"
    assert say_many("{number} value", "{number} values", 1) == "1 value"
    assert message_for("byte", "bytes", 2) == "bytes"
    assert has("anything")
    assert marked("text") == "text"


def test_german_is_spoken_inside_only() -> None:
    with speaking("de"):
        assert current() == "de"
        assert say("{part} of {whole}", part=1, whole=2000) == "1 von 2.000"
        assert say_many("{number} place", "{number} places", 0) == "0 places"
        assert say_many("{number} finding", "{number} findings", 1) == "1 Befund"
        assert message_for("byte", "bytes", 2) == "Bytes"
    assert say("{part} of {whole}", part=1, whole=2) == "1 of 2"


def test_a_text_of_somebody_s_own_stays_as_it_is() -> None:
    with speaking("de"):
        assert message("A rule of ours with {braces}") == "A rule of ours with {braces}"
        assert not has("A rule of ours with {braces}")
        assert message("") == ""
        assert has("Mood score")


def test_a_language_without_a_catalogue_is_an_error_and_changes_nothing() -> None:
    with pytest.raises(KeyError), speaking("xx"):
        pass
    assert current() == "en"


def test_a_fault_inside_does_not_leave_the_language_behind() -> None:
    with pytest.raises(ZeroDivisionError), speaking("de"):
        raise ZeroDivisionError
    assert current() == "en"


def test_threads_speak_each_their_own() -> None:
    def spoken(code: str) -> str:
        with speaking(code):
            return message("Fail")

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(spoken, ["de", "en"] * 20)) == ["Nicht bestanden", "Fail"] * 20


def test_numbers() -> None:
    assert [number(1234), number(1234.56, 1), written(1234), written("1234"), written(True)] == [
        "1,234",
        "1,234.6",
        "1,234",
        "1234",
        True,
    ]
    with speaking("de"):
        assert [number(1234), number(1234.56, 1)] == ["1.234", "1.234,6"]


def test_the_languages_there_are() -> None:
    assert list(LANGUAGES) == ["en", "de"]
