import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from mhaudit.errors import Fault
from mhaudit.policy.folder import built_in
from mhaudit.policy.schema import check, validators
from mhaudit.policy.yaml_text import parse
from tests.policy.write import APP, KIND, PERSONA, RULE, SERVICE

SCHEMAS = sorted((built_in() / "schema").glob("*.schema.json"))


def faults_of(kind: str, text: str) -> list[str]:
    parsing: list[Fault] = []
    source = parse(text.encode(), "x.yaml", parsing)
    assert source is not None, parsing
    return [str(fault) for fault in check(source, validators(built_in() / "schema")[kind])]


@pytest.mark.parametrize(
    ("kind", "text"), [("service", SERVICE), ("data", KIND), ("rule", RULE), ("persona", PERSONA), ("app", APP)]
)
def test_what_is_right_has_no_faults(kind: str, text: str) -> None:
    assert faults_of(kind, text) == []


@pytest.mark.parametrize(
    ("kind", "text", "old", "new", "fault"),
    [
        ("service", SERVICE, "name: Acme Metrics\n", "", "x.yaml:1: the field 'name' is missing"),
        (
            "service",
            SERVICE,
            "name:",
            "nmae:",
            "x.yaml:2: nmae: is not a field of this kind of file; did you mean 'name'?",
        ),
        ("service", SERVICE, "[analytics]", "[analitics]", None),
        ("service", SERVICE, "[analytics]", "[]", "x.yaml:4: roles: needs at least 1 in the list"),
        ("service", SERVICE, "[analytics]", "[cdn, cdn]", "x.yaml:4: roles: names something twice"),
        ("service", SERVICE, "[analytics]", "analytics", "x.yaml:4: roles: must be a list"),
        ("service", SERVICE, "suffix", "sufix", None),
        ("service", SERVICE, "name: Acme Metrics", "name: 7", "x.yaml:2: name: must be text"),
        ("service", SERVICE, "name: Acme Metrics", "name: ''", "x.yaml:2: name: must not be empty"),
        ("service", SERVICE, "2026-11-23", "2026-13-01", "x.yaml:7: checked_on: is not written as it must be: "),
        (
            "service",
            SERVICE,
            "host: acme",
            "host: https://acme",
            "x.yaml:6: hosts[0].host: is not written as it must be: ",
        ),
        ("data", KIND, "values: [blue]}", "}", "x.yaml:8: fields[0].values[0]: the field 'values' is missing"),
        ("data", KIND, "{type: enum,", "{type: uuid,", "x.yaml:8: fields[0].values[0]: 'values' has no meaning here"),
        ("data", KIND, "events:", "min: 1\nevents:", "x.yaml:9: min: is not a field of this kind of file"),
        ("rule", RULE, "{party: [third]}", "{party: [thrid]}", None),
        (
            "rule",
            RULE,
            "{party: [third]}",
            "{party: [third], declared: ['no']}",
            "has more than 1 of the fields that may stand here",
        ),
        (
            "persona",
            PERSONA,
            "value: 3",
            "value: [secretsecret]",
            "x.yaml:3: values[0].value: must be text or a number",
        ),
        ("app", APP, "[own.example]", "[own]", "x.yaml:3: first_party[0]: is not written as it must be: "),
    ],
)
def test_each_fault_is_a_sentence_with_its_line(kind: str, text: str, old: str, new: str, fault: str | None) -> None:
    assert old in text
    found = faults_of(kind, text.replace(old, new, 1))
    if fault is None:
        assert len(found) == 1
        assert "; did you mean " in found[0]
    else:
        assert any(fault in said for said in found), found


def test_a_secret_value_is_not_repeated() -> None:
    said = faults_of("persona", PERSONA.replace("value: 3", "value: {secretsecret: 1}"))
    assert len(said) == 1
    assert "secretsecret" not in said[0]


@pytest.mark.parametrize("path", SCHEMAS, ids=[path.stem for path in SCHEMAS])
def test_each_schema_is_valid_closed_and_explained(path: Path) -> None:
    schema = json.loads(path.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    assert schema["$id"].endswith(f"/{path.name}")
    for part in walk(schema):
        if part.get("type") == "object" and "properties" in part:
            assert part["additionalProperties"] is False
        fields = part.get("properties", {})
        assert isinstance(fields, dict)
        assert [name for name, field in fields.items() if not {"description", "$ref"} & set(field)] == []


def walk(schema: object) -> list[dict[str, object]]:
    if isinstance(schema, list):
        return [part for item in schema for part in walk(item)]
    if not isinstance(schema, dict):
        return []
    return [schema, *(part for key, item in schema.items() if key != "allOf" for part in walk(item))]


def test_ids_of_schemas_differ() -> None:
    ids = [json.loads(path.read_text(encoding="utf-8"))["$id"] for path in SCHEMAS]
    assert len(ids) == len(set(ids))
