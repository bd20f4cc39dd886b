"""Handlers of the addresses below the page's token: the page, its events, and marks."""

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

_HEARTBEAT = 1.0  # seconds; the page takes a longer silence for a stopped recorder
_MOST_LISTENERS = 16
_LONGEST_NOTE = 2000
_NO_PAGE = Rendered("", "")


class Handler(RequestHandler):
    """A handler that authenticates every request."""

    def initialize(self, access: PageAuth, state: State) -> None:
        """Set the page's access check and the state of the recording."""
        self.access, self.state = access, state

    def set_default_headers(self) -> None:
        """Set the security headers of every response."""
        for name, value in HEADERS.items():
            self.set_header(name, value)

    def prepare(self) -> None:
        """Refuse with 403 a request without the token, or one from another site."""
        headers = self.request.headers
        where = (self.request.host, headers.get("Origin"), headers.get("Sec-Fetch-Site"))
        followed = (headers.get("Sec-Fetch-Mode"), headers.get("Sec-Fetch-Dest")) == ("navigate", "document")
        navigates = followed and self.request.method == "GET"
        if self.access.refuses(self.path_args[0], *where, navigates=navigates):
            raise HTTPError(403)
        self.path_args = []

    def write_error(self, status_code: int, **_: Any) -> None:
        """Send the reason of an error as JSON."""
        self.finish({"error": self._reason})

    def said(self, field: str, longest: int) -> str:
        """Return one text of a JSON object in the body. Raise HTTPError where there is none.

        A form can't send JSON, which excludes forms of other pages.
        """
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
        """Send the new state to all listeners, and an empty response."""
        self.state.tell()
        self.set_status(204)


class Reloaded(RequestHandler):
    """The answer to a reload of the live page, whose address no longer has the token."""

    def set_default_headers(self) -> None:
        """Set the security headers of every response."""
        for name, value in HEADERS.items():
            self.set_header(name, value)

    def get(self) -> None:
        """Send 403 with a pointer to the address in the terminal."""
        self.set_status(403)
        self.finish("Open the live page again by the address that the terminal shows.")


class PageHandler(Handler):
    """A page that was rendered at the start of the recording."""

    def initialize(self, access: PageAuth, state: State, page: Rendered = _NO_PAGE) -> None:
        """Set the rendered page."""
        super().initialize(access, state)
        self.page = page

    def get(self) -> None:
        """Send the page with its Content-Security-Policy."""
        self.set_header("Content-Security-Policy", self.page.policy)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(self.page.html)


class CertificateHandler(Handler):
    """The proxy's certificate as a file, for devices that get files by cable, such as emulators."""

    def initialize(self, access: PageAuth, state: State, pem: bytes = b"") -> None:
        """Set the certificate."""
        super().initialize(access, state)
        self.pem = pem

    def get(self) -> None:
        """Send the certificate as a download."""
        self.set_header("Content-Type", "application/x-x509-ca-cert")
        self.set_header("Content-Disposition", 'attachment; filename="mitmproxy-ca-cert.pem"')
        self.finish(self.pem)


class EventsHandler(Handler):
    """Server-sent events with the whole state after each change."""

    listeners = 0

    async def get(self) -> None:
        """Send the state after each change, at least once per heartbeat; 503 for too many listeners."""
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
    """The handler that begins a phase: `POST {"id": "chat"}`."""

    def post(self) -> None:
        """Start the phase with the given id."""
        phase = self.said("id", 40)
        if not PHASE_ID.fullmatch(phase):
            raise HTTPError(400, reason="A phase has small letters, digits and hyphens")
        self.state.recording.begin(phase)
        self.done()


class NoteHandler(Handler):
    """The handler that takes a note: `POST {"text": "…"}`."""

    def post(self) -> None:
        """Write the note to the journal."""
        self.state.recording.note(self.said("text", _LONGEST_NOTE))
        self.done()


class StopHandler(Handler):
    """The handler that ends the recording: `POST {"end": "recording"}`."""

    def initialize(self, access: PageAuth, state: State, stop: Callable[[], None] = lambda: None) -> None:
        """Set the function that ends the recording."""
        super().initialize(access, state)
        self.stop = stop

    def post(self) -> None:
        """Stop the recording after a confirmed request."""
        if self.said("end", 10) != "recording":
            raise HTTPError(400, reason='Send {"end": "recording"}')
        self.done()
        self.stop()
