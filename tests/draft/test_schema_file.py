import json

import jsonschema
import pytest

from mhaudit.draft.schema_file import Kind, schema_line, schema_text


@pytest.mark.parametrize("kind", ["persona", "app", "waivers"])
def test_it_refers_to_no_other_file(kind: Kind) -> None:
    schema = json.loads(schema_text(kind))
    jsonschema.Draft202012Validator.check_schema(schema)
    assert "terms.schema.json" not in schema_text(kind)
    assert schema_line(kind) == f"# yaml-language-server: $schema={kind}.schema.json\n"


def test_it_finds_what_the_shared_terms_forbid() -> None:
    validator = jsonschema.Draft202012Validator(json.loads(schema_text("persona")))
    good = {"id": "kim", "values": [{"category": "mood.score", "value": 3}]}
    assert list(validator.iter_errors(good)) == []
    assert [list(fault.path) for fault in validator.iter_errors({**good, "id": "Kim B"})] == [["id"]]
