from pathlib import Path

from mhaudit.policy.assemble import CheckedLayer, parse_layer
from mhaudit.policy.examples import examples
from mhaudit.policy.folder import built_in, read
from tests.policy.write import KIND, ORGANISATION, SERVICE, folder

FILES = {"organisations/acme.yaml": ORGANISATION, "services/acme-metrics.yaml": SERVICE, "data/mood.colour.yaml": KIND}


def layers(*paths: Path) -> list[CheckedLayer]:
    return [parse_layer(read(path, path.name), []) for path in paths]


def test_every_example_of_every_layer_comes_with_its_side(tmp_path: Path) -> None:
    root = folder(tmp_path, FILES)
    found = list(examples(layers(built_in(), root)))
    own = [example for example in found if example.source.file.startswith(str(root))]
    assert [(example.kind, example.id, example.matches, example.request) for example in own] == [
        ("service", "acme-metrics", True, {"url": "https://in.acme-metrics.example/"}),
        ("service", "acme-metrics", False, {"url": "https://notacme-metrics.example/"}),
        ("data", "mood.colour", True, {"json": {"mood_colour": "blue"}}),
        ("data", "mood.colour", False, {"json": {"wall_colour": "blue"}}),
    ]
    assert found[-len(own) :] == own
    assert {example.kind for example in found} == {"service", "data", "sdk", "rule"}


def test_a_fault_has_the_line_of_its_example(tmp_path: Path) -> None:
    root = folder(tmp_path, FILES)
    found = [example for example in examples(layers(root)) if example.id == "mood.colour" and not example.matches]
    assert [str(example.fault("does not hold")) for example in found] == [
        f"{root}/data/mood.colour.yaml:13: examples.pass[0]: does not hold"
    ]
