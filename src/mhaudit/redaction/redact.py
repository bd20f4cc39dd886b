"""Redact captures into one HAR without planted or personal values, and search the written file again."""

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
from mhaudit.ingest.phases import phases_from
from mhaudit.ingest.reader import WHOLE, Capture
from mhaudit.model.capture import Exchange
from mhaudit.model.subject import Persona, PlantedValue
from mhaudit.redaction import har
from mhaudit.redaction.check import Check
from mhaudit.redaction.clean_exchange import ExchangeCleaner, emptied
from mhaudit.redaction.clean_text import TextCleaner
from mhaudit.redaction.exchanges import redacted
from mhaudit.redaction.finds import Finder
from mhaudit.redaction.planted_parts import PlantedParts
from mhaudit.redaction.pseudonyms import Pseudonyms

_COMMENT = "Values of a planted persona and personal values were replaced by pseudonyms (mhaudit redact)."
# Categories whose values identify one person: once recognised, they are searched everywhere.
_ONES_OWN = ("identity.", "identifier.", "credential.", "free_text.", "chat.", "location.precise")
_SHORTEST, _MOST = 8, 300


class Redaction(Struct, frozen=True, kw_only=True):
    """The result. The file may be shared only if `remaining` is 0.

    `places` were replaced by the pseudonym of their value, `pieces` because they are unreadable; `bodies` that could
    not be read were left out; `emptied` exchanges keep only their address, since the check still found something in
    them; `left_out` are of a kind that HAR can't hold.
    """

    exchanges: int
    places: int
    left_out: int
    remaining: int
    pieces: int = 0
    bodies: int = 0
    emptied: int = 0


class _Redactor:
    """The objects that redact the exchanges of one file."""

    def __init__(self, captures: Sequence[Capture], question: Question) -> None:
        self.finder = _finder(captures, question)
        values = question.persona.values if question.persona else ()
        text = TextCleaner(self.finder.names, PlantedParts(values), self.finder.leaks.holds)
        self.cleaner = ExchangeCleaner(text)
        self.check = Check(values)
        self.places = self.emptied = 0

    def entry(self, exchange: Exchange) -> str:
        """Return the line of one exchange, or only its address where the check finds anything in it."""
        found, places = redacted(exchange, self.finder)
        self.places += places
        clean = self.cleaner.clean(found)
        line = har.entry(clean)
        if self.check.finds(line) or self.finder.finds(clean):
            self.emptied += 1
            line = har.entry(emptied(clean))
            return har.entry(emptied(clean, known_host=False)) if self.check.finds(line) else line
        return line

    def remaining(self, path: Path) -> int:
        """Return how many exchanges of the written file still reveal something."""
        with path.open(encoding="utf-8") as file:
            lines = (line.strip().removesuffix(",") for line in file)
            return sum(self.check.finds(line) for line in lines if line.startswith('{"startedDateTime"'))


def redact_into(
    own: Path, file: IO[str], paths: Sequence[Path], question: Question, progress: Progress = lambda _: None
) -> Redaction:
    """Write the HAR into a file, whose path is `own`.

    Raise CaptureUnreadable, and NothingToAudit where there is no exchange to write.
    """
    with TemporaryDirectory(prefix="mhaudit-") as folder:
        captures = gather(paths, Path(folder)).captures
        redactor = _Redactor(captures, question)
        written = left_out = 0
        file.write(har.opening(_COMMENT))
        for number, exchange in enumerate(_exchanges(captures, question), start=1):
            progress(number)
            if exchange.kind not in har.KINDS:
                left_out += 1
                continue
            file.write((",\n" if written else "") + redactor.entry(exchange))
            written += 1
        file.write(har.CLOSING)
        file.flush()
    if not written:
        raise NothingToAudit("Nothing to redact: the captures hold no exchange that HAR can hold.")
    return Redaction(
        exchanges=written,
        places=redactor.places,
        left_out=left_out,
        remaining=redactor.remaining(own),
        pieces=redactor.cleaner.counts.pieces,
        bodies=redactor.cleaner.counts.bodies,
        emptied=redactor.emptied,
    )


def _finder(captures: Sequence[Capture], question: Question) -> Finder:
    """Return a finder that also searches, in every encoding, for values recognised as personal in any exchange."""
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
    return Finder(replace(question, persona=Persona(id="redaction", values=values)), Pseudonyms(values, len(planted)))


def _exchanges(captures: Sequence[Capture], question: Question) -> Iterator[Exchange]:
    apps = Apps(question.app_id or (question.app.id if question.app else ""))
    phases = phases_from(question.app)
    for capture in captures:
        for item in items_of(capture, WHOLE, phases):
            if isinstance(item, Exchange) and apps.mine(item.app):
                yield item
