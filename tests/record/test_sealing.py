import json
from pathlib import Path

from mhaudit.ingest.case.manifest import changes, read_manifest
from mhaudit.record.sealing import seal
from tests.ingest.journals import case


def test_a_case_is_sealed_with_what_it_was_made_with(tmp_path: Path) -> None:
    folder = case(tmp_path / "c", flows=b"flows")
    seal(folder, {"mhaudit": "1"})
    assert json.loads((folder / "manifest.json").read_text())["versions"].keys() == {"mhaudit", "python"}
    assert list(changes(folder, read_manifest(folder))) == []
