"""Reading of captures by one process or several, with the same result."""

import os
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from msgspec import Struct

from mhaudit.auditing.engine import Engine, Question
from mhaudit.collect.collector import Collector, CollectorState
from mhaudit.errors import CaptureUnreadable
from mhaudit.ingest.formats import reader_for
from mhaudit.ingest.phases import Phases, in_phases, phases_from
from mhaudit.ingest.reader import WHOLE, Capture, Share
from mhaudit.model.capture import Access, Contact, Exchange, Gap, Item

if TYPE_CHECKING:
    from concurrent.futures import Future

Progress = Callable[[int], None]
Watch = Callable[[Collector], None]  # called with the collector of this process after each exchange

_PAYS_FROM = 6_000_000  # bytes of capture: below, starting another process takes longer than it saves
_MOST_JOBS = 4  # each reads the whole file, so the gain diminishes
_BLOCK = 200  # consecutive exchanges that one process reads
_inherited: list[Engine] = []  # in a worker process: the engine it was started with


class Span(Struct):
    """The number of exchanges and contacts in a capture; times of the first and last, in seconds since the epoch."""

    exchanges: int = 0
    first: float | None = None
    last: float | None = None
    contacts: int = 0

    def add(self, started: float | None) -> None:
        """Count one exchange."""
        self.merge(Span(1, started, started))

    def add_listed(self, row: Contact | Access) -> None:
        """Count one row of a list."""
        times = (row.at, row.at) if isinstance(row, Access) else (row.first, row.last or row.first)
        self.merge(Span(0, *times, 1))

    def merge(self, other: "Span") -> None:
        """Merge another share of the same capture."""
        self.exchanges += other.exchanges
        self.contacts += other.contacts
        times = [time for time in (self.first, self.last, other.first, other.last) if time is not None]
        self.first, self.last = min(times, default=None), max(times, default=None)


def read(
    captures: Sequence[Capture], engine: Engine, jobs: int | None, progress: Progress, watch: Watch = lambda _: None
) -> tuple[Collector, list[Span]]:
    """Read all captures into a collector, in `jobs` processes (None: by size). Raise CaptureUnreadable.

    The other processes start after the first block: as forks they inherit its tables, patterns and caches.
    """
    jobs = jobs or _worthwhile(captures)
    if jobs == 1:
        return _read_share(captures, engine, WHOLE, progress, watch)
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    collector, spans = engine.collector(), list[Span]()
    own = _reading(captures, engine, Share(0, jobs, _BLOCK), collector, spans)
    for count in islice(own, _BLOCK):
        progress(count * jobs)
        watch(collector)
    copied = _can_be_copied()
    known = engine if copied else engine.question
    context = get_context("fork" if copied else "spawn")
    with ProcessPoolExecutor(jobs - 1, mp_context=context, initializer=_inherit, initargs=(known,)) as pool:
        others = [pool.submit(_work, captures, Share(number, jobs, _BLOCK)) for number in range(1, jobs)]
        for count in own:
            progress(count * jobs)
            watch(collector)
        _merge(collector, spans, others)
    return collector, spans


def _worthwhile(captures: Sequence[Capture]) -> int:
    """Return the number of processes: one for small captures, else one per core, up to a limit."""
    if sum(capture.path.stat().st_size for capture in captures) < _PAYS_FROM:
        return 1
    return max(1, min(_cores(), _MOST_JOBS))


def _can_be_copied() -> bool:
    """Return whether other processes can be forked with the existing engine.

    Libraries of macOS don't support forking, and locks held by other threads would never be released in a fork.
    """
    return sys.platform == "linux" and threading.active_count() == 1


def _cores() -> int:
    """Return the number of cores available to this process."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


def _merge(
    collector: Collector, spans: list[Span], others: Sequence["Future[tuple[CollectorState, list[Span]]]"]
) -> None:
    for other in others:
        pages, more = other.result()
        collector.merge(pages)
        for span, part in zip(spans, more, strict=True):
            span.merge(part)


def _inherit(known: Engine | Question) -> None:
    """Initialise a worker process."""
    _inherited[:] = [known if isinstance(known, Engine) else Engine(known)]


def _work(captures: Sequence[Capture], share: Share) -> tuple[CollectorState, list[Span]]:
    """Read one share in a worker process."""
    collector, spans = _read_share(captures, _inherited[0], share, lambda _: None)
    return collector.state(), spans


def _read_share(
    captures: Sequence[Capture], engine: Engine, share: Share, progress: Progress, watch: Watch = lambda _: None
) -> tuple[Collector, list[Span]]:
    collector, spans = engine.collector(), list[Span]()
    for count in _reading(captures, engine, share, collector, spans):
        progress(count)
        watch(collector)
    return collector, spans


def _reading(
    captures: Sequence[Capture], engine: Engine, share: Share, collector: Collector, spans: list[Span]
) -> Iterator[int]:
    """Read a share into `collector` and `spans`, one per capture; yield the number of exchanges after each."""
    count = 0
    phases = phases_from(engine.question.app)
    for capture in captures:
        spans.append(span := Span())
        for item in items_of(capture, share, phases):
            if isinstance(item, Gap):
                collector.add_gaps([item])
            elif not collector.apps.mine(item.app):
                continue
            elif isinstance(item, Exchange):
                engine.take(item, collector)
                span.add(item.started)
                count += 1
                yield count
            else:
                collector.add_listed(item)
                span.add_listed(item)


def items_of(capture: Capture, share: Share, phases: Phases) -> Iterator[Item]:
    """Yield the items of a capture, with the phases of the app profile unless it belongs to a case."""
    items = _items(capture, share)
    return in_phases(items, phases, capture.name) if phases.stages and not capture.case else items


def _items(capture: Capture, share: Share) -> Iterator[Item]:
    """Yield the items of a capture. If it was found in a folder and can't be read, yield a gap."""
    reader = reader_for(capture)
    try:
        yield from reader.read(capture, share) if reader else ()
    except CaptureUnreadable as error:
        if capture.named:
            raise
        if not share.first:
            detail = str(error).replace(capture.where, capture.name, 1)
            guessed = reader is None or reader.format == "HAR"  # any JSON begins like HAR
            yield Gap(code="file-not-read", detail=detail, blocking=not guessed)
