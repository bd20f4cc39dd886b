"""Forms and parts of values are said in the report's language."""

import pytest

from mhaudit.detect import spellings
from mhaudit.detect.spellings import variants
from mhaudit.model.subject import PlantedValue
from mhaudit.report.text.forms import NOTES, PARTS, form_said, noted
from mhaudit.report.text.language import has, speaking

VALUES = {
    "identity.email": "ines.calderon+mh31@googlemail.com",
    "identity.name": "Inés Maria Calderón",
    "identity.phone": "+34612487705",
    "identity.birth_date": "1988-09-02",
    "identity.address": "Calle Mayor 12, 50001 Zaragoza",
    "identifier.advertising": "3f0c8a52-91d7-4b6e-8c1e-5a7be2f4d960",
    "free_text.journal": "I rehearse phone calls in the shower and then never make them, not even to my sister",
}


@pytest.mark.parametrize("category", VALUES)
def test_each_note_of_a_spelling_has_german_words(category: str) -> None:
    notes = {variant.note for variant in variants(PlantedValue(category=category, value=VALUES[category]))} - {""}
    assert notes
    with speaking("de"):
        assert [each for note in notes for each in note.split(", ") if not has(each)] == []


def test_each_part_has_german_words() -> None:
    with speaking("de"):
        assert [part for part in {*spellings.PARTS, *spellings.PARTS.values()} if not has(part)] == []
        assert all(has(text) for text in (*NOTES, *PARTS))


@pytest.mark.parametrize(
    ("form", "german"),
    [
        ("sha256 (digits only)", "sha256 (nur Ziffern)"),
        ("sha256 (post code, lower case)", "sha256 (Postleitzahl, in Kleinbuchstaben)"),
        ("{first} ({roles})", "{first} ({roles})"),
        ("md5", "md5"),
        ("x)", "x)"),
    ],
)
def test_a_form_is_said_note_by_note(form: str, german: str) -> None:
    assert form_said(form) == form
    with speaking("de"):
        assert form_said(form) == german
    assert noted("") == ""
