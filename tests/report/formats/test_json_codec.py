import copy
from typing import Any

import pytest

from mhaudit.errors import InvalidFiles
from mhaudit.report.formats.json_ import from_json, to_json
from tests.report import sample


def faults(data: object) -> list[str]:
    with pytest.raises(InvalidFiles) as caught:
        from_json(data)
    return str(caught.value).splitlines()


@pytest.fixture
def data() -> Any:
    return copy.deepcopy(to_json(sample.full()))


def test_an_audit_survives_the_way_there_and_back(data: Any) -> None:
    assert from_json(data) == sample.full()


def test_keys_stand_in_the_order_of_the_fields(data: Any) -> None:
    assert list(data)[:4] == ["schema", "tool", "generated_from", "subject"]
    assert list(data["verdict"]["by_severity"]) == ["critical", "high", "info", "low", "medium"]


def test_a_phase_says_from_and_not_from_underscore(data: Any) -> None:
    assert data["phases"] == [{"id": "before-consent", "from": sample.BEGAN, "to": None}]


def test_absent_things_are_null(data: Any) -> None:
    assert data["recipients"][4]["organisation"] is None
    assert to_json(sample.empty())["generated_from"]["persona"] is None


def test_a_type_that_its_schema_should_have_refused_is_a_fault_with_its_path(data: Any) -> None:
    data["findings"][2]["severity"] = "terrible"
    assert faults(data) == ["audit.json: findings[2].severity: Invalid enum value 'terrible'"]


def test_true_is_not_a_number(data: Any) -> None:
    data["coverage"]["exchanges"] = True
    assert faults(data) == ["audit.json: coverage.exchanges: Expected `int`, got `bool`"]


def test_a_list_is_no_audit() -> None:
    assert faults([]) == ["audit.json: Expected `object`, got `array`"]


def test_what_was_added_later_may_be_missing(data: Any) -> None:
    del data["accesses"], data["coverage"]["corroboration"]
    for host in data["recipients"]:
        del host["listed"], host["lookups"]
    assert from_json(data) == sample.full()
