import hashlib
from pathlib import Path

import pytest

from mhaudit.errors import CaseUnusable
from mhaudit.record.facts import facts


def test_what_was_said_is_there_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "app.apk").write_bytes(b"PK")
    assert facts("", None, None) == {}
    assert facts("Pixel 7", tmp_path / "app.apk", False) == {
        "device": "Pixel 7",
        "package": {"name": "app.apk", "sha256": hashlib.sha256(b"PK").hexdigest(), "bytes": 2},
        "app_modified": False,
    }


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(CaseUnusable, match=r"none\.apk: No such file"):
        facts("", tmp_path / "none.apk", None)
