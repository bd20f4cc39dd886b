import pytest

from mhaudit.detect.spellings import Variant, variants
from mhaudit.model.subject import PlantedValue


def written(category: str, value: str | int) -> dict[str, Variant]:
    found = variants(PlantedValue(category=category, value=value))
    return {variant.text: variant for variant in found}


def test_the_planted_spelling_comes_first_and_has_no_note() -> None:
    first = variants(PlantedValue(category="identity.email", value=" a.b@c.example "))[0]
    assert first == Variant("a.b@c.example")


@pytest.mark.parametrize("value", [3, 14, 2.5])
def test_a_number_has_no_spelling(value: int) -> None:
    assert written("mood.score", value) == {}


def test_an_email_address() -> None:
    found = written("identity.email", "Ines.Calderon+mh31@quietpost.example")
    assert {text: variant.note for text, variant in found.items()} == {
        "Ines.Calderon+mh31@quietpost.example": "",
        "ines.calderon@quietpost.example": "without its tag",
        "inescalderon+mh31@quietpost.example": "without dots",
        "inescalderon@quietpost.example": "without tag and dots",
        "ines,calderon+mh31@quietpost,example": "with commas for dots",
        "ines.calderon+mh31": "the part before the @",
    }
    assert [text for text, variant in found.items() if not variant.plain] == ["ines.calderon+mh31"]


@pytest.mark.parametrize(
    ("value", "digits", "national"),
    [
        ("+15551234567", "15551234567", "5551234567"),  # one digit
        ("+34612487705", "34612487705", "612487705"),  # two
        ("+351912345678", "351912345678", "912345678"),  # three
        ("+44 7700 900123", "447700900123", "7700900123"),
        ("+420 (601) 123-456", "420601123456", "601123456"),
        ("+358 40 1234567", "358401234567", "401234567"),
    ],
)
def test_a_phone_number(value: str, digits: str, national: str) -> None:
    notes = {text: variant.note for text, variant in written("identity.phone", value).items()}
    assert notes.pop(value) == ""
    assert notes == {
        digits: "digits only",
        f"00{digits}": "with 00",
        national: "without country code",
        f"0{national}": "in national form",
    } | ({f"+{digits}": "as E.164"} if value != f"+{digits}" else {})


def test_a_phone_number_without_country_code_has_no_national_form() -> None:
    assert set(written("identity.phone", "612 48 77 05")) == {"612 48 77 05", "+612487705", "612487705", "00612487705"}


@pytest.mark.parametrize(
    "text",
    [
        "1988-9-2",
        "2.9.1988",
        "02.09.1988",
        "2/9/1988",
        "09/02/1988",
        "9-2-1988",
        "1988/09/02",
        "19880902",
        "09021988",
        "02091988",
        "September 2, 1988",
        "Sep 02 1988",
        "2 September 1988",
        "02-Sep-1988",
        "589161600",
        "589161600000",
    ],
)
def test_a_date(text: str) -> None:
    assert text in written("identity.birth_date", "1988-09-02")


def test_what_a_date_is_not() -> None:
    found = written("identity.birth_date", "1988-09-02")
    assert not {"88-09-02", "1988", "0902", "2 Sep", "Sept 2, 1988"} & set(found)
    assert list(written("identity.birth_date", "second of September")) == ["second of September"]
    assert "0" not in written("identity.birth_date", "1970-01-01")  # too near to the epoch for seconds to mean a day
    assert {text for text, variant in found.items() if not variant.plain} == {"09021988", "02091988"}


def test_a_name_of_two_parts() -> None:
    found = written("identity.name", "Inés Calderón")
    assert {text for text, variant in found.items() if variant.plain} == {
        "Inés Calderón",
        "Calderón, Inés",
        "Calderón Inés",
        "Calderón,Inés",
    }
    hashed_only = {
        "Inés",
        "Ines",
        "Calderón",
        "Calderon",
        "Inés.Calderón",
        "Inés_Calderón",
        "Inés-Calderón",
        "InésCalderón",
    }
    assert {text for text, variant in found.items() if not variant.plain} == hashed_only


def test_a_name_with_a_middle_name() -> None:
    found = written("identity.name", "Ana María Ruiz")
    assert {"Ruiz, Ana María", "Ana Ruiz", "Ruiz, Ana", "Ana María", "Ruiz Ana María"} <= set(found)
    assert found["Ana Ruiz"].note == "without middle name"
    assert not found["Ana María"].plain


def test_a_single_name_is_searched_unchanged() -> None:
    assert list(written("identity.name", "Inés")) == ["Inés"]


@pytest.mark.parametrize(
    ("category", "value", "other"),
    [
        ("identifier.advertising", "3f0c8a52-91d7-4b6e-8c1e-5a7be2f4d960", "3f0c8a5291d74b6e8c1e5a7be2f4d960"),
        ("identifier.device", "aa:bb:cc:dd:ee:f1", "aabbccddeef1"),
        ("identifier.vendor", "3f0c8a52-91d7-4b6e-8c1e-5a7be2f4d960", "{3f0c8a52-91d7-4b6e-8c1e-5a7be2f4d960}"),
        ("medication.name", "escitalopram 10 mg", "escitalopram"),
        ("medication.name", "Lithium 0,5g twice a day", "Lithium"),
        ("identity.address", "50001 Zaragoza", "50001Zaragoza"),
        ("identity.address", "Calle Mayor 7, 50001 Zaragoza", "Calle Mayor 7 50001 Zaragoza"),
    ],
)
def test_other_kinds(category: str, value: str, other: str) -> None:
    assert other in written(category, value)


def test_a_kind_without_rules_is_searched_unchanged() -> None:
    assert list(written("diagnosis.name", "generalized anxiety disorder")) == ["generalized anxiety disorder"]


TEXT = "I rehearse phone calls in the shower and then never make them, not even to my sister"


def test_free_text_is_searched_by_eight_words_in_a_row() -> None:
    found = written("free_text.journal", TEXT)
    words = TEXT.split()
    excerpts = [text for text, variant in found.items() if variant.note == "in part"]
    assert len(excerpts) == len(words) - 7
    assert "I rehearse phone calls in the shower and" in found
    assert "them, not even to my sister" not in found
    assert all(not found[text].hashed for text in excerpts)


def test_free_text_is_searched_as_addresses_of_pages_write_it() -> None:
    found = written("free_text.journal", "It's over: nobody came, again!")
    assert [text for text, variant in found.items() if variant.note == "without punctuation"] == [
        "Its over nobody came again",
        "Its-over-nobody-came-again",
        "Its_over_nobody_came_again",
    ]
    assert [one for one in written("free_text.journal", "so tired of it all").values() if one.note] == []


def test_short_free_text_is_searched_whole() -> None:
    assert list(written("chat.message", "so tired of it")) == ["so tired of it"]
    assert list(written("crisis.text", "a b c d e f g h i j")) == ["a b c d e f g h i j"]  # eight letters prove nothing


def test_a_street_with_its_number_is_searched_and_shortened() -> None:
    found = written("identity.address", "Lindenstraße 14, 10969 Berlin")
    searched = {text for text, variant in found.items() if variant.plain}
    assert {"Lindenstraße 14", "Lindenstr. 14"} < searched
    assert "Lindenstraße" not in searched and "Berlin" not in searched and "10969" not in searched
    assert "Gut 5" not in {text for text, variant in written("identity.address", "Gut 5, Ort").items() if variant.plain}


@pytest.mark.parametrize("text", ["19. April 1987", "19 avril 1987", "19 de abril de 1987"])
def test_a_day_is_written_out_in_five_languages(text: str) -> None:
    assert written("identity.birth_date", "1987-04-19")[text].note == "written out"
    assert text not in written("identity.birth_date", "1987-04-20")


def test_a_double_name_without_its_hyphen() -> None:
    found = written("identity.name", "Marlene Vogt-Reuter")
    assert found["Marlene Vogt Reuter"].plain and not found["MarleneVogtReuter"].plain
