"""A process beside the proxy that reads the growing case and audits it with the same engine as `mhaudit audit`.

It has the lowest priority, so that recording never waits for it.
"""

import json
import os
import signal
import time
from collections.abc import Mapping
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

from mhaudit.auditing.engine import Engine, Question
from mhaudit.auditing.pipeline import conclude
from mhaudit.model.capture import Gap
from mhaudit.record.live.snapshot import Plain, snapshot
from mhaudit.record.live.tail import CaseTail

_PAUSE = 0.5  # seconds between two reads
_SHARE = 10  # at most one part in so many of the time is spent on snapshots


class LiveAudit:
    """The audit of the exchanges read so far."""

    def __init__(self, case: Path, question: Question) -> None:
        self._follow = CaseTail(case)
        self._engine = Engine(question)
        self._collector = self._engine.collector()
        self._last: dict[str, float] = {}

    def look(self) -> bool:
        """Take in new exchanges; return whether there were any."""
        before = self._follow.pieces
        for item in self._follow.new():
            if isinstance(item, Gap):
                self._collector.add_gaps([item])
                continue
            self._engine.take(item, self._collector)
            self._last[self._collector.redact(item.host)] = item.started or time.time()
        return self._follow.pieces > before

    def snapshot(self) -> Plain:
        """Return the data that the page shows."""
        so_far = self._engine.collector()
        so_far.merge(self._collector.state())
        so_far.add_gaps(self._follow.gaps())
        return snapshot(conclude(self._engine, so_far, ()), self._last)


def watch(case: Path, question: Question, page: "Connection[bytes, bytes]") -> None:
    """Send snapshots as JSON until the other end of the connection is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(19)
    judge = LiveAudit(case, question)
    with suppress(BrokenPipeError, EOFError):
        page.send_bytes(_written(judge.snapshot()))
        while not page.poll(_PAUSE):
            if judge.look():
                begun = time.monotonic()
                page.send_bytes(_written(judge.snapshot()))
                page.poll((time.monotonic() - begun) * _SHARE)


class AuditProcess:
    """A handle of the process for the page."""

    def __init__(self, case: Path, question: Question) -> None:
        context = get_context("spawn")
        self._ours, theirs = context.Pipe()
        self._process = context.Process(target=watch, args=(case, question, theirs), daemon=True)
        self._process.start()
        theirs.close()

    def next(self) -> str:
        """Return the next snapshot as JSON, waiting for it. Raise EOFError after the last."""
        return self._ours.recv_bytes().decode()

    def end(self) -> None:
        """Stop the process."""
        self._process.terminate()


def _written(data: Mapping[str, object]) -> bytes:
    return json.dumps(data, separators=(",", ":")).encode()
