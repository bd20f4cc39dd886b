"""Recordings started in the interface: `mhaudit record` as a process, with its live page."""

import asyncio
import re
import secrets
import signal
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Literal

from msgspec import Struct, field

from mhaudit.web.jobs import PROGRAM, end_group, start_process

State = Literal["starting", "recording", "stopping", "auditing", "done", "failed"]
_LIVE = re.compile(r"^Live page: (http://127\.0\.0\.1:\d{1,5}/[\w-]{10,80}/)$")
_LISTENS = "Ctrl-C ends the recording."
_RECORDED = "Recorded: "
_MOST_LINES = 400
_PATIENCE = 60.0  # seconds to wait for a recording to end


class RunningRecording(Struct, kw_only=True):
    """One recording. `live` is the address of its live page, "" until it is known."""

    id: str
    case: str
    state: State = "starting"
    live: str = ""
    lines: list[str] = field(default_factory=list)
    process: asyncio.subprocess.Process | None = None
    ended: asyncio.Event = field(default_factory=asyncio.Event)

    def take(self, line: str) -> None:
        """Parse a line that the recorder printed."""
        if len(self.lines) < _MOST_LINES:
            self.lines.append(line)
        if match := _LIVE.match(line):
            self.live = match[1]
        elif line == _LISTENS:
            self.state = "recording"
        elif line.startswith(_RECORDED):
            self.state = "auditing"


class Recordings:
    """The recordings since the start; one runs at a time, since all use one port."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._known: dict[str, RunningRecording] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def get(self, id_: str) -> RunningRecording | None:
        """Return a recording by its id."""
        return self._known.get(id_)

    def running(self) -> RunningRecording | None:
        """Return the running recording, or None."""
        return next((one for one in self._known.values() if not one.ended.is_set()), None)

    def start(self, case: str, options: Sequence[str]) -> RunningRecording:
        """Start a recording into a case folder, with the options of `mhaudit record`."""
        found = RunningRecording(id=secrets.token_hex(8), case=case)
        self._known[found.id] = found
        task = asyncio.get_running_loop().create_task(self._run(found, options))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return found

    async def stop(self, recording: RunningRecording) -> None:
        """Stop a recording cleanly; it is then audited."""
        if recording.process and not recording.ended.is_set():
            recording.state = "stopping" if recording.state == "recording" else recording.state
            end_group(recording.process, signal.SIGINT)

    async def close(self) -> None:
        """Stop the running recording cleanly: it is sealed, and audited if that takes less than `_PATIENCE`."""
        if one := self.running():
            await self.stop(one)
            with suppress(TimeoutError):
                await asyncio.wait_for(one.ended.wait(), _PATIENCE)

    async def _run(self, recording: RunningRecording, options: Sequence[str]) -> None:
        words = [*PROGRAM, "record", "--out", f"cases/{recording.case}", *options]
        try:
            process = await start_process(words, self._root, {})
            recording.process = process
            assert process.stdout  # noqa: S101 (it was asked for)
            async for line in process.stdout:
                recording.take(line.decode("utf-8", "replace").rstrip("\n"))
            await process.wait()
        except (OSError, ValueError) as error:
            recording.take(str(error))
        report = self._root / "cases" / recording.case / "report" / "audit.json"
        recording.state = "done" if report.is_file() else "failed"
        recording.ended.set()
