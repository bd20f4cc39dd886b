"""Clean every name and value of a JSON document and serialise it anew, so that nothing outside of them is kept."""

import json
import math
import re
from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from mhaudit.redaction.personal_names import score_spans
from mhaudit.redaction.unread_text import is_unread_number

if TYPE_CHECKING:
    from mhaudit.redaction.clean_text import TextCleaner

_FEWEST_CODES = 6
_MOST_PIECE = 24  # characters: longer ones are searched on their own
_FELT = re.compile(r"mood|phq|gad_?7|anxi|depress|suicid|self_?harm|panic|ptsd|wellbeing|distress", re.IGNORECASE)


def clean_json(text: str, cleaner: "TextCleaner", depth: int) -> str | None:
    """Return a JSON document cleaned; None where the text is not JSON."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(document, dict | list | str):
        return None
    try:
        new = _Document(cleaner, document, depth).cleaned()
        return json.dumps(new, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    except RecursionError:
        return json.dumps(cleaner.unread(text))


class _Document:
    """One document; values that reveal something only when joined are replaced, too."""

    def __init__(self, cleaner: "TextCleaner", document: Any, depth: int) -> None:
        self.cleaner, self.document, self.depth = cleaner, document, depth
        self.in_pieces = self._names_in_pieces()

    def cleaned(self) -> Any:
        """Return the document with every name and value cleaned."""
        return self._value(self.document, "")

    def _value(self, value: Any, name: str) -> Any:
        if isinstance(value, str):
            if name in self.in_pieces:
                return self.cleaner.unread(value)
            return self.cleaner.text(value, name, depth=self.depth + 1)
        if isinstance(value, bool) or value is None:
            return value
        if isinstance(value, int | float):
            return self._number(value, name)
        if isinstance(value, list):
            return self._list(value, name)
        return {self._name(key): self._value(inner, key) for key, inner in value.items()}

    def _name(self, name: str) -> str:
        return self.cleaner.text(name, depth=self.depth + 1)

    def _number(self, value: Any, name: str) -> Any:
        if isinstance(value, float) and not math.isfinite(value):
            return None
        if by_name := self.cleaner.by_name(name, value):
            return by_name
        if _FELT.search(name) and abs(value) < 1000 and not any(score_spans(name)):
            return self.cleaner.give_way("score", str(value))
        unread = isinstance(value, int) and is_unread_number(value)
        return self.cleaner.unread(str(value)) if unread else value

    def _list(self, values: list[Any], name: str) -> Any:
        if _spells_text(values):
            return self.cleaner.unread(json.dumps(values))
        if self._adds_up(_short(values)):
            return [self.cleaner.unread(value) if isinstance(value, str) else value for value in values]
        return [self._value(value, name) for value in values]

    def _names_in_pieces(self) -> frozenset[str]:
        """Return the names under which a value was sent word by word or key by key."""
        found: dict[str, list[str]] = defaultdict(list)
        for name, text in _texts(self.document):
            if len(text) <= _MOST_PIECE:
                found[name].append(text)
        return frozenset(name for name, texts in found.items() if self._adds_up(texts)) - {""}

    def _adds_up(self, texts: list[str]) -> bool:
        parts = self.cleaner.parts
        return len(texts) > 1 and parts.found_in("".join(texts), words=False)


def _short(values: list[Any]) -> list[str]:
    return [value for value in values if isinstance(value, str) and len(value) <= _MOST_PIECE]


def _texts(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield name, value
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner, name)
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(inner, key)


def _spells_text(values: list[Any]) -> bool:
    """Return whether the numbers are character codes, as JSON writes bytes and characters."""
    if len(values) < _FEWEST_CODES or not all(type(value) is int and -128 <= value <= 0x10FFFF for value in values):
        return False
    codes = [value + 256 if value < 0 else value for value in values]
    if codes[:2] in ([0x1F, 0x8B], [0x78, 0x9C], [0x78, 0x01], [0x78, 0xDA], [0x78, 0x5E]):
        return True
    letters = sum(code >= 0x20 and chr(code).isprintable() for code in codes)
    return letters >= 0.9 * len(codes) and sum(chr(code).isalpha() for code in codes) >= len(codes) / 2
