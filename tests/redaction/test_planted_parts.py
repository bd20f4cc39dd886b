import pytest

from mhaudit.model.subject import PlantedValue
from mhaudit.redaction.planted_parts import PlantedParts, letters_of

PARTS = PlantedParts(
    [
        PlantedValue(category="identity.name", value="Noor van Treeck"),
        PlantedValue(category="identity.email", value="noor.vantreeck+q7@mailnest.example"),
        PlantedValue(category="free_text.journal", value="the attic smells of varnish and I keep sitting there"),
        PlantedValue(category="mood.score", value=3),
    ]
)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Hello Noor van Treec!", "Noor van Treec"),
        ("x noor.vantreec y", "noor.vantreec"),
        ("dear Noor,", "Noor"),
        ("mail NOOR_VANTREECK now", "NOOR_VANTREECK"),
        ("it smells of varnish", "smells of varnish"),
        ("rav 7q+kceertnav.roon", "7q+kceertnav.roon"),
        ("abbe ina Gerrpx", "abbe ina Gerrpx"),  # rot13
    ],
)
def test_parts_are_found_where_they_stand(text: str, told: str) -> None:
    assert [text[start:end] for start, end in PARTS.spans(text)] == [told]


@pytest.mark.parametrize("text", ["the attic", "poor van", "mailnest.example", "3", "", "smells of soap"])
def test_common_words_and_domains_are_no_parts(text: str) -> None:
    assert not PARTS.found_in(text) and PARTS.spans(text) == []


def test_short_words_count_as_words_only() -> None:
    assert PARTS.found_in("noor") and not PARTS.found_in("noorish") and not PARTS.found_in("noor", words=False)


def test_letters_are_compared_without_accents_and_case() -> None:
    assert letters_of("Inés Calderón+7") == letters_of("INES calderon 7") == "inescalderon7"
    assert letters_of("a" + "\u0301" * 100_000 + "b") == "ab"
