"""The quick reader gives what the library's own gives: trees, marks and errors."""

from collections.abc import Iterator

import pytest
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.nodes import Node, ScalarNode

from mhaudit.policy.folder import built_in
from mhaudit.policy.quick_yaml import quick_yaml

BROKEN = (
    "a: [1, 2",
    "a: 'x",
    "a: b: c",
    "a:\n  - b\n c: d",
    "- a\nb: c",
    "{a: b",
    "a: *x",
    "%TAG x\n---\na",
    "key\nb: c",
)
SHIPPED = [
    *("services/matomo.yaml", "services/sentry.yaml", "sdks/new-relic.yaml", "data/mood.score.yaml"),
    *("rules/HLT-001.yaml", "regulations/APPLE-5.1.1.yaml", "crisis-lines/de.yaml", "organisations/google.yaml"),
]


def tree(node: Node) -> Iterator[tuple[object, ...]]:
    """Every node with where it begins and ends."""
    start, end = node.start_mark, node.end_mark
    value = node.value if isinstance(node, ScalarNode) else len(node.value)
    yield str(node.tag), value, start.line, start.column, end.line, end.column
    for item in () if isinstance(node, ScalarNode) else node.value:
        for child in item if isinstance(item, tuple) else (item,):
            yield from tree(child)


@pytest.mark.parametrize("name", SHIPPED)
def test_the_same_trees_and_marks(name: str) -> None:
    text = (built_in() / name).read_text(encoding="utf-8")
    found = list(tree(quick_yaml().compose(text)))
    assert found == list(tree(YAML(typ="safe", pure=True).compose(text)))
    assert len(found) > 5


@pytest.mark.parametrize("text", BROKEN)
def test_the_same_errors(text: str) -> None:
    said = []
    for reader in (quick_yaml(), YAML(typ="safe", pure=True)):
        with pytest.raises(MarkedYAMLError) as error:
            reader.compose(text)
        said.append(str(error.value))
    assert said[0] == said[1]
