import hashlib
import json
from pathlib import Path

import pytest

from mhaudit.errors import CaseUnusable
from mhaudit.ingest.case.manifest import changes, measured, read_manifest, seal_gaps, seal_state
from mhaudit.record.sealing import seal
from tests.ingest.journals import case


def test_the_manifest_names_every_file_with_its_digest(tmp_path: Path) -> None:
    folder = case(tmp_path / "c", flows=b"flows")
    seal(folder, {"mhaudit": "1", "mitmproxy": "2"})
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["schema"] == "mhaudit/manifest/1" and manifest["sealed"].endswith("Z")
    assert manifest["files"].keys() == {"case.yaml", "capture.mitm", "journal.jsonl"}
    assert manifest["files"]["capture.mitm"] == {"sha256": hashlib.sha256(b"flows").hexdigest(), "bytes": 5}
    assert manifest["versions"].keys() == {"mhaudit", "mitmproxy", "python"}


def test_a_file_is_measured(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"")
    assert measured(tmp_path / "x") == {"sha256": hashlib.sha256(b"").hexdigest(), "bytes": 0}


@pytest.fixture
def sealed(tmp_path: Path) -> Path:
    folder = case(tmp_path / "c", flows=b"flows")
    seal(folder, {"mhaudit": "1"})
    return folder


def found(folder: Path) -> list[str]:
    return list(changes(folder, read_manifest(folder)))


def test_a_case_as_it_was_sealed_has_no_changes(sealed: Path) -> None:
    assert found(sealed) == []
    (sealed / "report").mkdir()
    assert found(sealed) == [], "a report is no part of the evidence"


def test_every_change_is_named(sealed: Path) -> None:
    (sealed / "capture.mitm").write_bytes(b"flowz")
    (sealed / "case.yaml").unlink()
    (sealed / "persona.yaml").write_text("id: x\n", encoding="utf-8")
    assert found(sealed) == ["case.yaml is missing.", "persona.yaml was added.", "capture.mitm was changed."]


def test_a_manifest_can_not_list_other_files(sealed: Path) -> None:
    manifest = read_manifest(sealed)
    manifest["files"]["../secret"] = {"sha256": "0", "bytes": 0}
    assert list(changes(sealed, manifest)) == ["'../secret' is not a file of a case."]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "it is not a sealed case"),
        (b"{", "not a manifest"),
        (b"[" * 100_000, "not a manifest: RecursionError"),
        (b"\xff\xfe", "not a manifest"),
        (b'{"schema": 1e999}', "not a manifest of the schema"),
        (b"[]", "not a manifest of the schema mhaudit/manifest/1"),
        (b'{"schema": "mhaudit/manifest/1"}', "files or time are missing"),
    ],
)
def test_an_invalid_manifest_is_reported(tmp_path: Path, content: bytes | None, said: str) -> None:
    if content is not None:
        (tmp_path / "manifest.json").write_bytes(content)
    with pytest.raises(CaseUnusable, match=said):
        read_manifest(tmp_path)


@pytest.mark.parametrize(
    "name", ["second.har", "second.mitm", "more/x.bin", "sub/journal.jsonl", "keys.txt", "streams/a.request"]
)
def test_what_an_audit_would_read_and_was_added_is_named(sealed: Path, name: str) -> None:
    (sealed / name).parent.mkdir(exist_ok=True)
    (sealed / name).write_bytes(b"{}")
    assert found(sealed) == [f"{name} was added; an audit of the case would read it."]


@pytest.mark.parametrize(
    "name", ["report/recipients.csv", "report/report.html", "photo.jpg", "notes.md", ".hidden.har", "manifest.sig"]
)
def test_what_no_audit_reads_may_lie_there(sealed: Path, name: str) -> None:
    (sealed / name).parent.mkdir(exist_ok=True)
    (sealed / name).write_bytes(b"{}")
    assert found(sealed) == []


def test_an_audit_says_whether_a_case_is_as_it_was_sealed(sealed: Path, tmp_path: Path) -> None:
    assert list(seal_gaps(sealed, "c")) == [] and "is as it was sealed on 2" in seal_state(sealed)
    (sealed / "second.har").write_bytes(b"{}")
    (gap,) = seal_gaps(sealed, "c")
    assert (gap.code, gap.blocking) == ("case-changed", True)
    assert gap.detail == "c: second.har was added; an audit of the case would read it."
    assert f"{sealed} is not as it was sealed: second.har was added;" in seal_state(sealed)
    (sealed / "manifest.json").write_bytes(b"[")
    assert [gap.code for gap in seal_gaps(sealed, "c")] == ["case-changed"]
    assert seal_state(sealed).startswith("Not as it was sealed:")
    (sealed / "manifest.json").unlink()
    assert list(seal_gaps(sealed, "c")) == [] and "is not sealed" in seal_state(sealed)
