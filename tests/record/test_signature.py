import shutil
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from mhaudit.errors import CaseUnusable
from mhaudit.record.signature import is_signed, is_signed_by, private_key, public_key, sign


def keys(folder: Path) -> tuple[Path, Path]:
    """A key and its public half, as openssl writes them."""
    key = Ed25519PrivateKey.generate()
    private, public = folder / "key.pem", folder / "public.pem"
    private.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    public.write_bytes(key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    return private, public


@pytest.fixture
def case(tmp_path: Path) -> Path:
    folder = tmp_path / "case"
    folder.mkdir()
    (folder / "manifest.json").write_bytes(b'{"schema": "mhaudit/manifest/1"}\n')
    return folder


def test_a_signature_is_of_its_key_and_of_these_bytes(tmp_path: Path, case: Path) -> None:
    private, public = keys(tmp_path)
    assert not is_signed(case) and not is_signed_by(case, public_key(public))
    sign(case, private_key(private))
    assert is_signed(case) and is_signed_by(case, public_key(public))
    _, other = keys(tmp_path)
    assert not is_signed_by(case, public_key(other))


def test_a_changed_manifest_is_not_signed(tmp_path: Path, case: Path) -> None:
    private, public = keys(tmp_path)
    sign(case, private_key(private))
    (case / "manifest.json").write_bytes(b'{"schema": "mhaudit/manifest/2"}\n')
    assert not is_signed_by(case, public_key(public))


def test_a_signature_is_never_replaced(tmp_path: Path, case: Path) -> None:
    private, _ = keys(tmp_path)
    sign(case, private_key(private))
    with pytest.raises(FileExistsError):
        sign(case, private_key(private))


@pytest.mark.skipif(shutil.which("openssl") is None, reason="there is no openssl")
def test_openssl_agrees(tmp_path: Path, case: Path) -> None:
    key, public = str(tmp_path / "key.pem"), str(tmp_path / "public.pem")
    subprocess.run(["openssl", "genpkey", "-algorithm", "ed25519", "-out", key], check=True)
    subprocess.run(["openssl", "pkey", "-in", key, "-pubout", "-out", public], check=True)
    sign(case, private_key(tmp_path / "key.pem"))
    files = ["-in", str(case / "manifest.json"), "-sigfile", str(case / "manifest.sig")]
    command = ["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", public, "-rawin", *files]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    assert checked.returncode == 0 and "Verified Successfully" in checked.stdout


def test_other_keys_are_refused_with_what_to_do(tmp_path: Path) -> None:
    rsa = generate_private_key(65537, 2048)
    (tmp_path / "rsa.pem").write_bytes(rsa.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    (tmp_path / "text.pem").write_text("no key", encoding="utf-8")
    private, public = keys(tmp_path)
    for path, load, said in (
        (tmp_path / "rsa.pem", private_key, "not an Ed25519 key. Make one with: openssl genpkey"),
        (tmp_path / "text.pem", private_key, "not a private key in PEM without a password. Make one with"),
        (public, private_key, "not a private key in PEM"),
        (private, public_key, "not a public key in PEM. Make it from the private one"),
        (tmp_path / "none.pem", public_key, "No such file"),
    ):
        with pytest.raises(CaseUnusable, match=f"{path.name}: .*{said}"):
            load(path)
