"""Addresses and numbers that the vendor publishes."""

import pytest

from mhaudit.detect.hit import Hit
from mhaudit.detect.vendor_contacts import VendorContacts
from mhaudit.model.reasons import because

CONTACTS = VendorContacts(("Support@Own.example ", "+1 (800) 555-0142", "12345"))


def hit(value: object, category: str = "identity.email", detector: str = "shape") -> Hit:
    return Hit(category, detector, "possible", "plain", because("shape", shape="x"), (None, "body", ""), value)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "category", "own"),
    [
        ("support@own.example", "identity.email", True),
        ("mailto:SUPPORT@own.example", "identity.email", True),
        ("ada@own.example", "identity.email", False),
        ("support@own.example.org", "identity.email", False),
        ("+18005550142", "identity.phone", True),
        ("0018005550142", "identity.phone", True),
        ("18005550143", "identity.phone", False),
        ("12345", "identity.phone", False),
        ("support@own.example", "identity.name", False),
        (7, "identity.phone", False),
    ],
)
def test_published_contacts_are_not_personal(value: object, category: str, own: bool) -> None:
    assert CONTACTS.own(hit(value, category)) is own


def test_what_was_planted_stays_the_persons() -> None:
    assert not CONTACTS.own(hit("support@own.example", detector="planted"))
    assert not VendorContacts(()).own(hit("support@own.example"))
