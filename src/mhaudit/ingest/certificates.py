"""Server certificates: the organisation and names that they state."""

from functools import lru_cache
from typing import TYPE_CHECKING

from mhaudit.model.capture import Certificate

if TYPE_CHECKING:
    from cryptography.x509 import Certificate as Certificate509

_MOST_NAMES = 20
_LONGEST = 200


@lru_cache(maxsize=1024)
def read_certificate(pem: bytes) -> Certificate | None:
    """Return the statements of a PEM certificate on its subject, or None if it can't be read.

    Wildcard names are given without `*.`. Nothing is verified here; the recording proxy may have done so.
    """
    from cryptography import x509

    try:
        found = x509.load_pem_x509_certificate(pem)
        organisations = found.subject.get_attributes_for_oid(x509.NameOID.ORGANIZATION_NAME)
        names = _names(found)
    except (ValueError, x509.DuplicateExtension, x509.UnsupportedGeneralNameType):
        return None
    organisation = str(organisations[0].value)[:_LONGEST] if organisations else ""
    return Certificate(organisation, names)


def _names(certificate: "Certificate509") -> tuple[str, ...]:
    from cryptography import x509

    try:
        extension = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName)
    except x509.ExtensionNotFound:
        return ()
    names = extension.value.get_values_for_type(x509.DNSName)
    return tuple(sorted({name.removeprefix("*.").lower()[:_LONGEST] for name in names})[:_MOST_NAMES])
