"""Clinical questionnaires: `phq9_total: 14` by its key, and `PHQ-9 14` by its wording, where the number is in range."""

import re
from collections.abc import Iterable, Iterator

from mhaudit.detect.folding import fold
from mhaudit.detect.hit import Hit
from mhaudit.detect.literals import required_literals
from mhaudit.detect.needles import Needle, Needles
from mhaudit.detect.shapes import number
from mhaudit.model.knowledge import Instrument
from mhaudit.model.place import Document, Leaf

OWNER = "instrument"
_ITEM = re.compile(r"(?:^|[_\W])(?:q|item|question)_?(\d{1,2})$", re.IGNORECASE)
_TOTAL = re.compile(r"[_\W]*(?:total|sum|score|result|value|points)?[_\W]*(?:score|total|sum)?", re.IGNORECASE)
_BESIDE = r"(?:[\s:=,(]|\b(?:score|total|result|of|is|was|a|severity)\b){0,6}(\d{1,3})(?!\d|[.,]\d|\s?%|-)"
_LONGEST = 20_000


class _Known:
    def __init__(self, instrument: Instrument) -> None:
        bare = instrument.alias.removeprefix("(?i)")
        self.instrument = instrument
        self.alias = re.compile(bare, re.IGNORECASE)
        self.wording = re.compile(f"(?:{bare}){_BESIDE}", re.IGNORECASE)


class Instruments:
    """Finds named questionnaires in keys and texts."""

    def __init__(self, needles: Needles, instruments: Iterable[Instrument]) -> None:
        self.needles = needles
        self.known = [_Known(instrument) for instrument in instruments]
        for known in self.known:
            for literal in required_literals(known.alias.pattern):
                needles.add(literal, Needle(OWNER, 0, ""))

    def named(self, text: str) -> bool:
        """Whether a questionnaire is named in a text."""
        return OWNER in self.needles.owners(fold(text)) and any(known.alias.search(text) for known in self.known)

    def named_in(self, document: Document) -> bool:
        """Whether a questionnaire is named anywhere in a document: in a key, or in a value."""
        return any(
            self.named(name) or isinstance(value, str) and len(value) < _LONGEST and self.named(value)
            for _, name, value in document.leaves
        )

    def observe(self, document: Document) -> Iterator[Hit]:
        """Totals and answers by key, and totals by wording."""
        for leaf in document.leaves:
            yield from self._by_key(leaf)
            yield from self._by_wording(leaf)

    def _by_key(self, leaf: Leaf) -> Iterator[Hit]:
        """A total or an answer under a key that names the questionnaire."""
        trail, name, value = leaf
        if not name or (found := number(value)) is None or not found.is_integer():
            return
        for known in self.known:
            if not (match := known.alias.search(name)):
                continue
            rest = name[match.end() :]
            item = _ITEM.search(rest)
            bounds = known.instrument.item if item else known.instrument.total if _TOTAL.fullmatch(rest) else None
            if bounds and bounds[0] <= found <= bounds[1]:
                why = f"the field {name!r} names the {known.instrument.name} and the number is in its range"
                yield Hit(self._category(known.instrument, item), "field", "likely", "plain", why, trail, value)

    @staticmethod
    def _category(instrument: Instrument, item: re.Match[str] | None) -> str:
        if item and int(item[1]) in instrument.critical_items:
            return "crisis.flag"
        return "questionnaire.item" if item else "questionnaire.total"

    def _by_wording(self, leaf: Leaf) -> Iterator[Hit]:
        """A total in a sentence: `PHQ-9 14`, `PHQ-9 score of 14`."""
        trail, _, value = leaf
        if not isinstance(value, str) or not 4 <= len(value) < _LONGEST:
            return
        for known in self.known:
            match = known.wording.search(value)
            total = known.instrument.total
            if match and total and total[0] <= int(match[match.lastindex or 0]) <= total[1]:
                why = f"the text names the {known.instrument.name} beside a number in its range"
                yield Hit("questionnaire.total", "event", "likely", "plain", why, trail, match[0])
