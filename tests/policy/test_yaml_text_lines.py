from mhaudit.errors import Fault
from mhaudit.policy.yaml_text import Source, dotted, parse

TEXT = "id: x\nlist:\n  - {a: 1}\n  - a: 2\n    b: 3\n"


def source() -> Source:
    faults: list[Fault] = []
    found = parse(TEXT.encode(), "x.yaml", faults)
    assert found is not None
    return found


def test_lines_are_those_of_keys_and_items() -> None:
    found = source()
    assert [found.line(path) for path in ((), ("id",), ("list",), ("list", 0), ("list", 1), ("list", 1, "b"))] == [
        *(1, 1, 2, 3, 4, 5)
    ]


def test_a_missing_field_has_the_line_of_its_parent() -> None:
    found = source()
    assert found.line(("list", 1, "c")) == 4
    assert found.line(("list", 9)) == 2
    assert found.line(("id", "deeper")) == 1
    assert found.line(("id", 0)) == 1
    assert found.line(("none",)) == 1


def test_a_fault_has_file_line_path_and_sentence() -> None:
    assert str(source().fault(("list", 1, "b"), "is odd")) == "x.yaml:5: list[1].b: is odd"


def test_paths_are_written_with_dots_and_brackets() -> None:
    assert dotted(("values", 3, "category")) == "values[3].category"
    assert dotted((0, "a")) == "[0].a"
    assert dotted(()) == ""
