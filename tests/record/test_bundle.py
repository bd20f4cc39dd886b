import json
import zipfile
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from mitmproxy.test.tflow import tflow
from msgspec.structs import replace

from mhaudit import auditing
from mhaudit.auditing.engine import Question
from mhaudit.errors import CaseChanged, CaseUnusable
from mhaudit.model.subject import Persona, PlantedValue
from mhaudit.record.bundle import bundle, verify_bundle
from mhaudit.record.sealing import seal
from mhaudit.record.signature import sign
from tests.ingest.captures import dump
from tests.ingest.journals import case

EMAIL = "ines.calderon+mh31@quietpost.example"
KEY = Ed25519PrivateKey.from_private_bytes(b"k" * 32)


@pytest.fixture(scope="module")
def question(own_cache: None) -> Question:
    values = (PlantedValue(category="identity.email", value=EMAIL),)
    return replace(auditing.question(), persona=Persona(id="ines", values=values))


@pytest.fixture
def sealed(tmp_path: Path) -> Path:
    flow = tflow(resp=True)
    flow.request.content = json.dumps({"email": EMAIL}).encode()
    folder = case(tmp_path / "case", flows=dump([flow]))
    (folder / "persona.yaml").write_text("id: ines\n", encoding="utf-8")
    seal(folder, {"mhaudit": "1"})
    return folder


def test_a_bundle_holds_what_may_be_handed_on_and_no_more(sealed: Path, question: Question, tmp_path: Path) -> None:
    out = tmp_path / "out.zip"
    audit, redaction = bundle(sealed, question, out)
    with zipfile.ZipFile(out) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    assert sorted(members) == [
        *("audit.json", "bundle.json", "left-out.json", "manifest.json", "redacted.har", "report.html")
    ]
    assert not [name for name, data in members.items() if EMAIL.encode() in data]
    assert b"redacted-identity-email-1" in members["redacted.har"]
    left_out = json.loads(members["left-out.json"])
    assert {"capture.mitm", "journal.jsonl", "persona.yaml"} <= left_out["files"].keys()
    assert left_out["redaction"]["exchanges"] == redaction.exchanges == audit.coverage.exchanges == 1
    assert verify_bundle(out, None) == ([], "As bundled: 5 files.", False)
    bundle(sealed, question, tmp_path / "again.zip")
    assert (tmp_path / "again.zip").read_bytes() == out.read_bytes()


def test_a_bundle_is_verified_without_its_case(sealed: Path, question: Question, tmp_path: Path) -> None:
    sign(sealed, KEY)
    out = tmp_path / "out.zip"
    bundle(sealed, question, out, KEY)
    assert verify_bundle(out, KEY.public_key()) == ([], "As bundled: 6 files.", True)
    stranger = Ed25519PrivateKey.generate().public_key()
    assert verify_bundle(out, stranger)[0] == ["The bundle is not signed by this key."]
    unsigned = tmp_path / "unsigned.zip"
    bundle(sealed, question, unsigned)
    inside = "The bundle is not signed by this key (that of the case inside is)."
    assert verify_bundle(unsigned, KEY.public_key())[0] == [inside]


def test_every_change_of_a_bundle_is_named(sealed: Path, question: Question, tmp_path: Path) -> None:
    out, other = tmp_path / "out.zip", tmp_path / "other.zip"
    bundle(sealed, question, out)
    with zipfile.ZipFile(out) as archive, zipfile.ZipFile(other, "w") as changed:
        for name in archive.namelist():
            if name != "report.html":
                changed.writestr(name, b"{}" if name == "audit.json" else archive.read(name))
        changed.writestr("more.txt", b"x")
    assert verify_bundle(other, None)[0] == [
        "audit.json was changed.",
        "more.txt was added.",
        "report.html is missing.",
    ]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"[" * 1000])
def test_what_is_no_bundle_is_said(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.zip").write_bytes(content)
    with pytest.raises(CaseChanged, match="not a bundle"):
        verify_bundle(tmp_path / "x.zip", None)


@pytest.mark.parametrize("content", [b"[" * 100_000, b"{}", b'{"schema": "mhaudit/bundle/1", "files": []}'])
def test_a_list_of_any_shape_is_answered(tmp_path: Path, content: bytes) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("bundle.json", content)
    with pytest.raises(CaseChanged, match=r"bundle\.json"):
        verify_bundle(tmp_path / "x.zip", None)


def test_a_case_that_was_changed_is_not_bundled(sealed: Path, question: Question, tmp_path: Path) -> None:
    (sealed / "second.har").write_bytes(b"{}")
    with pytest.raises(CaseChanged, match=r"second\.har was added.*Nothing was bundled"):
        bundle(sealed, question, tmp_path / "out.zip")
    (sealed / "manifest.json").unlink()
    with pytest.raises(CaseUnusable):
        bundle(sealed, question, tmp_path / "out.zip")
    assert not list(tmp_path.glob("*.zip"))
