"""An addon beside the recorder that starts the audit process and keeps its latest snapshot."""

import asyncio
from contextlib import suppress

from mhaudit.auditing.engine import Question
from mhaudit.record.addon import Recorder
from mhaudit.record.live.audit_process import AuditProcess
from mhaudit.record.live.state import State


class AuditWatch:
    """The addon; `state` is set once the recording runs."""

    def __init__(self, recorder: Recorder, question: Question) -> None:
        self.recorder, self.question = recorder, question
        self.state: State | None = None
        self._judge: AuditProcess | None = None
        self._listening: asyncio.Task[None] | None = None

    def running(self) -> None:
        """Start the audit process once the proxy listens and the case exists."""
        recording, folder = self.recorder.recording, self.recorder.folder
        if recording and folder:
            self.state = State(recording)
            self._judge = AuditProcess(folder, self.question)
            self._listening = asyncio.get_running_loop().create_task(self._listen(self._judge, self.state))

    def done(self) -> None:
        """Stop the audit process with the recording."""
        if self._judge:
            self._judge.end()

    async def _listen(self, judge: AuditProcess, state: State) -> None:
        """Receive snapshots outside of the proxy's thread, as they may be large."""
        with suppress(EOFError, OSError):
            while True:
                state.snapshot = await asyncio.to_thread(judge.next)
                state.tell()
        state.judging = False
        state.tell()
