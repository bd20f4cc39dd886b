"""Run one recording, from the start of the proxy to its end."""

import asyncio
import errno
import logging
import signal
import socket
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from mitmproxy import exceptions
from mitmproxy.addons import default_addons
from mitmproxy.addons.errorcheck import ErrorCheck
from mitmproxy.master import Master
from mitmproxy.options import Options
from msgspec import Struct

from mhaudit.errors import CaseUnusable, StorageFailed
from mhaudit.record.addon import Recorder

# SIGHUP is sent when the terminal is closed; Windows does not have it.
STOPS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
_QUIET = ("tornado", "asyncio", "hpack", "quic")


class Settings(Struct, frozen=True, kw_only=True):
    """The proxy's address and modes; `options` are mitmproxy's own, as `name=value`."""

    case: Path
    app: Path | None = None
    persona: Path | None = None
    modes: Sequence[str] = ("regular",)
    host: str = ""
    port: int | None = None
    options: Sequence[str] = ()


def record(settings: Settings, recorder: Recorder, beside: Sequence[object] = ()) -> None:
    """Record until Ctrl-C, a closed terminal or `shutdown`; `beside` are further addons.

    Raise CaseUnusable where it can't begin, and StorageFailed where it ended because of a write error.
    """
    _check_port(settings)
    try:
        asyncio.run(_run(settings, recorder, beside))
    except exceptions.OptionsError as error:
        raise CaseUnusable(str(error)) from error
    if failure := recorder.failure():
        raise StorageFailed(failure)


def _check_port(settings: Settings) -> None:
    """Raise CaseUnusable where the port is in use, before a case is created."""
    if not any(mode.partition("@")[0] in ("regular", "socks5") for mode in settings.modes):
        return
    port = settings.port or 8080
    try:
        with socket.create_server((settings.host or "", port), reuse_port=False):
            return
    except OSError as error:
        if error.errno == errno.EADDRINUSE and not any("@" in mode for mode in settings.modes):
            do = "Choose another with --port, or stop that program."
            raise CaseUnusable(f"Port {port} is in use by another program. {do}") from error


async def _run(settings: Settings, recorder: Recorder, beside: Sequence[object]) -> None:
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.ERROR)
    master = Master(Options())
    own = (ErrorCheck(repeat_errors_on_stderr=True), recorder, *beside)
    master.addons.add(*default_addons(), *own)  # type: ignore[no-untyped-call]
    _set(master.options, settings)
    loop = asyncio.get_running_loop()
    with suppress(NotImplementedError):  # Windows, where Ctrl-C interrupts the loop
        for stop in STOPS:
            loop.add_signal_handler(stop, master.shutdown)
    try:
        await master.run()
    except SystemExit as ended:  # mitmproxy exits so when it can't start; it has logged the reason
        recorder.listened = False
        recorder.done()
        raise CaseUnusable("The proxy can't start: see the lines above.") from ended


def _set(options: Options, settings: Settings) -> None:
    options.update(  # type: ignore[no-untyped-call]
        mode=list(settings.modes), listen_host=settings.host, listen_port=settings.port, show_ignored_hosts=False
    )
    options.set(*settings.options)
    options.update(  # type: ignore[no-untyped-call]
        mhaudit_app=str(settings.app or ""),
        mhaudit_persona=str(settings.persona or ""),
        mhaudit_case=str(settings.case),
    )
