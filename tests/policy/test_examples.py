from pathlib import Path

import pytest

from mhaudit.errors import InvalidFiles
from mhaudit.policy.examples import examples
from mhaudit.policy.folder import built_in
from mhaudit.policy.load import load
from tests.policy.write import KIND, ORGANISATION, SERVICE, folder

FILES = {"organisations/acme.yaml": ORGANISATION, "services/acme-metrics.yaml": SERVICE, "data/mood.colour.yaml": KIND}


def test_every_example_of_every_layer_comes_with_its_side(tmp_path: Path) -> None:
    root = folder(tmp_path, FILES)
    own = [example for example in examples([root]) if example.source.file.startswith(str(root))]
    assert [(example.kind, example.id, example.matches, example.request) for example in own] == [
        ("service", "acme-metrics", True, {"url": "https://in.acme-metrics.example/"}),
        ("service", "acme-metrics", False, {"url": "https://notacme-metrics.example/"}),
        ("data", "mood.colour", True, {"json": {"mood_colour": "blue"}}),
        ("data", "mood.colour", False, {"json": {"wall_colour": "blue"}}),
    ]
    assert any(example.source.file.startswith(str(built_in())) for example in examples())


@pytest.mark.parametrize("cached", [False, True])
def test_a_fault_has_the_line_of_its_example(tmp_path: Path, cached: bool) -> None:
    root = folder(tmp_path, FILES)
    if cached:
        load([root])
    found = [example for example in examples([root]) if example.id == "mood.colour" and not example.matches]
    assert [str(example.fault("does not hold")) for example in found] == [
        f"{root}/data/mood.colour.yaml:13: examples.pass[0]: does not hold"
    ]


def test_files_that_are_not_right_are_named(tmp_path: Path) -> None:
    with pytest.raises(InvalidFiles):
        list(examples([folder(tmp_path, {"organisations/acme.yaml": "id: acme"})]))
