"""The reasons that an audit gives, said in the report's language.

They stand in the audit in English, made of a few patterns. What fits none stays English, and the page says that it is.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache

from mhaudit.model.audit import Kind
from mhaudit.report.glossary import ROLES
from mhaudit.report.language import DEFAULT, current, has, message
from mhaudit.report.patterns import PATTERNS

_LONGEST = 2000
_BLANK = re.compile(r"\\\{(\w+)\\\}")


def told(text: str, kinds: Mapping[str, Kind]) -> tuple[str, str]:
    """A reason in the report's language, and the code of the language that it came out in."""
    language = current()
    if language == DEFAULT or not text:
        return text, language
    said = None if len(text) > _LONGEST else _said(text, {kind.label.lower(): kind.label for kind in kinds.values()})
    return (said, language) if said is not None else (text, DEFAULT)


def _said(text: str, labels: Mapping[str, str]) -> str | None:
    if has(text):
        return message(text)
    for end in re.finditer(r"\. ", text):  # a rule's own sentence, and what was noted behind it
        if has(head := text[: end.start() + 1]):
            rest = _said(text[end.end() :], labels) or _sentence(text[end.end() :], labels)
            return None if rest is None else f"{message(head)} {rest}"
    for pattern, wanted in _patterns():
        if found := wanted.fullmatch(text):
            blanks = dict(_filled(found.groupdict(), labels))
            if None not in blanks.values():
                return message(pattern).format(**blanks)
    return _chain(text, labels)


def _chain(text: str, labels: Mapping[str, str]) -> str | None:
    """Several reasons in a row, as a host has that is known and looks like more: said only where each of them is."""
    said = [_said(part, labels) for part in parts] if len(parts := text.split("; ")) > 1 else [None]
    return None if None in said else "; ".join(filter(None, said))


def _sentence(text: str, labels: Mapping[str, str]) -> str | None:
    """A reason that was made a sentence of: with a capital and a full stop."""
    said = _said(f"{text[:1].lower()}{text[1:].removesuffix('.')}", labels) if text.endswith(".") else None
    return f"{said[:1].upper()}{said[1:]}." if said else None


def _filled(found: Mapping[str, str], labels: Mapping[str, str]) -> Iterator[tuple[str, str | None]]:
    for blank, text in found.items():
        if blank == "kind":
            label = labels.get(text.lower())
            yield blank, message(label) if label else None
        elif blank in ("why", "doubt"):
            yield blank, _said(text, labels)
        elif blank == "roles":
            yield blank, ", ".join(message(ROLES.get(role, role)) for role in text.split(", "))
        else:
            yield blank, message(text)


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """A blank is bounded, because a name from traffic may be of any length."""
    return tuple(
        (pattern, re.compile(_BLANK.sub(r"(?P<\1>.{1,400}?)", re.escape(pattern)), re.DOTALL)) for pattern in PATTERNS
    )
