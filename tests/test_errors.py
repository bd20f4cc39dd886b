"""Faults say where and what, all of them, in order."""

from mhaudit.errors import Fault, InvalidFiles, MhauditError


def test_a_fault_is_file_line_path_and_what() -> None:
    assert str(Fault("a.yaml", 3, "values[1].category", "unknown")) == "a.yaml:3: values[1].category: unknown"
    assert str(Fault("a.yaml", 0, "", "can't be read")) == "a.yaml: can't be read"
    assert str(Fault("a.yaml", 7, "", "is empty")) == "a.yaml:7: is empty"


def test_all_faults_come_sorted_by_file_and_line() -> None:
    error = InvalidFiles([Fault("b", 1, "", "x"), Fault("a", 10, "", "x"), Fault("a", 2, "", "x")])
    assert str(error) == "a:2: x\na:10: x\nb:1: x"
    assert [fault.line for fault in error.faults] == [2, 10, 1]
    assert isinstance(error, MhauditError)
