"""Mask the values of one exchange that any detector recognises as personal, or that reveal a planted value.

Received data is searched like sent data: an answer repeats what somebody entered.
"""

import re
from collections.abc import Collection, Iterator
from urllib.parse import quote, unquote, unquote_plus

from mhaudit.auditing.engine import Question
from mhaudit.collect.masking import MASK, Redactor, mask
from mhaudit.collect.observations import distinct
from mhaudit.decode.structure import separator_of
from mhaudit.decode.walk import Walk
from mhaudit.detect.credentials import credential_spans, is_enumerated, names_credential
from mhaudit.detect.hit import Hit
from mhaudit.model.capture import Exchange
from mhaudit.model.place import Document, Scalar, Trail, outermost
from mhaudit.redaction.finds import Find, Finder, gives_way
from mhaudit.redaction.planted_parts import PlantedParts, TextSpan
from mhaudit.redaction.pseudonyms import UNNAMED, Pseudonyms

_SHORTEST = 4  # characters; shorter values are not searched at other places of the exchange
_LONGEST_SEARCHED = 200_000  # characters: a longer text that may reveal something is masked as a whole
_EMAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}(?:@|%40)[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}")
_DIGITS = re.compile(r"\d{1,5}")


class ValueMasker:
    """A masker for the exchanges of one question. Without a persona, only what its detectors recognise is masked."""

    def __init__(self, question: Question) -> None:
        values = question.persona.values if question.persona else ()
        self.question = question
        self.finder = Finder(question, Pseudonyms(values))
        self.parts = PlantedParts(values)
        self.redact = Redactor(self.finder.leaks.holds)

    def of(self, exchange: Exchange) -> "MaskedExchange":
        """Return the masked places and values of one exchange."""
        detectors = self.finder.detectors
        walk = Walk(exchange, self.question.limits, self.finder.decodings, detectors.wanted, detectors.wanted)
        documents = [document._replace(sent=True) for document in walk.documents()]
        hits = distinct(hit for hit in detectors.observe(exchange, documents) if gives_way(hit))
        told = [find for document in documents for find in self.finder.told(document)]
        secret = [Find(*leaf, "secret") for document in documents for leaf in _credentials(document)]
        return MaskedExchange(
            self, [*hits, *(find for find in told if find.in_name or find.pseudonym != UNNAMED), *secret]
        )

    def tells(self, text: str) -> bool:
        """Return whether a text reveals a planted value."""
        return self.finder.leaks.holds(text) or self.parts.found_in(text)


class MaskedExchange:
    """The masks of one exchange: places masked as a whole, and their values wherever else they occur."""

    def __init__(self, masker: ValueMasker, found: Collection[Hit | Find]) -> None:
        self.masker = masker
        self.whole = {one.trail for one in found}
        texts = {text for one in found for text in _looked_for(one.value)}
        self.texts = sorted(texts, key=len, reverse=True)
        self.around = {outer for one in found for outer in _around(one.trail)}
        short = {outer for one in found if not any(_looked_for(one.value)) for outer in _around(one.trail)}
        self.unsearchable = short  # places in whose text a value can't be searched

    def value(self, trail: Trail, value: Scalar) -> Scalar:
        """Return a value masked as a whole, or with its revealing pieces masked."""
        if trail in self.whole or any(outer in self.whole for outer in _outer(trail)):
            return mask(value)
        if isinstance(value, bytes):
            told = trail in self.around or self.masker.tells(value.decode("utf-8", "replace"))
            return mask(value) if told else value
        if not isinstance(value, str):
            return value
        new = self.text(value)
        hidden = trail in self.unsearchable or (new == value and trail in self.around)
        return mask(value) if hidden else new

    def text(self, text: str) -> str:
        """Return a text with each revealing piece masked; masked as a whole where one remains."""
        if len(text) > _LONGEST_SEARCHED:
            return MASK if self.texts or self.masker.tells(text) else text
        out, at = "", 0
        for start, end in sorted(self._spans(text)):
            if end > at:
                out += text[at : max(start, at)] + (MASK if start >= at or not out else "")
                at = end
        new = out + text[at:]
        return MASK if self.masker.tells(new) else new

    def place(self, place: str) -> str:
        """Return a place as reports print it, with revealing names masked."""
        return self.masker.redact(place)

    def path(self, path: str) -> str:
        """Return the path of a request with its query, masked piece by piece; other pieces keep their spelling."""
        before, hash_, fragment = path.partition("#")
        before, mark, query = before.partition("?")
        segments = enumerate(before.split("/"))
        new = "/".join(self._written((None, "path", number), piece, unquote(piece)) for number, piece in segments)
        new += mark + self._pairs("query", query, separator_of(query)) if mark else ""
        new += hash_ + self._pairs("fragment", fragment, "&") if hash_ else ""
        return MASK if (None, "path", None) in self.whole or self.masker.tells(unquote(unquote_plus(new))) else new

    def _pairs(self, part: str, text: str, separator: str) -> str:
        return separator.join(self._pair(part, pair) for pair in text.split(separator))

    def _pair(self, part: str, pair: str) -> str:
        name, equals, value = pair.partition("=")
        if not equals:
            return self._written((None, part, None), name, unquote_plus(name))
        trail: Trail = (None, part, unquote_plus(name))
        inside = any(outermost(found) == trail[1:] for found in self.whole)
        shown = MASK if inside else self._written(trail, value, unquote_plus(value))
        return f"{self._name(name)}={shown}"

    def _name(self, name: str) -> str:
        opened = unquote_plus(name)
        new = self.masker.redact(opened)
        return name if new == opened else new

    def _written(self, trail: Trail, written: str, opened: str) -> str:
        """Return a piece in its original spelling, or masked."""
        new = self.value(trail, opened)
        return written if new == opened else str(new)

    def _spans(self, text: str) -> Iterator[TextSpan]:
        yield from (match.span() for match in _EMAIL.finditer(text))
        yield from credential_spans(text)
        yield from self.masker.parts.spans(text)
        folded = text.lower()
        if len(folded) != len(text):  # some letters become two in lower case
            folded = text
        for piece in self.texts:
            at = folded.find(piece.lower())
            while at >= 0:
                yield at, at + len(piece)
                at = folded.find(piece.lower(), at + len(piece))


def _credentials(document: Document) -> Iterator[tuple[Trail, Scalar]]:
    """Yield the leaves whose name says that the value is a credential."""
    for trail, name, value in document.leaves:
        if names_credential(name) and not is_enumerated(value):
            yield trail, value


def _looked_for(value: Scalar) -> Iterator[str]:
    """Yield the spellings of a value to search at other places; none for values that many fields have by chance."""
    if isinstance(value, bool | bytes | None):
        return
    text = str(value)
    if len(text) >= _SHORTEST and not _DIGITS.fullmatch(text):
        yield from {text, quote(text, safe=""), quote(text)}


def _outer(trail: Trail) -> Iterator[Trail]:
    """Yield each place that a place was decoded from."""
    outer = trail[0]
    while outer is not None:
        yield outer
        outer = outer[0]


def _around(trail: Trail) -> Iterator[Trail]:
    """Yield each place around one: those it was decoded from, and the whole that its key belongs to."""
    at: Trail | None = trail
    while at is not None:
        if at[2] is not None:
            yield at[0], at[1], None
        if at[0] is not None:
            yield at[0]
        at = at[0]
