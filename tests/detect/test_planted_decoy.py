"""A second person of the same shape who was never entered."""

from datetime import date

from mhaudit.detect.planted import decoys
from mhaudit.model.subject import Persona, PlantedValue

PERSONA = Persona(
    id="p",
    values=(
        PlantedValue(category="identity.email", value="Nora.Lind+calm42@example.org"),
        PlantedValue(category="identity.phone", value="+46701740635"),
        PlantedValue(category="identity.birth_date", value="1991-08-23"),
        PlantedValue(category="mood.score", value=3),
    ),
)


def shape(text: str) -> str:
    return "".join("9" if c.isdigit() else "A" if c.isupper() else "a" if c.isalpha() else c for c in text)


def test_of_the_same_shape_and_nothing_the_same() -> None:
    email, phone, day = (str(value.value) for value in decoys(PERSONA))
    assert shape(email) == "Aaaa.Aaaa+aaaa99@aaaaaaa.aaa"
    assert all(a != b for a, b in zip(email, "Nora.Lind+calm42@example.org", strict=True) if a.isalnum())
    assert phone.startswith("+46")
    assert shape(phone) == "+99999999999"
    assert phone != "+46701740635"
    assert date.fromisoformat(day) > date(1991, 8, 23)


def test_numbers_have_none_and_it_is_always_the_same() -> None:
    assert [value.category for value in decoys(PERSONA)] == ["identity.email", "identity.phone", "identity.birth_date"]
    assert [value.value for value in decoys(PERSONA)] == [value.value for value in decoys(PERSONA)]


def test_a_date_in_words_is_text() -> None:
    persona = Persona(id="p", values=(PlantedValue(category="identity.birth_date", value="in May 91"),))
    (decoy,) = decoys(persona)
    assert shape(str(decoy.value)) == "aa Aaa 99"
