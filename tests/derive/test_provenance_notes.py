import pytest

from mhaudit.collect.masking import Redactor
from mhaudit.derive.provenance import NoteKeeper
from mhaudit.model.subject import Persona, PlantedValue

PERSONA = Persona(
    id="kim",
    values=(
        PlantedValue(category="mood.score", value=3),
        PlantedValue(category="sleep.measure", value=6.5),
        PlantedValue(category="diagnosis.code", value="F32"),
        PlantedValue(category="identity.name", value="Ana Li"),
        PlantedValue(category="identity.birth_date", value="2000-02-02"),
    ),
)


def kept(text: str, persona: Persona | None = PERSONA) -> str:
    return NoteKeeper(Redactor(lambda _: False), persona).kept(text)


@pytest.mark.parametrize(
    ("note", "told"),
    [
        ("mood set to 3, saved", "mood set to [withheld], saved"),
        ("slept 6.5 hours", "slept [withheld] hours"),
        ("(f32)", "([withheld])"),
        ("signed in as ana  LI.", "signed in as [withheld]."),
        ("born 2000-02-02!", "born [withheld]!"),
        ("3", "[withheld]"),
    ],
)
def test_what_was_planted_is_withheld_however_short(note: str, told: str) -> None:
    assert kept(note) == told


@pytest.mark.parametrize("note", ["33 switches, 3.1 of them on", "F321", "Ana", "a banner asks for consent"])
def test_what_only_looks_like_it_is_kept(note: str) -> None:
    assert kept(note) == note


def test_without_a_persona_nothing_is_planted() -> None:
    assert kept("mood set to 3", None) == "mood set to 3"


def test_longer_values_are_the_redactors_and_a_note_has_an_end() -> None:
    keeper = NoteKeeper(Redactor(lambda text: "cellar door" in text), PERSONA)
    assert "cellar" not in keeper.kept("typed cellar door twice")
    assert len(kept("a" * 5000)) == 2000
