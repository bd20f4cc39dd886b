"""Recordings of two persons → what changed with the person, and the audit that tells it."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from mhaudit.compare.fields import Fields, fields_of
from mhaudit.compare.personas import Changed
from mhaudit.compare.variation import variations
from mhaudit.engine import Question
from mhaudit.ingest.formats import reader_for
from mhaudit.ingest.gather import gather
from mhaudit.ledger.apps import Apps
from mhaudit.model.capture import Exchange
from mhaudit.model.variation import Variation


def varied(
    before: Sequence[Path], after: Sequence[Path], changed: Changed, question: Question
) -> tuple[list[Variation], bool]:
    """What changed between the recordings of one person and those of another, each path a recording of its own.

    Also whether a recording had more fields than could be compared. Raises CaptureUnreadable.
    """
    sides = [[_fields(path, question) for path in side] for side in (before, after)]
    full = any(recording.full for side in sides for recording in side)
    return variations(sides[0], sides[1], changed), full


def _fields(path: Path, question: Question) -> Fields:
    with TemporaryDirectory(prefix="mhaudit-") as folder:
        return fields_of(_exchanges(path, Path(folder), question), question.limits)


def _exchanges(path: Path, folder: Path, question: Question) -> Iterator[Exchange]:
    """The exchanges of the app under audit."""
    apps = Apps(question.app_id or (question.app.id if question.app else ""))
    captures, _ = gather([path], folder)
    for capture in captures:
        reader = reader_for(capture)
        for item in reader.read(capture) if reader else ():
            if isinstance(item, Exchange) and apps.mine(item.app):
                yield item
