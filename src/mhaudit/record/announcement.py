"""What the terminal says while recording: where to connect, what phase it is, what goes where; keys for phases."""

from collections.abc import Callable

from mitmproxy import ctx

from mhaudit.record.addon import Recorder


class Announcement:
    """Says once where the proxy listens, as lines; `say` writes one."""

    def __init__(self, recorder: Recorder, say: Callable[[str], None], page: str = "") -> None:
        self._recorder, self._say, self._page = recorder, say, page

    def running(self) -> None:
        """The proxy listens."""
        if self._recorder.folder is None:
            return
        self._say(f"Recording into {self._recorder.folder}")
        for server in ctx.master.addons.get("proxyserver").servers:  # type: ignore[no-untyped-call]
            addresses = ", ".join(f"{address[0]}:{address[1]}" for address in server.listen_addrs)
            self._say(f"Proxy: {server.mode.full_spec} on {addresses}")
        if self._page:
            self._say(f"Live page: {self._page}")
        self._say("Ctrl-C ends the recording.")
