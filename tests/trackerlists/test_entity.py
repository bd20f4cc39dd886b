"""What readers are given."""

from pathlib import Path

from mhaudit.trackerlists.entity import Given


def test_a_file_has_no_neighbours_by_default() -> None:
    given = Given(file="some/list.json", raw=b"")
    assert (given.path, given.beside("companies.json")) == (Path("some/list.json"), None)
