"""Planted texts sent in pieces: word by word over a socket, key by key or chunk by chunk over requests.

Fragments of planted texts are kept up to a bound, and joined in the order of the capture after all of it was read: so
the result is the same for any number of processes.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import NamedTuple

from mhaudit.collect.masking import Redactor
from mhaudit.collect.observations import Group, Observations, Tally
from mhaudit.crisis.disclosures import Disclosure
from mhaudit.decode.inert import Learning
from mhaudit.detect.automaton import fold
from mhaudit.detect.planted import Planted
from mhaudit.model.audit import Sighting
from mhaudit.model.capture import Exchange
from mhaudit.model.memory import Memory
from mhaudit.model.place import Document, Leaf, Trail, general_place, outermost, part, place
from mhaudit.model.reasons import because
from mhaudit.model.times import timestamp

_SMALL = 1500  # characters of an exchange that may be a piece
_LONGEST = 400  # characters of a piece, and of each end of a chunk
_END = 8  # characters that identify the end of a chunk
_MOST = 50_000
_MOST_KNOWN = 10_000  # texts that are cached as pieces or as none
_MOST_APART = 4_000  # pieces of one place
_BETWEEN = "\x1f"
_LONGEST_METHOD, _LONGEST_PATH = 16, 300  # characters


class PlantedFragment(NamedTuple):
    """A text that is part of a planted one, with its place.

    `order` is the number of its exchange and of its message, -1 if it is not a message. `at` is the time of sending,
    `started` that of the exchange, in seconds since the epoch, None if unknown. `path` is without its query.
    """

    capture: str
    order: tuple[int, int]
    host: str
    scheme: str
    phase: str | None
    general: str
    text: str
    at: float | None
    started: float | None
    method: str
    path: str
    trail: Trail


class Pieces:
    """Collector of possible pieces of planted texts."""

    def __init__(self, redact: Redactor, shown: Callable[[str], str] | None = None) -> None:
        self.redact = redact
        self.shown = shown or redact  # of hosts
        self.found: list[PlantedFragment] = []
        self.known: Memory[str, str] = Memory(_MOST_KNOWN)  # text → the piece that it may be

    def watch(
        self, exchange: Exchange, documents: Iterable[Document], planted: Planted, learning: Learning | None = None
    ) -> Iterator[Document]:
        """Yield the documents after collecting pieces from each; `learning` is notified of every piece.

        If decoded documents are skipped, nothing is learned of the texts they came from.
        """
        for number, document in enumerate(documents):
            if document.sent and planted.blob:
                if len(self.found) < _MOST and self._possible(exchange, document, planted):
                    self._keep(exchange, document, planted, learning)
                elif number and learning:  # the first document is what was sent, undecoded
                    learning.forget()
            yield document

    def _keep(self, exchange: Exchange, document: Document, planted: Planted, learning: Learning | None) -> None:
        for leaf in document.leaves:
            if type(leaf[2]) is str and (text := self._text_of(leaf[2], planted.blob)):
                self.found.append(self._piece(exchange, leaf, text))
                if learning:
                    learning.tells(leaf[0][0])

    def _possible(self, exchange: Exchange, document: Document, planted: Planted) -> bool:
        """Return whether a document is small, of a socket, or begins or ends within a planted text."""
        if len(document.text) <= _SMALL or len(exchange.messages) > 1:
            return True
        body = exchange.body or b""
        ends = (fold(end.decode("latin-1")) for end in (body[:_END], body[-_END:]) if len(body) > _END)
        return any(end in planted.blob for end in ends)

    def _text_of(self, value: str, blob: str) -> str:
        if len(value) > _LONGEST:
            return _piece_of(value, blob)
        known = self.known.get(value)
        return self.known.keep(value, _piece_of(value, blob)) if known is None else known

    def _piece(self, exchange: Exchange, leaf: Leaf, text: str) -> PlantedFragment:
        trail = leaf[0]
        message = _message(trail)
        return PlantedFragment(
            exchange.capture,
            (exchange.number, message),
            exchange.host,
            exchange.scheme,
            exchange.phase,
            _of_any_message(general_place(trail)),
            text,
            exchange.messages[message].at if message >= 0 else exchange.started,
            exchange.started,
            exchange.method[:_LONGEST_METHOD],
            exchange.path.partition("?")[0][:_LONGEST_PATH],
            trail,
        )

    def state(self) -> list[PlantedFragment]:
        """Return the possible pieces."""
        return self.found

    def merge(self, other: list[PlantedFragment]) -> None:
        """Merge the pieces of another worker."""
        self.found += other

    def joined(self, planted: Planted) -> Iterator[tuple[int, list[PlantedFragment]]]:
        """Yield each planted value that the pieces of a place form together: its number and these pieces in order.

        Decoys are excluded: pieces of a text that was never entered match by chance.
        """
        apart: dict[tuple[str, str, str], list[PlantedFragment]] = {}
        for piece in sorted(self.found, key=lambda piece: (piece.capture, piece.order))[:_MOST]:
            apart.setdefault((piece.capture, piece.host, piece.general), []).append(piece)
        for pieces in apart.values():
            near = pieces[:_MOST_APART]
            yield from ((number, near) for number in _values(planted, near) if number < planted.first_decoy)

    def join(self, planted: Planted, observations: Observations) -> None:
        """Count the planted values that were found only in pieces."""
        whole = {(group.host, group.category) for group in observations.tallies.found if group.detector == "planted"}
        for number, pieces in self.joined(planted):
            category = planted.values[number].category
            if (self.shown(pieces[0].host), category) not in whole:
                self._count(observations, category, pieces)

    def disclosures(self, planted: Planted, crisis: Collection[int]) -> Iterator[Disclosure]:
        """Yield the crisis lines that were sent in pieces, each at the last of its pieces."""
        for number, pieces in self.joined(planted) if crisis else ():
            if number not in crisis:
                continue
            line = fold(str(planted.values[number].value))
            last = max((piece for piece in pieces if fold(piece.text) in line), key=_order, default=pieces[-1])
            where = last.capture, last.order[0], last.host
            yield Disclosure(*where, number, last.phase or "", last.order[1], last.at)

    def _count(self, observations: Observations, category: str, pieces: list[PlantedFragment]) -> None:
        first = pieces[0]
        why = because("in-pieces", kind=category, count=len(pieces))
        group = Group(
            host=self.shown(first.host),
            category=category,
            detector="planted",
            direction="sent",
            phase=first.phase,
            scheme=first.scheme,
            form="plain (in pieces)",
            part="",
            event="",
            place=self.redact(first.general),
        )
        shown = observations.shown("".join(piece.text for piece in pieces))
        tally = observations.tallies.of(group, Tally(shown, why))
        tally.count += 1
        tally.at += [self._sighting(piece) for piece in pieces[:5]]

    def _sighting(self, piece: PlantedFragment) -> Sighting:
        return Sighting(
            capture=piece.capture,
            exchange=piece.order[0],
            at=timestamp(piece.started),
            method=piece.method,
            path=self.redact(piece.path),
            part=part(piece.trail),
            place=self.redact(place(piece.trail)),
        )


def _order(piece: PlantedFragment) -> tuple[int, int]:
    return piece.order


def _piece_of(value: str, blob: str) -> str:
    """Return a text if it may be a piece of a planted one, of a long text both ends; otherwise ""."""
    if not value:
        return ""
    if len(value) > 2 * _LONGEST:
        value = value[:_LONGEST] + _BETWEEN + value[-_LONGEST:]
    folded = fold(value) if value.strip() else " "
    if folded in blob or (len(folded) >= _END and (folded[:_END] in blob or folded[-_END:] in blob)):
        return value
    return ""


def _message(trail: Trail) -> int:
    name, key = outermost(trail)
    return key if name == "message" and isinstance(key, int) else -1


def _of_any_message(general: str) -> str:
    return general.replace("message:*", "message", 1)


def _values(planted: Planted, pieces: list[PlantedFragment]) -> list[int]:
    """Return the numbers of the planted values in joined pieces that are in no single piece."""
    texts: list[str] = []
    for piece in pieces:
        typed_on = texts and piece.text.startswith(texts[-1]) and (piece.text != texts[-1] or len(piece.text) > 1)
        if typed_on:  # the text typed so far, sent repeatedly; a repeated single letter is two letters
            texts[-1] = piece.text
        else:
            texts.append(piece.text)
    if len(texts) < 2:
        return []
    alone = {number for text in texts for number in planted.spelt(text)}
    joined = {number for gap in ("", " ") for number in planted.spelt(gap.join(texts))}
    return sorted(joined - alone)
