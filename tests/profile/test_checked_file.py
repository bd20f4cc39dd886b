"""A persona or an app profile as a file."""

import hashlib
from pathlib import Path

import pytest

from mhaudit.errors import InvalidFiles
from mhaudit.profile.checked_file import read
from tests.policy.write import APP


def test_content_and_digest(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(APP)
    source, digest = read(path, "app")
    assert (source.data["id"], digest) == ("app.own", hashlib.sha256(path.read_bytes()).hexdigest())


def test_a_file_that_is_not_there_or_of_another_kind(tmp_path: Path) -> None:
    with pytest.raises(InvalidFiles, match="can't be read: No such file or directory"):
        read(tmp_path / "none.yaml", "app")
    path = tmp_path / "x.yaml"
    path.write_text(APP)
    with pytest.raises(InvalidFiles, match="values"):
        read(path, "persona")
