import json
from importlib.resources import files
from typing import Any, get_args, get_type_hints

import pytest
from jsonschema import Draft202012Validator
from msgspec import Struct
from msgspec.structs import fields

from mhaudit.errors import InvalidFiles
from mhaudit.model.audit import Audit
from mhaudit.model.disputes import Dispute
from mhaudit.model.knowledge import SEVERITIES
from mhaudit.model.reasons import Reason
from mhaudit.report.formats.json_ import CURRENT, SCHEMA_FILES, read_audit, render
from tests.report import sample


@pytest.fixture
def schema() -> Any:
    return json.loads(files("mhaudit.report.formats").joinpath(SCHEMA_FILES[CURRENT]).read_bytes())


def faults(text: bytes) -> list[str]:
    with pytest.raises(InvalidFiles) as caught:
        read_audit(text, "a.json")
    return str(caught.value).splitlines()


def changed(path: str, value: object) -> bytes:
    """The full audit as JSON with one thing replaced; `path` is dotted, numbers are indices."""
    data = at = json.loads(render(sample.full()))
    *keys, last = (int(key) if key.isdigit() else key for key in path.split("."))
    for key in keys:
        at = at[key]
    at[last] = value
    return json.dumps(data).encode()


@pytest.mark.parametrize("audit", [sample.full(), sample.empty(), sample.hostile()], ids=["full", "empty", "hostile"])
def test_a_saved_audit_reads_back_the_same(audit: Audit, schema: Any) -> None:
    text = render(audit)
    assert list(Draft202012Validator(schema).iter_errors(json.loads(text))) == []
    assert read_audit(text.encode(), "audit.json") == audit
    assert render(read_audit(text.encode(), "audit.json")) == text


def test_it_is_indented_and_ends_with_a_line_end() -> None:
    assert render(sample.empty()).startswith('{\n  "schema": "mhaudit/audit/2",\n  "tool": {\n    "name": "mhaudit",\n')
    assert render(sample.empty()).endswith("}\n")


def test_text_that_steers_a_terminal_is_escaped() -> None:
    text = render(sample.hostile())
    assert r"<script>alert(1)</script>\u202egnp.exe\u001b[31m[red]javascript:alert(1)" in text
    assert "\u202e" not in text
    assert "\x1b" not in text


def test_the_schema_is_sound_and_describes_everything(schema: Any) -> None:
    Draft202012Validator.check_schema(schema)
    for definition in (schema, *schema["$defs"].values()):
        assert definition["additionalProperties"] is False
        assert definition["description"]
        assert all(member["description"] for member in definition["properties"].values())


# Fields that came after the first documents of version 2 had been written.
LATER = {
    "Audit": ("judged",),
    "Citation": ("source",),
    "CrisisReply": ("is_answer", "words"),
    "PersonaFacts": ("salt", "digests"),
    "Subject": ("source",),
}


def test_a_document_of_version_2_without_the_later_fields_is_read() -> None:
    document = json.loads(render(sample.full()))
    document["subject"].pop("source")
    document.pop("judged")
    assert document["crisis"]
    for reply in document["crisis"]:
        del reply["is_answer"], reply["words"]
    read = read_audit(json.dumps(document).encode(), "audit.json")
    assert (read.subject.source, read.crisis[0].is_answer, read.crisis[0].words) == ("", True, "")


def test_the_schema_has_the_fields_of_the_model_in_their_order(schema: Any) -> None:
    for kind in model_types(Audit) - {Reason, Dispute}:
        definition = schema if kind is Audit else schema["$defs"][kind.__name__]
        names = [item.encode_name for item in fields(kind) if item.name != "disputes"]  # a file of their own
        assert list(definition["properties"]) == names
        assert definition["required"] == [name for name in names if name not in LATER.get(kind.__name__, ())]
    assert set(schema["$defs"]) == {kind.__name__ for kind in model_types(Audit) - {Audit, Dispute}}


def model_types(kind: Any) -> set[Any]:
    if not (isinstance(kind, type) and issubclass(kind, Struct)):
        return set().union(*(model_types(argument) for argument in get_args(kind)))
    if kind is Reason:  # it holds itself
        return {kind}
    return {kind}.union(*(model_types(hint) for hint in get_type_hints(kind).values()))


def test_every_fault_against_the_schema_is_told() -> None:
    text = changed("findings.0.severity", "terrible").replace(b'"exchanges": 40, "bytes"', b'"exchanges": -1, "bytes"')
    assert faults(text) == [
        "a.json: coverage.exchanges: -1 is less than the minimum of 0",
        "a.json: findings[0].severity: 'terrible' is not one of ['info', 'low', 'medium', 'high', 'critical']",
    ]


def test_another_version_is_a_fault() -> None:
    assert faults(changed("schema", "mhaudit/audit/3")) == [
        "a.json: schema: unknown schema 'mhaudit/audit/3'; this mhaudit reads mhaudit/audit/1, mhaudit/audit/2"
    ]


@pytest.mark.parametrize("text", [b"{}", b"[]", b"7", b'{"schema": null, "findings": []}'])
def test_json_without_a_schema_is_refused_with_one_sentence(text: bytes) -> None:
    missing = "a.json: is not an audit.json: 'schema' is missing; give a file that mhaudit wrote"
    assert faults(text) == [missing]


def test_what_the_schema_does_not_know_is_a_fault() -> None:
    assert faults(changed("subject.owner", "me")) == [
        "a.json: subject: Additional properties are not allowed ('owner' was unexpected)"
    ]


def test_a_finding_without_its_observation_is_a_fault() -> None:
    assert faults(changed("findings.1.observations", ["gone"])) == [
        "a.json: findings[1].observations: no observation has the id 'gone'"
    ]
    assert faults(changed("claims.0.observations", ["gone"])) == [
        "a.json: claims[0].observations: no observation has the id 'gone'"
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"", "a.json:1: this is not JSON: Expecting value"),
        (b'{\n"a": }', "a.json:2: this is not JSON: Expecting value"),
        (b"[" * 100_000, "a.json: this is nested too deeply"),
        (b'{"a": NaN}', "a.json: this is not JSON: NaN is not a JSON value"),
    ],
)
def test_what_is_no_audit_is_a_fault_and_no_traceback(text: bytes, said: str) -> None:
    assert faults(text) == [said]


def test_text_in_another_encoding_is_a_fault() -> None:
    (said,) = faults(b"\xff\xfe{")
    assert said.startswith("a.json: this is not JSON: 'utf-8' codec can't decode byte 0xff")


def test_a_long_message_is_cut_at_its_start() -> None:
    (said,) = faults(changed("tool", "x" * 5000))
    assert said.startswith("a.json: tool: …xxx")
    assert said.endswith("xxx' is not of type 'object'")
    assert len(said) < 250


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("generated_from.persona.id", None, "generated_from.persona.id: None is not of type 'string'"),
        ("generated_from.persona", 7, "generated_from.persona: 7 is not of type 'object'"),
        ("generated_from.captures.0.first", 7, "generated_from.captures[0].first: 7 is not of type 'string', 'null'"),
        (
            "generated_from.captures.0.sha256",
            "x",
            "generated_from.captures[0].sha256: 'x' does not match '^[0-9a-f]{64}$'",
        ),
        ("verdict.by_severity", {"odd": 1}, f"verdict.by_severity: 'odd' is not one of {[*SEVERITIES]}"),
        ("coverage.exchanges", 3.5, "coverage.exchanges: 3.5 is not of type 'integer'"),
        ("coverage.exchanges", 3.0, "coverage.exchanges: Expected `int`, got `float`"),
        ("coverage.exchanges", True, "coverage.exchanges: True is not of type 'integer'"),
        ("coverage.exchanges", -(10**30), f"coverage.exchanges: {-(10**30)} is less than the minimum of 0"),
    ],
)
def test_each_fault_is_told_where_it_is(path: str, value: object, said: str) -> None:
    assert faults(changed(path, value)) == [f"a.json: {said}"]


@pytest.mark.parametrize("value", [3, 2**64, 10**30])
def test_whole_numbers_of_any_size_are_read(value: int) -> None:
    audit = read_audit(changed("coverage.exchanges", value), "a.json")
    assert audit.coverage.exchanges == value


def test_half_a_surrogate_pair_reads_back_the_same() -> None:
    """As stands in the name of a file that is not UTF-8."""
    text = changed("generated_from.captures.0.name", "caf\udce9.har")
    assert read_audit(text, "a.json").generated_from.captures[0].name == "caf\udce9.har"
    both = changed("generated_from.captures.0.sha256", "\udce9")
    assert faults(both) == ["a.json: generated_from.captures[0].sha256: '\\udce9' does not match '^[0-9a-f]{64}$'"]


def test_nesting_that_no_audit_has_is_a_fault() -> None:
    text = changed("tool", "deep")
    (said,) = faults(text.replace(b'"deep"', b"[" * 500 + b"]" * 500))
    assert said == f"a.json: tool: …{']' * 176} is not of type 'object'"
