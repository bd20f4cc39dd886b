"""Values known by their shape alone: an e-mail address or a precise position anywhere. Possible, never more."""

import re
from collections.abc import Iterator

from mhaudit.detect.hit import Hit
from mhaudit.model.place import Document

_EMAIL = re.compile(
    r"(?<![\w.+-])[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,3}\.[A-Za-z]{2,12}(?![\w-])"
)
# Three decimals are about 110 m: within the 533 m that Washington's My Health My Data Act calls precise.
_POSITION = re.compile(r"(?<![\d.])-?(?:[1-8]?\d|90)\.\d{3,12}\s?[,;]\s?-?(?:1[0-7]\d|\d{1,2}|180)\.\d{3,12}(?![\d.])")
_NOBODY = re.compile(
    r"\.(?:png|jpe?g|gif|svg|webp|js|css)$|@(?:\d+x|sentry|example\.)|^(?:no-?reply|support|info|press)@", re.IGNORECASE
)
_LONGEST = 20_000


class Loose:
    """Shapes that need no name beside them."""

    def observe(self, document: Document) -> Iterator[Hit]:
        """Addresses and positions in what was sent."""
        for trail, _, value in document.odd:
            if type(value) is str and ("@" in value or "," in value or ";" in value):
                for category, shape, found in _shapes(value):
                    why = f"has the shape of {shape}"
                    yield Hit(category, "shape", "possible", "plain", why, trail, found)


def _shapes(text: str) -> Iterator[tuple[str, str, str]]:
    """(kind of data, shape in words, what has it)"""
    if len(text) > _LONGEST:
        return
    if "@" in text and (match := _EMAIL.search(text)) and not _NOBODY.search(match[0]):
        yield "identity.email", "an e-mail address", match[0]
    if ("," in text or ";" in text) and (match := _POSITION.search(text)):
        yield "location.precise", "a latitude and longitude of three or more decimals", match[0]
