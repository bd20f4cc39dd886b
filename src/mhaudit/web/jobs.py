"""Jobs in separate processes: audits with their progress, and commands with their output."""

import asyncio
import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Literal

from msgspec import Struct, field

State = Literal["running", "done", "failed", "stopped"]
_MOST_JOBS = 4  # at a time
_MOST_KEPT = 100
_LONGEST_OUTPUT = 256 * 1024
_LONGEST_LINE = 1024 * 1024
_PATIENCE = 5.0  # seconds between SIGTERM and SIGKILL
PROGRAM = (sys.executable, "-m", "mhaudit", "--no-settings")  # the page passes all options itself
AUDIT_PROGRAM = (sys.executable, "-m", "mhaudit.web.audit_child")


class TooBusy(Exception):
    """The maximum number of jobs is running."""


class Job(Struct, kw_only=True):
    """One job. `then` is the page of its result, `title` the title of its own page.

    `says` is the command's output, or the reason for a failure; `code` its exit code. `fine` are the exit codes of
    success.
    """

    id: str
    title: str
    then: str
    back: str
    state: State = "running"
    exchanges: int = 0
    kinds: int = 0
    expected: int = 0  # about how many exchanges there will be; 0 where that is not known
    started: float = field(default_factory=time.monotonic)
    counts: bool = False  # whether it reports progress
    says: str = ""
    code: int | None = None
    fine: frozenset[int] = frozenset({0})
    ended: asyncio.Event = field(default_factory=asyncio.Event)
    process: asyncio.subprocess.Process | None = None

    @property
    def seconds_left(self) -> int | None:
        """Return about how many seconds reading will take from now on; None where that is not known."""
        if not (self.expected and self.exchanges):
            return None
        share = (time.monotonic() - self.started) / self.exchanges
        return max(0, round(share * (self.expected - self.exchanges)))


class Jobs:
    """All jobs since the start, newest last. Commands run in `root`; their temporary files are in `work`."""

    def __init__(self, root: Path, work: Path) -> None:
        self._root, self._work = root, work
        self._jobs: dict[str, Job] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def get(self, id_: str) -> Job | None:
        """Return a job by its id."""
        return self._jobs.get(id_)

    def running(self) -> list[Job]:
        """Return the running jobs."""
        return [job for job in self._jobs.values() if job.state == "running"]

    def audit(self, wish: str, title: str, then: str) -> Job:
        """Start an audit; `wish` is an AuditWish as JSON. Raise TooBusy."""
        job = Job(id=secrets.token_hex(8), title=title, then=then, back="/", counts=True)
        return self._start(job, [*AUDIT_PROGRAM, wish], lambda line: _progress(job, line))

    def command(
        self, words: Sequence[str], title: str, then: str, back: str, fine: frozenset[int] = frozenset({0})
    ) -> Job:
        """Start a command of mhaudit in the workspace. Raise TooBusy."""
        job = Job(id=secrets.token_hex(8), title=title, then=then, back=back, fine=fine)
        return self._start(job, [*PROGRAM, *words], lambda line: _printed(job, line))

    async def answer(self, *words: str) -> Job:
        """Run a short command and wait for it. Raise TooBusy."""
        job = self.command(words, words[0], "", "")
        await job.ended.wait()
        return job

    async def stop(self, job: Job) -> None:
        """Stop a job and its processes."""
        if job.state == "running" and job.process:
            job.state = "stopped"
            end_group(job.process, signal.SIGTERM)
            try:
                await asyncio.wait_for(job.ended.wait(), _PATIENCE)
            except TimeoutError:
                end_group(job.process, getattr(signal, "SIGKILL", signal.SIGTERM))

    async def close(self) -> None:
        """Stop all jobs."""
        await asyncio.gather(*(self.stop(job) for job in self.running()))

    def _start(self, job: Job, words: list[str], take: Callable[[bytes], None]) -> Job:
        if len(self.running()) >= _MOST_JOBS:
            raise TooBusy(f"{_MOST_JOBS} jobs run already; wait for one to end, or stop one")
        self._jobs[job.id] = job
        for old in [one for one in self._jobs.values() if one.state != "running"][:-_MOST_KEPT]:
            del self._jobs[old.id]
        task = asyncio.get_running_loop().create_task(self._run(job, words, take))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return job

    async def _run(self, job: Job, words: list[str], take: Callable[[bytes], None]) -> None:
        folder = self._work / job.id
        folder.mkdir(mode=0o700)
        try:
            process = await start_process(words, self._root, {"TMPDIR": str(folder), "TEMP": str(folder)})
            job.process = process
            assert process.stdout  # noqa: S101 (it was asked for)
            with suppress(ValueError):  # a line longer than mhaudit writes
                async for line in process.stdout:
                    take(line)
            job.code = await process.wait()
            if job.state == "running":
                job.state = "done" if job.code in job.fine else "failed"
                job.says = job.says or _ended(job.code)
        except OSError as error:
            job.state, job.says = "failed", error.strerror or str(error)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
            job.ended.set()


def _ended(code: int) -> str:
    return f"The process ended with {code}; perhaps memory ran out." if code else ""


async def start_process(words: Sequence[str], folder: Path, more: dict[str, str]) -> asyncio.subprocess.Process:
    """Start a program in its own process group, with its output and errors as lines on one pipe."""
    return await asyncio.create_subprocess_exec(
        *words,
        cwd=folder,
        env={**os.environ, "PYTHONUNBUFFERED": "1", "NO_COLOR": "1", "TERM": "dumb", "COLUMNS": "100", **more},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        limit=_LONGEST_LINE,
        start_new_session=True,
    )


def end_group(process: asyncio.subprocess.Process, how: signal.Signals) -> None:
    """Send a signal to a process and its children; on systems without process groups, to the process only."""
    with suppress(ProcessLookupError, PermissionError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, how)
        else:
            process.terminate()


def _progress(job: Job, line: bytes) -> None:
    try:
        said = json.loads(line)
    except ValueError:
        return
    if not isinstance(said, dict):
        return
    job.exchanges, job.kinds = said.get("exchanges", job.exchanges), said.get("kinds", job.kinds)
    job.expected = said.get("expected") or job.expected
    job.says = said.get("failed", job.says)


def _printed(job: Job, line: bytes) -> None:
    job.says = (job.says + line.decode("utf-8", "replace"))[-_LONGEST_OUTPUT:]
