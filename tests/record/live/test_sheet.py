from mhaudit.model.subject import Persona, PlantedValue
from mhaudit.policy import load
from mhaudit.record.live.sheet import Line, sheet


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
    assert sheet(persona, load().kinds) == (
        Line("E-mail address", "kim@quiet.example", ""),
        Line("Mood score", "3", "on a scale from 1 to 5"),
        Line("Questionnaire result", "14", "PHQ-9"),
        Line("Chat message", "a sentence", "in the phase crisis-chat"),
    )


def test_without_a_persona_there_is_nothing_to_type() -> None:
    assert sheet(None, {}) == ()
