"""The page's few addresses, below its token: the page, its events, and what can be marked."""

import json
from asyncio import CancelledError
from collections.abc import Callable
from typing import Any

from tornado.iostream import StreamClosedError
from tornado.web import HTTPError, RequestHandler

from mhaudit.model.subject import PHASE_ID
from mhaudit.pages.headers import HEADERS
from mhaudit.pages.page_auth import PageAuth
from mhaudit.record.live.render import Rendered
from mhaudit.record.live.state import State

_HEARTBEAT = 1.0  # seconds; the page also counts on it to see that the recorder lives
_MOST_LISTENERS = 16
_LONGEST_NOTE = 2000
_NO_PAGE = Rendered("", "")


class Handler(RequestHandler):
    """Asks who is there before anything else."""

    def initialize(self, access: PageAuth, state: State) -> None:
        self.access, self.state = access, state

    def set_default_headers(self) -> None:
        for name, value in HEADERS.items():
            self.set_header(name, value)

    def prepare(self) -> None:
        headers = self.request.headers
        where = (self.request.host, headers.get("Origin"), headers.get("Sec-Fetch-Site"))
        followed = (headers.get("Sec-Fetch-Mode"), headers.get("Sec-Fetch-Dest")) == ("navigate", "document")
        navigates = followed and self.request.method == "GET"
        if self.access.refuses(self.path_args[0], *where, navigates=navigates):
            raise HTTPError(403)
        self.path_args = []

    def write_error(self, status_code: int, **_: Any) -> None:
        self.finish({"error": self._reason})

    def said(self, field: str, longest: int) -> str:
        """One text of a JSON object in the body. A form can't send one, which keeps other pages' forms out."""
        if self.request.headers.get("Content-Type", "").partition(";")[0].strip() != "application/json":
            raise HTTPError(415, reason="Send application/json")
        try:
            text = json.loads(self.request.body)[field]
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            raise HTTPError(400, reason=f"Send a JSON object with a field {field}") from error
        if not isinstance(text, str) or not 0 < len(text) <= longest:
            raise HTTPError(400, reason=f"{field} must be a text of at most {longest} characters")
        return text

    def done(self) -> None:
        """Everybody is told, and the answer is empty."""
        self.state.tell()
        self.set_status(204)


class Reloaded(RequestHandler):
    """What a reload of the live page finds, whose address has no token any more."""

    def set_default_headers(self) -> None:
        for name, value in HEADERS.items():
            self.set_header(name, value)

    def get(self) -> None:
        self.set_status(403)
        self.finish("Open the live page again by the address that the terminal shows.")


class PageHandler(Handler):
    """A page that was made when the recording began."""

    def initialize(self, access: PageAuth, state: State, page: Rendered = _NO_PAGE) -> None:
        super().initialize(access, state)
        self.page = page

    def get(self) -> None:
        self.set_header("Content-Security-Policy", self.page.policy)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(self.page.html)


class CertificateHandler(Handler):
    """The proxy's certificate as a file, for devices that take files over a cable, such as emulators."""

    def initialize(self, access: PageAuth, state: State, pem: bytes = b"") -> None:
        super().initialize(access, state)
        self.pem = pem

    def get(self) -> None:
        self.set_header("Content-Type", "application/x-x509-ca-cert")
        self.set_header("Content-Disposition", 'attachment; filename="mitmproxy-ca-cert.pem"')
        self.finish(self.pem)


class EventsHandler(Handler):
    """Server-sent events: the whole state whenever it changes."""

    listeners = 0

    async def get(self) -> None:
        if EventsHandler.listeners >= _MOST_LISTENERS:
            raise HTTPError(503)
        self.set_header("Content-Type", "text/event-stream; charset=utf-8")
        EventsHandler.listeners += 1
        try:
            while True:
                self.write(f"data: {self.state.as_json()}\n\n")
                await self.flush()
                await self.state.change(_HEARTBEAT)
        except (StreamClosedError, CancelledError):  # nobody listens any more, or the recording ends
            return
        finally:
            EventsHandler.listeners -= 1


class PhaseHandler(Handler):
    """`POST {"id": "chat"}` begins a phase."""

    def post(self) -> None:
        phase = self.said("id", 40)
        if not PHASE_ID.fullmatch(phase):
            raise HTTPError(400, reason="A phase has small letters, digits and hyphens")
        self.state.recording.begin(phase)
        self.done()


class NoteHandler(Handler):
    """`POST {"text": "…"}` notes what was seen."""

    def post(self) -> None:
        self.state.recording.note(self.said("text", _LONGEST_NOTE))
        self.done()


class StopHandler(Handler):
    """`POST {}` ends the recording."""

    def initialize(self, access: PageAuth, state: State, stop: Callable[[], None] = lambda: None) -> None:
        super().initialize(access, state)
        self.stop = stop

    def post(self) -> None:
        if self.said("end", 10) != "recording":
            raise HTTPError(400, reason='Send {"end": "recording"}')
        self.done()
        self.stop()
