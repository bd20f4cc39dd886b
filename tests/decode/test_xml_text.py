import pytest

from mhaudit.decode.xml_text import read_xml
from mhaudit.model.place import Leaf
from tests.decode.read import Reading, written

BODY = (None, "body", None)


def told(leaves: list[Leaf] | None) -> list[Reading] | None:
    return None if leaves is None else written(leaves)


def test_xml() -> None:
    text = '<?xml version="1.0"?><d:diary xmlns:d="u" mood="3"><note>so <b>tired</b> today</note></d:diary>'
    assert told(read_xml(BODY, text)) == [
        ("body > xml > xml:diary@mood", "3"),
        ("body > xml > xml:diary/note", "so"),
        ("body > xml > xml:diary/note/b", "tired"),
        ("body > xml > xml:diary/note", "today"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "<a>",
        "<a></b>",
        "<!DOCTYPE a><a>x</a>",
        '<!doctype a [<!ENTITY b "boom">]><a>&b;</a>',
        " " * 5000 + '<!DOCTYPE a [<!ENTITY b "boom">]><a>&b;</a>',
        "<3 you",
        "",
    ],
)
def test_what_is_not_read_as_xml(text: str) -> None:
    assert read_xml(BODY, text) is None


@pytest.mark.parametrize(("length", "name"), [(200, "n" * 200), (201, "n" * 200 + "…")])
def test_a_long_name_is_cut(length: int, name: str) -> None:
    text = f"<{'n' * length}>3</{'n' * length}>"
    assert read_xml(BODY, text) == [(((BODY, "xml", None), "xml", name), name, "3")]


@pytest.mark.parametrize(("depth", "path"), [(24, "/".join("a" * 24)), (25, "…/" + "/".join("a" * 24))])
def test_a_deep_path_ends_with_its_innermost_names(depth: int, path: str) -> None:
    assert told(read_xml(BODY, "<a>" * depth + "3" + "</a>" * depth)) == [(f"body > xml > xml:{path}", "3")]


def test_texts_are_read_up_to_their_bound() -> None:
    most = 100_000
    assert len(read_xml(BODY, f"<r>{'<a>1</a>' * most}</r>") or []) == most
    assert read_xml(BODY, f"<r>{'<a>1</a>' * (most + 1)}</r>") is None
