import hashlib
from pathlib import Path

import pytest

from mhaudit.errors import InvalidFiles
from mhaudit.model.knowledge import Policies
from mhaudit.model.subject import AppProfile, Claim, Declared, Persona, PlantedValue
from mhaudit.policy import load_app, load_persona
from mhaudit.policy.folder import built_in
from tests.policy.write import APP, PERSONA


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
    wanted = [kind for kind in policies.kinds if kind.startswith(("identity.", "identifier."))]
    assert sorted(kind for kind in planted if kind in wanted) == sorted(wanted)
    texts = [value.value for value in persona.values if isinstance(value.value, str)]
    assert len(texts) == len(set(texts))


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (
            "mood.score",
            "mood.scroe",
            "…:3: values[0].category: there is no kind of data 'mood.scroe'; did you mean 'mood.score'?",
        ),
        (
            "scale: [1, 5]",
            "instrument: phq9",
            "…:3: values[0].instrument: there is no questionnaire 'phq9'; did you mean 'phq-9'?",
        ),
        ("scale: [1, 5]", "scale: [5, 1]", "…:3: values[0].scale: ends below where it begins"),
        ("value: 3", "value: ' '", "…:3: values[0].value: must not be empty"),
        ("value: 3", "valeu: 3", "…:3: values[0].valeu: is not a field of this kind of file; did you mean 'value'?"),
        ("id: kim\n", "", "…:1: the field 'id' is missing"),
    ],
)
def test_faults_of_a_persona(tmp_path: Path, policies: Policies, old: str, new: str, fault: str) -> None:
    assert old in PERSONA
    assert fault in faults(load_persona, write(tmp_path, PERSONA.replace(old, new)), policies)


def test_no_fault_repeats_a_value(tmp_path: Path, policies: Policies) -> None:
    text = "id: kim\nvalues:\n  - {category: mood.skore, value: quiet-post, scale: quiet-post, crisis: quiet-post}\n"
    assert "quiet-post" not in "".join(faults(load_persona, write(tmp_path, text), policies))


def test_an_app_profile(tmp_path: Path, policies: Policies) -> None:
    text = APP + "vendor: Own Ltd.\nplatform: web\nversion: '1.2'\n"
    text += "declared: [{organisation: sentry, purpose: crashes, categories: [device]}]\n"
    text += (
        "claims: [{id: private, says: Private., asserts: not-shared, categories: [mood, chat.message], source: page}]\n"
    )
    path = write(tmp_path, text)
    assert load_app(path, policies) == AppProfile(
        id="app.own",
        name="Own",
        vendor="Own Ltd.",
        platform="web",
        version="1.2",
        first_party=("own.example",),
        declared=(Declared(organisation="sentry", purpose="crashes", categories=("device",)),),
        claims=(
            Claim(
                id="private", says="Private.", asserts="not-shared", categories=("mood", "chat.message"), source="page"
            ),
        ),
        digest=hashlib.sha256(path.read_bytes()).hexdigest(),
    )


@pytest.mark.parametrize(
    ("more", "fault"),
    [
        (
            "declared: [{organisation: mixpanle}]\n",
            "…:4: declared[0].organisation: there is no service or organisation 'mixpanle'; did you mean 'mixpanel'?",
        ),
        (
            "declared: [{organisation: mixpanel, categories: [mod]}]\n",
            "…:4: declared[0].categories[0]: there is no kind of data 'mod'; did you mean 'mood'?",
        ),
        (
            "claims: [{id: a, says: b, asserts: not-shard}]\n",
            "…:4: claims[0].asserts: 'not-shard' is not one of 5 allowed values; did you mean 'not-shared'?",
        ),
        (
            "claims: [{id: a, says: b, asserts: anonymous, categories: [moods]}]\n",
            "…:4: claims[0].categories[0]: there is no kind of data 'moods'; did you mean 'mood'?",
        ),
    ],
)
def test_faults_of_an_app_profile(tmp_path: Path, policies: Policies, more: str, fault: str) -> None:
    assert faults(load_app, write(tmp_path, APP + more), policies) == [fault]


@pytest.mark.parametrize("raw", [b"", b"\x89PNG\r\n\x1a\n\x00", b"- 1\n", b"a: &x [*x]\n", b"[" * 5000])
def test_hostile_files_are_faults(tmp_path: Path, policies: Policies, raw: bytes) -> None:
    assert len(faults(load_persona, write(tmp_path, raw), policies)) == 1
    assert len(faults(load_app, write(tmp_path, raw), policies)) == 1


def test_a_file_that_is_not_there(tmp_path: Path, policies: Policies) -> None:
    assert faults(load_app, tmp_path / "none.yaml", policies) == ["…: can't be read: No such file or directory"]
