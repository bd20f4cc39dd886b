"""Captures in, one HAR out that holds nothing planted and nothing personal; searched again before it counts."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from msgspec import Struct
from msgspec.structs import replace

from mhaudit.auditing.engine import Question
from mhaudit.auditing.workers import Progress, items_of
from mhaudit.collect.apps import Apps
from mhaudit.errors import NothingToAudit
from mhaudit.ingest.gather import gather
from mhaudit.ingest.har.reader import HarReader
from mhaudit.ingest.phases import phases_from
from mhaudit.ingest.reader import WHOLE, Capture
from mhaudit.model.capture import Exchange
from mhaudit.model.subject import Persona, PlantedValue
from mhaudit.redaction import har
from mhaudit.redaction.exchanges import redacted
from mhaudit.redaction.finds import Finder
from mhaudit.redaction.pseudonyms import Pseudonyms

_COMMENT = "Values of a planted persona and personal values were replaced by pseudonyms (mhaudit redact)."
# Kinds whose values are looked for everywhere once they were recognised somewhere: they are nobody else's.
_ONES_OWN = ("identity.", "identifier.", "credential.", "free_text.", "chat.", "location.precise")
_SHORTEST, _MOST = 8, 300


class Redaction(Struct, frozen=True, kw_only=True):
    """What came of it. `left_out` are exchanges of a kind that HAR can't hold; `remaining` must be 0 to pass it on."""

    exchanges: int
    places: int
    left_out: int
    remaining: int


def redact_into(
    own: Path, file: IO[str], paths: Sequence[Path], question: Question, progress: Progress = lambda _: None
) -> Redaction:
    """Writes the HAR into a file, whose path is `own`.

    Raises CaptureUnreadable, and NothingToAudit where there is no exchange to write.
    """
    with TemporaryDirectory(prefix="mhaudit-") as folder:
        captures = gather(paths, Path(folder)).captures
        finder = _finder(captures, question)
        written = places = left_out = 0
        file.write(har.opening(_COMMENT))
        for number, exchange in enumerate(_exchanges(captures, question), start=1):
            progress(number)
            if exchange.kind not in har.KINDS:
                left_out += 1
                continue
            clean, found = redacted(exchange, finder)
            file.write((",\n" if written else "") + har.entry(clean))
            written, places = written + 1, places + found
        file.write(har.CLOSING)
        file.flush()
    if not written:
        raise NothingToAudit("Nothing to redact: the captures hold no exchange that HAR can hold.")
    remaining = _remaining(own, finder)
    return Redaction(exchanges=written, places=places, left_out=left_out, remaining=remaining)


def _finder(captures: Sequence[Capture], question: Question) -> Finder:
    """A finder that also looks for what was recognised as personal in any exchange, in every encoding."""
    planted = question.persona.values if question.persona else ()
    first = Finder(question, Pseudonyms(planted))
    seen: dict[tuple[str, str], None] = {}
    for exchange in _exchanges(captures, question):
        for hit in first.hits(exchange):
            text = str(hit.value)
            own = hit.planted < 0 and hit.category.startswith(_ONES_OWN) and isinstance(hit.value, str)
            if own and len(text) >= _SHORTEST and len(seen) < _MOST and not first.leaks.holds(text):
                seen.setdefault((hit.category, text))
    values = (*planted, *(PlantedValue(category=category, value=text) for category, text in seen))
    return Finder(replace(question, persona=Persona(id="redaction", values=values)), Pseudonyms(values))


def _exchanges(captures: Sequence[Capture], question: Question) -> Iterator[Exchange]:
    apps = Apps(question.app_id or (question.app.id if question.app else ""))
    phases = phases_from(question.app)
    for capture in captures:
        for item in items_of(capture, WHOLE, phases):
            if isinstance(item, Exchange) and apps.mine(item.app):
                yield item


def _remaining(path: Path, finder: Finder) -> int:
    """How many places of the file as it was written still tell something: read and searched as any capture is."""
    items = HarReader().read(Capture(path, path.name))
    return sum(len(finder.finds(item)) for item in items if isinstance(item, Exchange))
