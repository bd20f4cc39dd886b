"""The certificate authority that mitmproxy created on this machine, which a recorded device must trust."""

from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from mitmproxy import ctx
from msgspec import Struct

from mhaudit.errors import CaseUnusable

_FILE = "mitmproxy-ca-cert.pem"


class Authority(Struct, frozen=True):
    """The authority; `page` is where a device gets it, through the proxy only; `fingerprint` is its SHA-256."""

    page: str
    fingerprint: str
    begins: datetime
    ends: datetime
    pem: bytes


def authority(confdir: str, host: str) -> Authority:
    """Return the authority in mitmproxy's folder; `host` is the name under which the proxy serves it.

    Raise CaseUnusable where the file can't be read.
    """
    path = Path(confdir).expanduser() / _FILE
    try:
        found = x509.load_pem_x509_certificate(path.read_bytes())
    except (OSError, ValueError) as error:
        raise CaseUnusable(f"{path}: the certificate of the proxy can't be read: {error}.") from error
    return Authority(
        page=f"http://{host}/",
        fingerprint=found.fingerprint(SHA256()).hex(":").upper(),
        begins=found.not_valid_before_utc,
        ends=found.not_valid_after_utc,
        pem=found.public_bytes(Encoding.PEM),
    )


def authority_here() -> Authority:
    """Return the authority of the proxy in this process. Raise CaseUnusable where its file can't be read."""
    return authority(ctx.options.confdir, ctx.options.onboarding_host)
