import asyncio
import json
from pathlib import Path

from mhaudit.auditing.engine import Question
from mhaudit.policy import load
from mhaudit.record.addon import Recorder
from mhaudit.record.live.audit_watch import AuditWatch
from tests.record.journal_of import recording_in


def question() -> Question:
    policies = load()
    return Question(policies=policies, pack=policies.packs["auditor"])


def test_snapshots_arrive_until_the_recording_ends(tmp_path: Path) -> None:
    recorder = Recorder()
    recorder.folder, recorder.recording = tmp_path, recording_in(tmp_path)

    async def watched() -> tuple[str, bool]:
        watch = AuditWatch(recorder, question())
        watch.running()
        assert watch.state and watch.state.snapshot == "null"
        while watch.state.snapshot == "null":
            await watch.state.change(20)
        arrived = watch.state.snapshot
        watch.done()
        while watch.state.judging:
            await watch.state.change(20)
        return arrived, watch.state.judging

    arrived, judging = asyncio.run(watched())
    assert json.loads(arrived)["contacts"] == [] and not judging


def test_without_a_recording_there_is_nothing_to_watch() -> None:
    watch = AuditWatch(Recorder(), question())
    watch.running()
    watch.done()
    assert watch.state is None
