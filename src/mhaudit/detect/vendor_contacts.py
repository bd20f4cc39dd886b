"""Contact addresses and numbers that the vendor publishes, such as its support address: not personal data."""

import re
from collections.abc import Iterable

from mhaudit.detect.hit import Hit

_NOT_DIGITS = re.compile(r"\D+")
_KINDS = frozenset({"identity.email", "identity.phone"})
_FEWEST_DIGITS = 6


class VendorContacts:
    """The published contacts of an app profile, normalised for comparison."""

    def __init__(self, contacts: Iterable[str]) -> None:
        given = [contact.strip() for contact in contacts]
        self.given = bool(given)
        self.addresses = frozenset(contact.casefold() for contact in given if "@" in contact)
        self.numbers = frozenset(number for contact in given if "@" not in contact if (number := _number(contact)))

    def own(self, hit: Hit) -> bool:
        """Return whether a hit is a published contact. Planted values are always the persona's."""
        if hit.category not in _KINDS or hit.detector == "planted" or not isinstance(hit.value, str):
            return False
        text = hit.value.strip().casefold().removeprefix("mailto:").removeprefix("tel:")
        return text in self.addresses or bool(self.numbers and _number(text) in self.numbers)


def _number(text: str) -> str:
    """Return the significant digits of a phone number, "" if they are too few."""
    digits = _NOT_DIGITS.sub("", text).removeprefix("00").lstrip("0")
    return digits if len(digits) >= _FEWEST_DIGITS else ""
