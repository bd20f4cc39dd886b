from mhaudit.model.subject import Persona, PlantedValue
from mhaudit.policy import load
from mhaudit.record.live.persona_sheet import SheetLine, persona_sheet


def test_each_value_with_what_it_is() -> None:
    persona = Persona(
        id="kim",
        values=(
            PlantedValue(category="identity.email", value="kim@quiet.example"),
            PlantedValue(category="mood.score", value=3, scale=(1, 5)),
            PlantedValue(category="questionnaire.total", value=14, instrument="phq-9"),
            PlantedValue(category="chat.message", value="a sentence", crisis=True),
        ),
    )
    assert persona_sheet(persona, load().kinds) == (
        SheetLine("E-mail address", "kim@quiet.example", ""),
        SheetLine("Mood score", "3", "on a scale from 1 to 5"),
        SheetLine("Questionnaire result", "14", "PHQ-9"),
        SheetLine("Chat message", "a sentence", "in the phase crisis-chat"),
    )


def test_without_a_persona_there_is_nothing_to_type() -> None:
    assert persona_sheet(None, {}) == ()
