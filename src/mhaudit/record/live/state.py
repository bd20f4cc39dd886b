"""The state of the page: counts of the recording, its phase, and the latest snapshot of the audit."""

import asyncio
import json
import time

from msgspec import Struct, field

from mhaudit.record.recording import Recording

_RATE_OVER = 5.0  # seconds


class State(Struct):
    """The state that the addon updates and every listener waits on."""

    recording: Recording
    snapshot: str = "null"
    judging: bool = True
    _changed: asyncio.Event = field(default_factory=asyncio.Event)
    _counts: list[tuple[float, int]] = field(default_factory=list)

    def tell(self) -> None:
        """Notify all listeners."""
        self._changed.set()
        self._changed = asyncio.Event()

    async def change(self, patience: float) -> None:
        """Wait for a change, at most `patience` seconds."""
        try:
            await asyncio.wait_for(self._changed.wait(), patience)
        except TimeoutError:
            return

    def as_json(self) -> str:
        """Return the state as JSON."""
        counts = self.recording.counts
        recorded = {
            "exchanges": counts.exchanges,
            "bytes": counts.bytes,
            "errors": counts.errors,
            "phase": counts.phase,
            "since": counts.since,
            "now": time.time(),
            "rate": self._rate(counts.exchanges),
            "judging": self.judging,
        }
        return f'{{"recorded":{json.dumps(recorded)},"judged":{self.snapshot}}}'

    def _rate(self, exchanges: int) -> float:
        """Return the exchanges per second over the last `_RATE_OVER` seconds."""
        now = time.monotonic()
        self._counts = [(at, count) for at, count in self._counts if now - at < _RATE_OVER] + [(now, exchanges)]
        first, before = self._counts[0]
        return round((exchanges - before) / (now - first), 1) if now > first else 0.0
