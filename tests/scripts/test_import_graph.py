"""The imports between rooms."""

import subprocess
import sys
from pathlib import Path

from scripts.import_graph import room
from tests.conftest import ROOT


def test_the_room_is_the_first_part() -> None:
    names = ("mhaudit", "mhaudit.errors", "mhaudit.detect.sdk")
    assert [room(name) for name in names] == ["mhaudit", "errors", "detect"]


def test_imports_between_rooms_are_counted(tmp_path: Path) -> None:
    package = tmp_path / "mhaudit"
    for name, text in {
        "__init__": "",
        "a/__init__": "import mhaudit.b.one\nfrom mhaudit.a import two\n",
        "a/two": "from mhaudit.b import one\n",
        "b/__init__": "",
        "b/one": "import json\n",
    }.items():
        path = package / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    command = [sys.executable, str(ROOT / "scripts" / "import_graph.py"), str(tmp_path)]
    assert subprocess.run(command, capture_output=True, text=True, check=True, cwd=tmp_path).stdout.splitlines() == [
        "5 modules in 3 rooms; 2 imports between 1 pairs of rooms",
        "a (2): b 2",
        "b (2): none",
        "mhaudit (1): none",
    ]
