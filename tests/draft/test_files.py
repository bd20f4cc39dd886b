import yaml

from mhaudit.draft.files import app_text, persona_text
from mhaudit.model.subject import Persona, PlantedValue


def test_a_persona_has_what_was_said_of_each_value() -> None:
    crisis = PlantedValue(category="chat.message", value="so tired: of it", crisis=True)
    score = PlantedValue(category="mood.score", value=2, scale=(1, 5))
    total = PlantedValue(category="questionnaire.total", value=17, instrument="phq-9")
    text = persona_text(Persona(id="kim", values=(crisis, score, total)))
    assert text.startswith("# yaml-language-server: $schema=persona.schema.json\nid: kim\nvalues:\n")
    assert yaml.safe_load(text)["values"] == [
        {"category": "chat.message", "value": "so tired: of it", "crisis": True},
        {"category": "mood.score", "value": 2, "scale": [1, 5]},
        {"category": "questionnaire.total", "value": 17, "instrument": "phq-9"},
    ]


def test_an_app_profile_leaves_out_what_is_empty_and_keeps_a_false() -> None:
    text = app_text({"id": "a", "vendor": "", "claims": [], "declared_is_complete": False}, ["later:", ""])
    assert text.endswith("id: a\ndeclared_is_complete: false\n# later:\n#\n")
    assert yaml.safe_load(text) == {"id": "a", "declared_is_complete": False}
