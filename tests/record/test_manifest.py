import hashlib
import json
from pathlib import Path

from mhaudit.policy import load
from mhaudit.record.manifest import measured, seal
from tests.ingest.journals import case


def test_the_manifest_names_every_file_with_its_digest(tmp_path: Path) -> None:
    folder = case(tmp_path / "c", flows=b"flows")
    seal(folder, {"mhaudit": "1", "mitmproxy": "2"})
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["schema"] == "mhaudit/manifest/1" and manifest["sealed"].endswith("Z")
    assert manifest["files"].keys() == {"case.yaml", "capture.mitm", "journal.jsonl"}
    assert manifest["files"]["capture.mitm"] == {"sha256": hashlib.sha256(b"flows").hexdigest(), "bytes": 5}
    assert manifest["versions"].keys() == {"mhaudit", "mitmproxy", "python", "policies"}
    assert manifest["versions"]["policies"] == load().digest


def test_a_file_is_measured(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"")
    assert measured(tmp_path / "x") == {"sha256": hashlib.sha256(b"").hexdigest(), "bytes": 0}
