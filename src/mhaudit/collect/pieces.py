"""Planted texts that left in pieces: word by word over a socket, key by key or chunk by chunk over requests.

Pieces are kept where they stand in a planted text, up to a bound, and are put together when all of a capture was read,
in its order: so it makes no difference how many processes read it.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from mhaudit.collect.masking import Redactor
from mhaudit.collect.observations import Group, Observations, Tally
from mhaudit.detect.automaton import fold
from mhaudit.detect.planted import Planted
from mhaudit.model.audit import Sighting
from mhaudit.model.capture import Exchange
from mhaudit.model.place import Document, Leaf, Trail, general_place, outermost, part, place
from mhaudit.model.reasons import because
from mhaudit.model.times import timestamp

_SMALL = 1500  # characters of an exchange that may be a piece
_LONGEST = 400  # characters of a piece, and of each end of a chunk
_END = 8  # characters by which the end of a chunk is known
_MOST = 50_000
_MOST_APART = 4_000  # of one place
_BETWEEN = "\x1f"


class PlantedFragment(NamedTuple):
    """A text that stands in a planted one, with where it was seen. `order` is its exchange and message."""

    capture: str
    order: tuple[int, int]
    host: str
    scheme: str
    phase: str | None
    general: str
    text: str
    evidence: Sighting


class Pieces:
    """Keeps what may be pieces of planted texts."""

    def __init__(self, redact: Redactor) -> None:
        self.redact = redact
        self.found: list[PlantedFragment] = []

    def watch(self, exchange: Exchange, documents: Iterable[Document], planted: Planted) -> Iterator[Document]:
        """The documents, after a look at what each may hold of a planted text."""
        for document in documents:
            if (
                document.sent
                and planted.blob
                and len(self.found) < _MOST
                and self._possible(exchange, document, planted)
            ):
                self.found += (
                    self._piece(exchange, leaf, text)
                    for leaf in document.leaves
                    if (text := _text_of(leaf, planted.blob))
                )
            yield document

    def _possible(self, exchange: Exchange, document: Document, planted: Planted) -> bool:
        """Whether a document is small, of a socket, or begins or ends as a planted text does somewhere."""
        if len(document.text) <= _SMALL or len(exchange.messages) > 1:
            return True
        body = exchange.body or b""
        ends = (fold(end.decode("latin-1")) for end in (body[:_END], body[-_END:]) if len(body) > _END)
        return any(end in planted.blob for end in ends)

    def _piece(self, exchange: Exchange, leaf: Leaf, text: str) -> PlantedFragment:
        trail = leaf[0]
        return PlantedFragment(
            exchange.capture,
            (exchange.number, _message(trail)),
            exchange.host,
            exchange.scheme,
            exchange.phase,
            _of_any_message(general_place(trail)),
            text,
            Sighting(
                capture=exchange.capture,
                exchange=exchange.number,
                at=timestamp(exchange.started),
                method=exchange.method[:16],
                path=self.redact(exchange.path.partition("?")[0][:300]),
                part=part(trail),
                place=self.redact(place(trail)),
            ),
        )

    def state(self) -> list[PlantedFragment]:
        """Return what may be pieces."""
        return self.found

    def merge(self, other: list[PlantedFragment]) -> None:
        """Take in what another worker found."""
        self.found += other

    def join(self, planted: Planted, observations: Observations) -> None:
        """Put the pieces of each place together, in order, and count the planted values that come of it."""
        told = {(group.host, group.category) for group in observations.tallies.found if group.detector == "planted"}
        apart: dict[tuple[str, str, str], list[PlantedFragment]] = {}
        for piece in sorted(self.found, key=lambda piece: (piece.capture, piece.order))[:_MOST]:
            apart.setdefault((piece.capture, piece.host, piece.general), []).append(piece)
        for pieces in apart.values():
            for number in _values(planted, pieces[:_MOST_APART]):
                value = planted.values[number]
                host = self.redact(pieces[0].host)
                if number >= planted.first_decoy or (host, value.category) in told:
                    continue
                self._count(observations, value.category, pieces)

    def _count(self, observations: Observations, category: str, pieces: list[PlantedFragment]) -> None:
        first = pieces[0]
        why = because("in-pieces", kind=category, count=len(pieces))
        group = Group(
            host=self.redact(first.host),
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
        tally.at += [piece.evidence for piece in pieces[:5]]


def _text_of(leaf: Leaf, blob: str) -> str:
    """The text of a leaf where it may be a piece, of a long one its ends; "" where it is none."""
    value = leaf[2]
    if not isinstance(value, str) or not value:
        return ""
    if len(value) > 2 * _LONGEST:
        value = value[:_LONGEST] + _BETWEEN + value[-_LONGEST:]
    folded = fold(value) if value.strip() else " "
    if folded in blob or (len(folded) >= _END and (folded[:_END] in blob or folded[-_END:] in blob)):
        return value
    return ""


def _message(trail: Trail) -> int:
    name, key = outermost(trail)
    return key if name == "message" and isinstance(key, int) else 0


def _of_any_message(general: str) -> str:
    return general.replace("message:*", "message", 1)


def _values(planted: Planted, pieces: list[PlantedFragment]) -> list[int]:
    """The numbers of the planted values that pieces make together and none of them holds alone."""
    texts: list[str] = []
    for piece in pieces:
        if texts and piece.text.startswith(texts[-1]):  # what was typed so far, again and again
            texts[-1] = piece.text
        else:
            texts.append(piece.text)
    if len(texts) < 2:
        return []
    alone = {number for text in texts for number in planted.spelt(text)}
    joined = {number for gap in ("", " ") for number in planted.spelt(gap.join(texts))}
    return sorted(joined - alone)
