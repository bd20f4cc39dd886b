"""Certificates of servers: whose they say they are."""

from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from mhaudit.ingest.certificates import read_certificate
from mhaudit.model.capture import Certificate


def pem(organisation: str = "", *names: str) -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    attributes = [x509.NameAttribute(x509.NameOID.COMMON_NAME, "x")]
    if organisation:
        attributes.append(x509.NameAttribute(x509.NameOID.ORGANIZATION_NAME, organisation))
    subject = x509.Name(attributes)
    now = datetime(2026, 1, 1, tzinfo=UTC)
    built = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now)
        .not_valid_after(now + timedelta(days=1))
    )
    if names:
        built = built.add_extension(x509.SubjectAlternativeName([x509.DNSName(name) for name in names]), critical=False)
    return built.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)


def test_organisation_and_names() -> None:
    found = read_certificate(pem("Adobe Inc.", "*.data.adobedc.net", "Metrics.example", "metrics.example"))
    assert found == Certificate("Adobe Inc.", ("data.adobedc.net", "metrics.example"))


def test_without_either() -> None:
    assert read_certificate(pem()) == Certificate("", ())


@pytest.mark.parametrize("damaged", [b"", b"x", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"])
def test_what_is_none_is_not_read(damaged: bytes) -> None:
    assert read_certificate(damaged) is None


def test_at_most_twenty_names() -> None:
    found = read_certificate(pem("", *(f"{number:03}.example" for number in range(30))))
    assert found is not None and len(found.names) == 20
