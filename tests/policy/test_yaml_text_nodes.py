import pytest
from yaml.error import YAMLError
from yaml.nodes import MappingNode, Node, ScalarNode

from mhaudit.policy.yaml_text import TAG, broken, compose


def tags(text: str) -> list[str]:
    root = compose(text)
    assert isinstance(root, MappingNode)
    ((_, found),) = root.value
    return [item.tag.removeprefix(TAG) for item in found.value]


@pytest.mark.parametrize(
    ("kind", "written"),
    [
        ("null", ["~", "null", "Null", "NULL"]),
        ("bool", ["true", "True", "TRUE", "false", "False", "FALSE"]),
        ("int", ["0", "-7", "+7", "007", "1_000", "0x1F", "0o17", "0b11"]),
        ("float", ["1.5", "1.", ".5", "-.5", "1e3", "1.5E-3", "+1_0.5", ".inf", "-.INF", ".nan"]),
        ("str", ["yes", "No", "on", "y", "12:30", "2026-11-25", "1.2.3", "0x1G", "0o9", "1e", "<<", "=", "nul", "+"]),
        ("str", ["'7'", '"true"', "!!str 7", "nullable", "true story"]),
    ],
)
def test_plain_scalars_mean_what_yaml_1_2_says(kind: str, written: list[str]) -> None:
    assert tags(f"a: [{', '.join(written)}]") == [kind] * len(written)


@pytest.mark.parametrize("url", ["https://x.example/?a=b", "https://x.example:8443/#top", "a:b", "-x", "x?"])
def test_addresses_need_no_quotes_in_lists(url: str) -> None:
    root = compose(f"a: [{url}, {{url: {url}}}]")
    assert isinstance(root, MappingNode)
    first, second = root.value[0][1].value
    assert (first.value, second.value[0][1].value) == (url, url)


def lines(node: Node) -> list[tuple[str, int]]:
    if isinstance(node, ScalarNode):
        return [(node.value, node.start_mark.line + 1)]
    parts = [part for item in node.value for part in (item if isinstance(item, tuple) else (item,))]
    return [found for part in parts for found in lines(part)]


def test_every_node_knows_its_line() -> None:
    root = compose("# a remark\na: 1\nb:\n  - {c: é, d: 2}\ne: 'x\n\n  y'\nf: 3\n")
    assert root is not None
    assert lines(root) == [
        *(("a", 2), ("1", 2), ("b", 3), ("c", 4), ("é", 4), ("d", 4), ("2", 4)),
        *(("e", 5), ("x\ny", 5), ("f", 8), ("3", 8)),
    ]


@pytest.mark.parametrize("text", ["", "# only a remark\n", "---\n...\n"])
def test_nothing_has_no_tree(text: str) -> None:
    root = compose(text)
    assert root is None or lines(root) == [("", 2)]


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("a:\n\t- x", 2, "found character that cannot start any token, at '\\t'"),
        ("a: b: c", 1, "mapping values are not allowed in this context, at ':'"),
        ("é: {b: 'x': c}", 1, "did not find expected ',' or '}', at ':'"),
        ("a: 1\nb: {c: 1\n\n", 2, "did not find expected ',' or '}' before the file ends"),
        ("a: 1\nb: 'x\n\n", 2, "found unexpected end of stream"),
        ("a: 1\nb\n", 2, "could not find expected ':' before the file ends"),
        ("a: *x", 1, "found undefined alias, at '*'"),
        ("a: 1\n---\nb: 2\n", 2, "but found another document, at '-'"),
        ("é: 1\nb: x\x07\n", 2, "the character U+0007 is not allowed"),
        ("a: 1\x00\n", 1, "the character U+0000 is not allowed"),
        ('a: "\\ud800"', 1, "found invalid Unicode character escape code, at 'd'"),
    ],
)
def test_a_syntax_error_is_reported_with_its_line(text: str, line: int, what: str) -> None:
    with pytest.raises(YAMLError) as caught:
        compose(text)
    assert broken(text, caught.value) == (line, what)


def test_an_error_without_a_place_is_reported() -> None:
    assert broken("", YAMLError("odd\n  thing")) == (0, "odd thing")
    assert broken("", YAMLError()) == (0, "it can't be read")
