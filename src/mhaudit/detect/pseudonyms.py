"""Pseudonyms in a recording that mhaudit redacted: each names the kind of the value it replaced."""

from collections.abc import Iterable, Iterator, Sequence

from mhaudit.detect.hit import Hit
from mhaudit.model.place import Document
from mhaudit.model.pseudonyms import PSEUDONYM, in_pseudonym
from mhaudit.model.reasons import because
from mhaudit.model.subject import PlantedValue

_BEGINS = "redacted-"


class PseudonymDetector:
    """Detector of pseudonyms; `values` are those of the persona used for the redaction, if it is known."""

    def __init__(self, kinds: Iterable[str], values: Sequence[PlantedValue]) -> None:
        self.kinds = {in_pseudonym(kind): kind for kind in kinds}
        self.values = values

    def observe(self, document: Document) -> Iterator[Hit]:
        """Yield a hit for each pseudonym; in responses only for those of planted values."""
        if _BEGINS not in document.text:
            return
        for trail, _, value in document.leaves:
            for match in PSEUDONYM.finditer(value) if isinstance(value, str) and _BEGINS in value else ():
                kind = self.kinds.get(match["category"]) if match["number"] else None
                if kind is None or (match["other"] and not document.sent):
                    continue
                reason = because("pseudonym", kind=kind)
                if match["other"]:
                    yield Hit(kind, "field", "likely", "redacted", reason, trail, match[0])
                else:
                    planted = self._planted(kind, int(match["number"]))
                    yield Hit(kind, "planted", "proven", "redacted", reason, trail, match[0], planted=planted)

    def _planted(self, kind: str, number: int) -> int:
        known = 0 < number <= len(self.values) and self.values[number - 1].category == kind
        return number - 1 if known else -1
