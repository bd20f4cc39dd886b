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
        if "@" in document.text:
            yield from self._addresses(document)
        for trail, _, value in document.odd:
            if type(value) is not str or len(value) > _LONGEST or not ("," in value or ";" in value):
                continue
            if match := _POSITION.search(value):
                why = "has the shape of a latitude and longitude of three or more decimals"
                yield Hit("location.precise", "shape", "possible", "plain", why, trail, match[0])

    def _addresses(self, document: Document) -> Iterator[Hit]:
        for trail, _, value in document.odd:
            if not isinstance(value, str) or "@" not in value or len(value) > _LONGEST:
                continue
            if (match := _EMAIL.search(value)) and not _NOBODY.search(match[0]):
                why = "has the shape of an e-mail address"
                yield Hit("identity.email", "shape", "possible", "plain", why, trail, match[0])
