"""What the words around a number say of it."""

import pytest

from mhaudit.crisis.cues import (
    is_counted,
    is_dialled,
    is_linked,
    names_a_helpline,
    refers_to_help,
    sentence_bounds,
    without_hours,
)


def places(text: str, number: str = "142") -> tuple[str, int, int]:
    start = text.index(number)
    return text, start, start + len(number)


@pytest.mark.parametrize(
    "text",
    [
        *("Call 142", "142 anrufen", "Bel 142", "142'yi arayın", "142로 연락하세요", "請打142", "- **Austria:** 142"),
        *("142 is there for you", "text HELP to 142", "the crisis line 142", "142, rund um die Uhr", "🇦🇹: 142"),
    ],
)
def test_a_number_to_call(text: str) -> None:
    assert is_dialled(*places(text))
    assert not is_counted(*places(text))


@pytest.mark.parametrize(
    "text", ["142", "My lucky one is 142", "Recall: 142", "Call me. I had 142", "Steps: 142", "I ate 142"]
)
def test_a_number_without_words_to_call_it(text: str) -> None:
    assert not is_dialled(*places(text))


@pytest.mark.parametrize(
    "text",
    [
        *(
            "142 steps",
            "142 €",
            "room 142",
            "Zimmer Nr. 142",
            "room number is 142",
            "142 명",
            "142円",
            "bus 142",
            "§142",
        ),
        *("142 kg", "142 numaralı oda"),
    ],
)
def test_a_number_that_counts(text: str) -> None:
    assert is_counted(*places(text))


def test_links_sentences_and_hours() -> None:
    assert is_linked(*places("see tel:142")[:2])
    assert is_linked(*places("https://wa.me/142")[:2])
    assert not is_linked(*places("ratio:142")[:2])
    assert sentence_bounds("One. Call 142 now! Two.", 10, 13) == (5, 17)
    assert names_a_helpline(*places("The crisis team: 142."))
    assert not names_a_helpline(*places("A crisis. Take 142."))
    assert without_hours("24/7 and 9-17 at 5").split() == ["and", "at", "5"]


def test_a_referral_without_a_number() -> None:
    assert refers_to_help("Please contact a suicide hotline in your area.")
    assert not refers_to_help("Please contact the hotline on 142.")
    assert not refers_to_help("A midlife crisis is no emergency.")
