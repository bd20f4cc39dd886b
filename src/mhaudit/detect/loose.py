"""Values known by their shape alone: an e-mail address or a precise position anywhere. Possible, never more."""

import re
from collections.abc import Iterator

from mhaudit.detect.hit import Hit
from mhaudit.model.place import Document

_EMAIL = re.compile(r"(?<![\w.+-])[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,3}\.[A-Za-z]{2,12}(?![\w-])")
# Three decimals are about 110 m: within the 533 m that Washington's My Health My Data Act calls precise.
_POSITION = re.compile(r"(?<![\d.])-?(?:[1-8]?\d|90)\.\d{3,12}\s?[,;]\s?-?(?:1[0-7]\d|\d{1,2}|180)\.\d{3,12}(?![\d.])")
_NOBODY = re.compile(r"\.(?:png|jpe?g|gif|svg|webp|js|css)$|@(?:\d+x|sentry|example\.)|^(?:no-?reply|support|info|press)@", re.IGNORECASE)


class Loose:
    """Shapes that need no name beside them."""

    def observe(self, document: Document) -> Iterator[Hit]:
        """Addresses and positions in what was sent."""
        for trail, _, value in document.leaves:
            if not isinstance(value, str) or len(value) < 6 or len(value) > 20_000:
                continue
            if "@" in value and (match := _EMAIL.search(value)) and not _NOBODY.search(match[0]):
                yield Hit("identity.email", "shape", "possible", "plain", "has the shape of an e-mail address", trail, match[0])
            if "." in value and "," in value and (match := _POSITION.search(value)):
                why = "has the shape of a latitude and longitude of three or more decimals"
                yield Hit("location.precise", "shape", "possible", "plain", why, trail, match[0])
