"""What readers are given."""

from pathlib import Path

from mhaudit.trackerlists.entity import Given


def test_nothing_stands_beside_a_file_unless_said() -> None:
    given = Given(file="some/list.json", raw=b"")
    assert (given.path, given.beside("companies.json")) == (Path("some/list.json"), None)
