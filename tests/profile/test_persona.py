from pathlib import Path

import pytest

from mhaudit.errors import InvalidFiles
from mhaudit.model.knowledge import Policies
from mhaudit.model.subject import Persona, PlantedValue
from mhaudit.policy.folder import built_in
from mhaudit.profile import load_persona
from tests.policy.write import PERSONA


def write(base: Path, text: str | bytes) -> Path:
    path = base / "x.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def faults(load: object, path: Path, policies: Policies) -> list[str]:
    with pytest.raises(InvalidFiles) as raised:
        load(path, policies)  # type: ignore[operator]
    return [str(fault).replace(str(path), "…") for fault in raised.value.faults]


def test_a_persona(tmp_path: Path, policies: Policies) -> None:
    text = PERSONA + "  - {category: questionnaire.total, value: 14, instrument: phq-9}\n"
    text += "  - {category: chat.message, value: so quiet, crisis: true}\n"
    text += "  - {category: identity.birth_date, value: 1991-04-23}\n"
    assert load_persona(write(tmp_path, text), policies) == Persona(
        id="kim",
        values=(
            PlantedValue(category="mood.score", value=3, scale=(1, 5)),
            PlantedValue(category="questionnaire.total", value=14, instrument="phq-9"),
            PlantedValue(category="chat.message", value="so quiet", crisis=True),
            PlantedValue(category="identity.birth_date", value="1991-04-23"),
        ),
    )


def test_the_example_persona_has_one_value_of_each_kind_that_names_a_person(policies: Policies) -> None:
    persona = load_persona(built_in() / "personas" / "example.persona.yaml", policies)
    planted = [value.category for value in persona.values]
    by_name = {"identity.age", "identity.number"}  # recognised by the names of their fields
    wanted = [kind for kind in policies.kinds if kind.startswith(("identity.", "identifier.")) and kind not in by_name]
    assert sorted(kind for kind in planted if kind in wanted) == sorted(wanted)
    texts = [value.value for value in persona.values if isinstance(value.value, str)]
    assert len(texts) == len(set(texts))


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (
            "mood.score",
            "mood.scroe",
            "…:3: values[0].category: unknown kind of data 'mood.scroe'; did you mean 'mood.score'?",
        ),
        (
            "scale: [1, 5]",
            "instrument: phq9",
            "…:3: values[0].instrument: unknown questionnaire 'phq9'; did you mean 'phq-9'?",
        ),
        ("scale: [1, 5]", "scale: [5, 1]", "…:3: values[0].scale: ends below where it begins"),
        ("value: 3", "value: ' '", "…:3: values[0].value: must not be empty"),
        ("value: 3", "valeu: 3", "…:3: values[0].valeu: unknown field; did you mean 'value'?"),
        ("id: kim\n", "", "…:1: the field 'id' is missing"),
    ],
)
def test_faults_of_a_persona(tmp_path: Path, policies: Policies, old: str, new: str, fault: str) -> None:
    assert old in PERSONA
    assert fault in faults(load_persona, write(tmp_path, PERSONA.replace(old, new)), policies)


def test_no_fault_repeats_a_value(tmp_path: Path, policies: Policies) -> None:
    text = "id: kim\nvalues:\n  - {category: mood.skore, value: quiet-post, scale: quiet-post, crisis: quiet-post}\n"
    assert "quiet-post" not in "".join(faults(load_persona, write(tmp_path, text), policies))


def test_a_persona_may_have_a_country_and_crisis_values(tmp_path: Path, policies: Policies) -> None:
    text = PERSONA.replace("id: kim\n", "id: kim\ncountry: US\n") + "  - {category: chat.message, value: so quiet}\n"
    text += (
        "  - {category: chat.message, value: no way out, crisis: true}\n  - {category: crisis.text, value: the end}\n"
    )
    persona = load_persona(write(tmp_path, text), policies)
    assert (persona.country, persona.crisis) == ("US", frozenset({2, 3}))
    wrong = faults(load_persona, write(tmp_path, text.replace("US", "Usa")), policies)
    assert len(wrong) == 1 and wrong[0].startswith("…:2: country: ")
