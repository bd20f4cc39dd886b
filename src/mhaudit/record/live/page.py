"""The live page as an addon beside the recorder: it starts the judge and serves what it says."""

import asyncio
from collections.abc import Callable
from contextlib import suppress

from mitmproxy import ctx
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application

from mhaudit.engine import Question
from mhaudit.record.addon import Recorder
from mhaudit.record.live.access import LOOPBACK, Access
from mhaudit.record.live.handlers import Events, Note, Page, Phase, Stop
from mhaudit.record.live.judge import Watching
from mhaudit.record.live.render import render
from mhaudit.record.live.sheet import sheet
from mhaudit.record.live.state import State

_LARGEST_BODY = 64 * 1024


class LivePage:
    """Serves on loopback, on a port that is free where none is given."""

    def __init__(self, recorder: Recorder, question: Question, port: int = 0) -> None:
        self._recorder, self._question = recorder, question
        self._sockets = bind_sockets(port, LOOPBACK)
        self.access = Access(self._sockets[0].getsockname()[1])
        self.state: State | None = None
        self._server: HTTPServer | None = None
        self._listening: asyncio.Task[None] | None = None

    def running(self) -> None:
        """The proxy listens, and the case is there."""
        recording, folder = self._recorder.recording, self._recorder.folder
        if recording is None or folder is None:
            return
        self.state = State(recording)
        self._server = HTTPServer(self._application(self.state), max_body_size=_LARGEST_BODY)
        self._server.add_sockets(self._sockets)
        self._judge = Watching(folder, self._question)
        self._listening = asyncio.get_running_loop().create_task(self._listen(self.state))

    def done(self) -> None:
        """The recording ends, and the page with it."""
        if self._server and self._listening:
            self._server.stop()
            self._judge.end()

    def _application(self, state: State) -> Application:
        app, persona = self._question.app, self._question.persona
        page, policy = render(app.name if app else "", sheet(persona, self._question.policies.kinds))
        shared = {"access": self.access, "state": state}
        stop: Callable[[], None] = ctx.master.shutdown
        return Application(
            [
                (r"/([^/]+)/", Page, {**shared, "page": page, "policy": policy}),
                (r"/([^/]+)/events", Events, shared),
                (r"/([^/]+)/phase", Phase, shared),
                (r"/([^/]+)/note", Note, shared),
                (r"/([^/]+)/stop", Stop, {**shared, "stop": stop}),
            ],
            log_function=lambda _: None,  # the token stands in every address
        )

    async def _listen(self, state: State) -> None:
        """Takes the judge's snapshots off the proxy's own thread, as they may be large."""
        with suppress(EOFError, OSError):
            while True:
                state.snapshot = await asyncio.to_thread(self._judge.next)
                state.tell()
        state.judging = False
        state.tell()
