"""Print where to connect, with QR codes, and the address of the live page when a recording begins."""

from collections.abc import Callable

from mhaudit.record.addon import Recorder
from mhaudit.record.phone.authority import authority_here
from mhaudit.record.phone.connect_options import ConnectOption, connect_options_here
from mhaudit.record.phone.qr import as_text


class Announcement:
    """An addon that prints once where the proxy listens; `say` writes a line, `draw` a QR code if the terminal shows
    it.
    """

    def __init__(
        self, recorder: Recorder, say: Callable[[str], None], page: str = "", draw: Callable[[str], None] | None = None
    ) -> None:
        self._recorder, self._say, self._page, self._draw = recorder, say, page, draw

    def running(self) -> None:
        """Print the addresses once the proxy listens."""
        if self._recorder.folder is None:
            return
        self._say(f"Recording into {self._recorder.folder}")
        for way in connect_options_here():
            self._tell(way)
        authority = authority_here()
        self._say(f"Certificate, from the device through the proxy: {authority.page}")
        self._say(f"Its SHA-256: {authority.fingerprint}")
        self._code(authority.page)
        if self._page:
            self._say(f"Live page: {self._page}")
            self._say(f"Steps for phones: {self._page}connect")
        self._say("Ctrl-C ends the recording.")

    def _tell(self, way: ConnectOption) -> None:
        self._say(f"Proxy: {way.mode} on {', '.join(way.listens) or 'this machine'}")
        for what, entry in way.entries:
            self._say(f"  {what}: {entry}")
        if way.scan:
            self._say("  Scan this in the WireGuard app; it holds a key:" if self._draw else "  QR code: on the page")
            self._code(way.scan)

    def _code(self, text: str) -> None:
        if self._draw:
            self._draw(as_text(text) + "\n")
