import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from mhaudit.errors import Fault
from mhaudit.policy.folder import built_in
from mhaudit.policy.schema import Validator, check, validators
from mhaudit.policy.yaml_text import parse
from tests.policy.write import APP, KIND, ORGANISATION, PERSONA, RULE, SERVICE

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
            "x.yaml:2: nmae: unknown field; did you mean 'name'?",
        ),
        ("service", SERVICE, "[analytics]", "[analitics]", None),
        ("service", SERVICE, "[analytics]", "[]", "x.yaml:4: roles: needs at least 1 in the list"),
        ("service", SERVICE, "[analytics]", "[cdn, cdn]", "x.yaml:4: roles: has duplicate entries"),
        ("service", SERVICE, "[analytics]", "analytics", "x.yaml:4: roles: must be a list"),
        ("service", SERVICE, "suffix", "sufix", None),
        ("service", SERVICE, "name: Acme Metrics", "name: 7", "x.yaml:2: name: must be text"),
        ("service", SERVICE, "name: Acme Metrics", "name: ''", "x.yaml:2: name: must not be empty"),
        ("service", SERVICE, "2026-11-23", "2026-13-01", "x.yaml:7: checked_on: is not written as required: "),
        (
            "service",
            SERVICE,
            "host: acme",
            "host: https://acme",
            "x.yaml:6: hosts[0].host: is not written as required: ",
        ),
        ("data", KIND, "values: [blue]}", "}", "x.yaml:8: fields[0].values[0]: the field 'values' is missing"),
        ("data", KIND, "{type: enum,", "{type: uuid,", "x.yaml:8: fields[0].values[0]: 'values' is not allowed here"),
        ("data", KIND, "events:", "min: 1\nevents:", "x.yaml:9: min: unknown field"),
        ("rule", RULE, "{party: [third]}", "{party: [thrid]}", None),
        (
            "rule",
            RULE,
            "{party: [third]}",
            "{party: [third], declared: ['no']}",
            "has more than 1 of the fields that are allowed here",
        ),
        (
            "persona",
            PERSONA,
            "value: 3",
            "value: [secretsecret]",
            "x.yaml:3: values[0].value: must be text or a number",
        ),
        ("app", APP, "[own.example]", "[own]", "x.yaml:3: first_party[0]: is not written as required: "),
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


LINES = "id: de\ncountry: DE\nlines: [{name: A, call: ['1'], level: doubtful, checked_on: 2026-11-23}]\n"
ITEMS = (built_in() / "instruments" / "phq-9.yaml").read_text(encoding="utf-8")
WAIVER = "waivers:\n  - {id: a, reason: so, owner: me, expires: 2026-12-01, rule: HLT-001}\n"
DAY = json.loads((built_in() / "schema" / "terms.schema.json").read_bytes())["$defs"]["date"]["description"]


@pytest.mark.parametrize(
    ("kind", "text", "old", "new", "faults"),
    [
        ("organisation", ORGANISATION, "checked_on", "country: DE\nbasis: so\nchecked_on", []),
        (
            *("organisation", ORGANISATION, "checked_on", "country: DE\nparent: x\nchecked_on"),
            [
                "x.yaml:1: a required companion field is missing: country needs basis; parent needs basis",
            ],
        ),
        (
            *(
                "organisation",
                ORGANISATION,
                "checked_on",
                "lead: {country: DE, parent: X, status: conflict}\nchecked_on",
            ),
            ["x.yaml:3: lead: a required companion field is missing: parent needs parent_status"],
        ),
        ("crisis-lines", LINES, "id: de", "id: de", []),
        ("crisis-lines", LINES, "call: ['1']", "chat: [https://x.example]", []),
        (
            *("crisis-lines", LINES, "level: doubtful", "level: confirmed"),
            ["x.yaml:3: lines[0]: the field 'sources' is missing"],
        ),
        (
            *("crisis-lines", LINES, "level: doubtful", "state: retired, level: doubtful"),
            ["x.yaml:3: lines[0]: a required companion field is missing: state needs sources"],
        ),
        (
            "crisis-lines",
            LINES,
            "call: ['1'], ",
            "",
            ["x.yaml:3: lines[0]: needs at least one of 'call', 'text', 'whatsapp', 'chat'"],
        ),
        ("waivers", WAIVER, "HLT-001", "HLT-001", []),
        (
            "waivers",
            WAIVER,
            "rule: HLT-001",
            "recipient: a.example",
            ["x.yaml:2: waivers[0]: needs exactly one of 'finding', 'rule'"],
        ),
        (
            *("waivers", WAIVER, "rule:", "finding: f-0123456789abcdef, rule:"),
            ["x.yaml:2: waivers[0]: needs exactly one of 'finding', 'rule'"],
        ),
        ("instrument", ITEMS, "items: 9", "items: 9.0", []),
        ("instrument", ITEMS, "items: 9", f"items: {10**30}", []),
        ("instrument", ITEMS, "items: 9", "items: 9.5", ["x.yaml:6: items: must be a whole number"]),
        ("instrument", ITEMS, "items: 9", "items: true", ["x.yaml:6: items: must be a whole number"]),
        ("instrument", ITEMS, "items: 9", f"items: -{10**30}", ["x.yaml:6: items: must be at least 1"]),
        ("organisation", ORGANISATION, "2026-11-23", "'2026-11-23'", []),
        (
            "organisation",
            ORGANISATION,
            "2026-11-23",
            "2026-02-29",
            ["x.yaml:3: checked_on: is not written as required: {}"],
        ),
        ("organisation", ORGANISATION, "2026-11-23", "2024-02-29", []),
        (
            "organisation",
            ORGANISATION,
            "2026-11-23",
            '"2026-11-23\\n"',
            ["x.yaml:3: checked_on: is not written as required: {}"],
        ),
        (
            "organisation",
            ORGANISATION,
            "2026-11-23",
            "2026-11-23T00:00:00Z",
            ["x.yaml:3: checked_on: is not written as required: {}"],
        ),
        ("organisation", ORGANISATION, "2026-11-23", "20261123", ["x.yaml:3: checked_on: must be text"]),
    ],
)
def test_schemas_mean_what_they_say(kind: str, text: str, old: str, new: str, faults: list[str]) -> None:
    """Where validators differ: fields that belong together, whole numbers in other spellings, days, ends of lines."""
    assert old in text
    assert faults_of(kind, text.replace(old, new, 1)) == [fault.format(DAY) for fault in faults]


def test_no_schema_is_ever_fetched() -> None:
    schema = {"$id": "https://schemas.example/a.json", "$ref": "https://schemas.example/b.json"}
    with pytest.raises(Exception, match="b.json"):
        list(Validator(schema, [schema]).breaches({}))


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


def test_a_former_field_name_is_reported_with_the_new_one() -> None:
    found = faults_of("rule", RULE.replace("subject:", "on:"))
    assert sorted(found) == [
        "x.yaml:1: the field 'subject' is missing",
        "x.yaml:3: on: unknown field; it is called 'subject' now",
    ]


@pytest.mark.parametrize(
    ("text", "fits"), [("ab", True), ("ab\n", False), ("ab\nab", False), ("xab", False), ("$", False)]
)
def test_the_end_of_a_pattern_is_the_end_of_the_text(text: str, fits: bool) -> None:
    assert (list(Validator({"pattern": "^(a|ab)$"}).breaches(text)) == []) is fits


def test_a_dollar_sign_that_is_escaped_is_one() -> None:
    assert list(Validator({"pattern": "^[$]\\$"}).breaches("$$\n")) == []


def test_other_schemas_have_another_digest() -> None:
    one, other = {"$id": "https://a.example/1", "type": "object"}, {"$id": "https://a.example/2"}
    digests = {Validator(one).digest, Validator(one, [other]).digest, Validator({**one, "type": "array"}).digest}
    assert len(digests) == 3
    assert Validator(one).digest == Validator(dict(reversed(one.items()))).digest
