import asyncio
import os
import signal
from pathlib import Path

import pytest
from msgspec.json import encode

from mhaudit.web.audit_child import AuditWish
from mhaudit.web.jobs import Job, Jobs, TooBusy
from mhaudit.web.workspace import Workspace


def run_job(workspace: Workspace, *words: str, fine: frozenset[int] = frozenset({0})) -> Job:
    async def run() -> Job:
        jobs = Jobs(workspace.root, workspace.work)
        job = jobs.command(words, "own", "/then", "/", fine)
        await job.ended.wait()
        return job

    return asyncio.run(run())


def test_a_command_gives_what_it_prints_and_its_code(workspace: Workspace) -> None:
    job = run_job(workspace, "--version")
    assert (job.state, job.code) == ("done", 0) and job.says.startswith("mhaudit ")
    job = run_job(workspace, "verify", "cases/none")
    assert (job.state, job.code) == ("failed", 2) and "cases/none" in job.says
    assert run_job(workspace, "verify", "cases/none", fine=frozenset({2})).state == "done"
    assert list(workspace.work.iterdir()) == []


def audit_of(path: Path, out: str) -> str:
    return encode(AuditWish(captures=(str(path),), out=out)).decode()


def test_an_audit_counts(workspace: Workspace, meadow: Path) -> None:
    async def run() -> Job:
        job = Jobs(workspace.root, workspace.work).audit(audit_of(meadow / "meadow.mitm", "audits/one"), "one", "/then")
        await job.ended.wait()
        return job

    job = asyncio.run(run())
    assert (job.state, job.says) == ("done", "")
    assert job.exchanges > 0 and (workspace.root / "audits" / "one" / "audit.json").is_file()


def test_a_job_that_is_stopped_leaves_no_process_and_no_file(workspace: Workspace) -> None:
    os.mkfifo(workspace.root / "captures" / "endless.har")  # nobody writes to it: whoever opens it waits

    async def run() -> Job:
        jobs = Jobs(workspace.root, workspace.work)
        job = jobs.audit(audit_of(Path("captures/endless.har"), "audits/one"), "one", "/then")
        while job.process is None:
            await asyncio.sleep(0.01)
        await jobs.stop(job)
        await job.ended.wait()
        return job

    job = asyncio.run(run())
    assert (job.state, job.code) == ("stopped", -signal.SIGTERM)
    assert workspace.names("audits") == [] and list(workspace.work.iterdir()) == []


def test_only_so_many_run_at_a_time(workspace: Workspace) -> None:
    async def run() -> None:
        jobs = Jobs(workspace.root, workspace.work)
        for _ in range(4):
            jobs.command(["--version"], "own", "", "")
        with pytest.raises(TooBusy, match="4 jobs run already"):
            jobs.command(["--version"], "own", "", "")
        await asyncio.sleep(0)
        for job in jobs.running():
            await job.ended.wait()
        await jobs.answer("--version")

    asyncio.run(run())
