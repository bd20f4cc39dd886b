"""The live page as an addon: it serves the state of the recording on this machine only."""

from collections.abc import Callable
from socket import create_server, socket

from mitmproxy import ctx
from tornado.httpserver import HTTPServer
from tornado.web import Application

from mhaudit.errors import CaseUnusable
from mhaudit.pages.page_auth import LOOPBACK, PageAuth
from mhaudit.record.live.audit_watch import AuditWatch
from mhaudit.record.live.handlers import (
    CertificateHandler,
    EventsHandler,
    NoteHandler,
    PageHandler,
    PhaseHandler,
    Reloaded,
    StopHandler,
)
from mhaudit.record.live.persona_sheet import persona_sheet
from mhaudit.record.live.render import render_connect, render_live
from mhaudit.record.live.state import State
from mhaudit.record.phone.authority import authority_here
from mhaudit.record.phone.connect_options import connect_options_here

_LARGEST_BODY = 64 * 1024


class LivePage:
    """A server on the given port, or a free one. Raise CaseUnusable where the port is in use."""

    def __init__(self, watch: AuditWatch, port: int = 0) -> None:
        self._watch = watch
        try:
            self._socket = create_server((LOOPBACK, port))
        except OSError as error:
            raise CaseUnusable(f"The live page can't use port {port}: {error.strerror}.") from error
        self._socket.setblocking(False)
        self.access = PageAuth(self._socket.getsockname()[1])
        self._server: HTTPServer | None = None
        self.listener: socket | None = None  # for the server that runs after the recording

    def running(self) -> None:
        """Start the server once the proxy listens and the case exists."""
        if self._watch.state:
            self._server = HTTPServer(self._application(self._watch.state), max_body_size=_LARGEST_BODY)
            self._server.add_socket(self._socket)

    def done(self) -> None:
        """Stop the server with the recording; keep a copy of its socket."""
        if self._server:
            self.listener = self._socket.dup()
            self._server.stop()
        self._socket.close()

    def _application(self, state: State) -> Application:
        question = self._watch.question
        app, authority = question.app.name if question.app else "", authority_here()
        live = render_live(app, persona_sheet(question.persona, question.policies.kinds))
        connect = render_connect(app, connect_options_here(), authority)
        shared = {"access": self.access, "state": state}
        stop: Callable[[], None] = ctx.master.shutdown
        return Application(
            [
                (r"/", Reloaded),
                (r"/([^/]+)/", PageHandler, {**shared, "page": live}),
                (r"/([^/]+)/connect", PageHandler, {**shared, "page": connect}),
                (r"/([^/]+)/certificate", CertificateHandler, {**shared, "pem": authority.pem}),
                (r"/([^/]+)/events", EventsHandler, shared),
                (r"/([^/]+)/phase", PhaseHandler, shared),
                (r"/([^/]+)/note", NoteHandler, shared),
                (r"/([^/]+)/stop", StopHandler, {**shared, "stop": stop}),
            ],
            log_function=lambda _: None,  # every address contains the token
        )
