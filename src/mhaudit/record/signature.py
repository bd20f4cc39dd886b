"""`manifest.sig`: an Ed25519 signature of the manifest, with a key that the user makes and keeps.

Other tools can verify it: `openssl pkeyutl -verify -pubin -inkey public.pem -rawin -in manifest.json -sigfile
manifest.sig`.
"""

from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key

from mhaudit.errors import CaseUnusable
from mhaudit.model.subject import MANIFEST, SIGNATURE
from mhaudit.record.append_only_file import AppendOnlyFile

_MAKE = "Make one with: openssl genpkey -algorithm ed25519 -out key.pem"


def private_key(path: Path) -> Ed25519PrivateKey:
    """Read the private key in a PEM file without a password. Raise CaseUnusable where it is not an Ed25519 key."""
    try:
        key = load_pem_private_key(_read(path), None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise CaseUnusable(f"{path}: not a private key in PEM without a password. {_MAKE}") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise CaseUnusable(f"{path}: not an Ed25519 key. {_MAKE}")
    return key


def public_key(path: Path) -> Ed25519PublicKey:
    """Read the public key in a PEM file. Raise CaseUnusable where it is not an Ed25519 key."""
    try:
        key = load_pem_public_key(_read(path))
    except (ValueError, UnsupportedAlgorithm) as error:
        how = "openssl pkey -in key.pem -pubout -out public.pem"
        raise CaseUnusable(f"{path}: not a public key in PEM. Make it from the private one with: {how}") from error
    if not isinstance(key, Ed25519PublicKey):
        raise CaseUnusable(f"{path}: not an Ed25519 key.")
    return key


def sign(folder: Path, key: Ed25519PrivateKey) -> None:
    """Sign the manifest of a case."""
    file = AppendOnlyFile(folder / SIGNATURE)
    file.add(key.sign((folder / MANIFEST).read_bytes()))
    file.close()


def is_signed(folder: Path) -> bool:
    """Return whether a case has a signature, valid or not."""
    return (folder / SIGNATURE).is_file()


def is_signed_by(folder: Path, key: Ed25519PublicKey) -> bool:
    """Return whether the signature of a case verifies with this key."""
    try:
        key.verify((folder / SIGNATURE).read_bytes(), (folder / MANIFEST).read_bytes())
    except (InvalidSignature, OSError):
        return False
    return True


def signature_of(key: Ed25519PrivateKey, content: bytes) -> bytes:
    """Return the signature of the content."""
    return key.sign(content)


def is_signature(key: Ed25519PublicKey, signature: bytes, content: bytes) -> bool:
    """Return whether a signature of the content verifies with the key."""
    try:
        key.verify(signature, content)
    except InvalidSignature:
        return False
    return True


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CaseUnusable(f"{path}: {error.strerror or error}.") from error
