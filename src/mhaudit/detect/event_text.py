"""Event and screen names, page titles and addresses whose wording discloses health information.

The cases against Flo, Premom and Monument were about event titles, not about values.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from mhaudit.detect.automaton import SearchPattern, SearchPatterns, fold
from mhaudit.detect.hit import Hit
from mhaudit.detect.shapes import numeric_value
from mhaudit.model.knowledge import DataKind, Instrument, Policies
from mhaudit.model.memory import Memory
from mhaudit.model.names import normalise_wording
from mhaudit.model.place import Document, Leaf
from mhaudit.model.reasons import because

_LONGEST = 600
_MOST = 50_000


class _Kind:
    """The wording of one kind of data. Patterns are compiled at the first text with a required word."""

    def __init__(self, kind: DataKind) -> None:
        self.kind = kind

    @cached_property
    def says(self) -> re.Pattern[str]:
        """Return the pattern of disclosing wording."""
        return re.compile("|".join(self.kind.events))

    @cached_property
    def means_other(self) -> re.Pattern[str] | None:
        """Return the pattern of wording that has another meaning, if there is one."""
        return re.compile("|".join(self.kind.not_events)) if self.kind.not_events else None

    def words_in(self, wording: str) -> str:
        """Return the disclosing words, or ""."""
        match = self.says.search(wording)
        return match[0].strip() if match and not (self.means_other and self.means_other.search(wording)) else ""


class EventWording:
    """Detector of disclosing wording in names and addresses. Each distinct text is examined once."""

    def __init__(self, policies: Policies) -> None:
        self.kinds = [_Kind(kind) for kind in policies.kinds.values() if kind.events]
        self.patterns = SearchPatterns()
        self.always = set()
        for index, known in enumerate(self.kinds):
            if not known.kind.needs:
                self.always.add(index)
            for text in known.kind.needs:
                self.patterns.add(text, SearchPattern("", index, ""))
        self.seen: Memory[str, tuple[tuple[DataKind, str], ...]] = Memory(_MOST)

    def observe(self, leaf: Leaf) -> Iterator[Hit]:
        """Yield the disclosures in one leaf."""
        trail, name, value = leaf
        if isinstance(value, str) and 4 <= len(value) <= _LONGEST:
            for kind, words in self._disclosed(value):
                why = because("event", words=words, name=name, kind=kind.id)
                yield Hit(kind.id, "event", "likely", "wording", why, trail, value)

    def _disclosed(self, text: str) -> tuple[tuple[DataKind, str], ...]:
        known = self.seen.get(text)
        if known is None:
            known = self.seen.keep(text, tuple(self._look(normalise_wording(text))))
        return known

    def _look(self, wording: str) -> Iterator[tuple[DataKind, str]]:
        present = {entry.number for entries in self.patterns.present(wording).values() for entry in entries}
        for index in sorted(present | self.always):
            known = self.kinds[index]
            if words := known.words_in(wording):
                yield known.kind, words


OWNER = "instrument"
_ITEM = re.compile(r"(?:^|[_\W])(?:q|item|question)_?(\d{1,2})$", re.IGNORECASE)
_TOTAL = re.compile(r"[_\W]*(?:total|sum|score|result|value|points)?[_\W]*(?:score|total|sum)?", re.IGNORECASE)
_BESIDE = r"(?:[\s:=,(]|\b(?:score|total|result|of|is|was|a|severity)\b){0,6}(\d{1,3})(?!\d|[.,]\d|\s?%|-)"
_LONGEST_INSTRUMENTS = 20_000
# Custom variables: u1 of Floodlight, cd1 and dimension1 of Analytics, eVar1 and prop1 of Adobe.
_CUSTOM = re.compile(
    r"(?:u|cd|cm|dimension|metric|prop|e?var|custom(?:_?(?:var|dimension|field))?_?|label)\d{1,3}", re.I
)
_DIGIT = re.compile(r"\d")
_HEAD = 3  # characters
_SCORES = frozenset("tsrp")  # the first letters of what follows
_SCORE = re.compile(r"(?:total|score|result|points)[\s_:=-]{0,3}(\d{1,3})", re.IGNORECASE)


class _Known:
    def __init__(self, instrument: Instrument) -> None:
        self.instrument = instrument
        self.pattern = instrument.alias.removeprefix("(?i)")

    @cached_property
    def alias(self) -> re.Pattern[str]:
        """Return the pattern of all spellings of the questionnaire's name."""
        return re.compile(self.pattern, re.IGNORECASE)

    @cached_property
    def names(self) -> Memory[str, re.Match[str] | None]:
        """Return the cache of field names and the match of the questionnaire's name in each."""
        return Memory(_MOST)

    def in_name(self, name: str) -> re.Match[str] | None:
        """Return the match of the questionnaire's name in a field name."""
        return self.names[name] if name in self.names else self.names.keep(name, self.alias.search(name))

    @cached_property
    def heads(self) -> frozenset[str]:
        """Return the first letters of the folded texts of which every name of the questionnaire contains one."""
        return frozenset(text[:_HEAD] for text in self.instrument.needs) or frozenset({""})

    def may_be_in(self, folded: str) -> bool:
        """Return whether its name may be in a folded text; never False where it is."""
        return any(head in folded for head in self.heads)

    @cached_property
    def wording(self) -> re.Pattern[str]:
        """Return the pattern of the questionnaire's name beside a number."""
        return re.compile(f"(?:{self.pattern}){_BESIDE}", re.IGNORECASE)


class Instruments:
    """Detector of named questionnaires in keys and texts."""

    def __init__(self, patterns: SearchPatterns, instruments: Iterable[Instrument]) -> None:
        self.patterns = patterns
        self.known = [_Known(instrument) for instrument in instruments]
        self.always = frozenset(index for index, known in enumerate(self.known) if not known.instrument.needs)
        for index, known in enumerate(self.known):
            for text in known.instrument.needs:
                patterns.add(text, SearchPattern(OWNER, index, ""))

    def named_in(self, text: str) -> list["_Known"]:
        """Return the questionnaires that a text names."""
        return [
            known for known in self._possible(self.patterns.present(fold(text)).values()) if known.alias.search(text)
        ]

    def observe(self, document: Document, present: Iterable[Sequence[SearchPattern]]) -> Iterator[Hit]:
        """Yield totals and answers by key, and totals by wording. `present` are the patterns in the document."""
        for known in self._possible(present):
            in_name = known.in_name
            for leaf in document.leaves:
                _, name, value = leaf
                if name and in_name(name):
                    yield from self._by_key(leaf, known)
                if type(value) is str and 4 <= len(value) < _LONGEST_INSTRUMENTS:
                    folded = fold(value)
                    if known.may_be_in(folded) or folded[:1] in _SCORES:
                        yield from self._by_wording(leaf, value, known, document.text)

    def _possible(self, present: Iterable[Sequence[SearchPattern]]) -> list["_Known"]:
        """Return the questionnaires whose names may be in the text: a part of each was found."""
        numbers = {entry.number for entries in present for entry in entries if entry.owner == OWNER}
        return [self.known[index] for index in sorted(numbers | self.always)]

    @staticmethod
    def _by_key(leaf: Leaf, known: "_Known") -> Iterator[Hit]:
        """Yield a total or an answer whose key names the questionnaire."""
        trail, name, value = leaf
        match = known.in_name(name) if name else None
        if not match or (found := numeric_value(value)) is None or not found.is_integer():
            return
        rest = name[match.end() :]
        item = _ITEM.search(rest)
        bounds = known.instrument.item if item else known.instrument.total if _TOTAL.fullmatch(rest) else None
        if bounds and bounds[0] <= found <= bounds[1]:
            why = because("instrument-field", name=name, instrument=known.instrument.name)
            for category in _categories(known.instrument, item, found):
                yield Hit(category, "field", "likely", "plain", why, trail, value)

    @staticmethod
    def _by_wording(leaf: Leaf, value: str, known: "_Known", text: str) -> list[Hit]:
        """Return a total in a sentence: `PHQ-9 14`, `PHQ-9 score of 14`; a score alone where `text` names it."""
        trail, name, _ = leaf
        custom = _CUSTOM.fullmatch(name)
        if not custom and not _DIGIT.search(value):  # a name without a score
            return []
        if custom and known.alias.fullmatch(value):
            why = because("instrument-named", instrument=known.instrument.name)
            return [Hit("questionnaire.event", "event", "likely", "wording", why, trail, value)]
        match = known.wording.search(value)
        if not match and (score := _SCORE.fullmatch(value)) and known.alias.search(text):
            match = score
        total = known.instrument.total
        if match and total and total[0] <= int(match[match.lastindex or 0]) <= total[1]:
            why = because("instrument-text", instrument=known.instrument.name)
            return [Hit("questionnaire.total", "event", "likely", "plain", why, trail, match[0])]
        return []


def _categories(instrument: Instrument, item: re.Match[str] | None, answer: float) -> tuple[str, ...]:
    """Return the kinds of a total or an answer; a nonzero answer to a critical item is also a crisis flag."""
    if not item:
        return ("questionnaire.total",)
    danger = int(item[1]) in instrument.critical_items and answer > 0
    return ("questionnaire.item", "crisis.flag") if danger else ("questionnaire.item",)
