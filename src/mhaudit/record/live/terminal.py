"""The terminal view as an addon: the state on standard error, keys from standard input."""

import asyncio
import json
import os
import sys
import termios
import tty
from contextlib import suppress
from typing import Any

from mitmproxy import ctx
from rich.console import Console
from rich.live import Live

from mhaudit.record.live.keys import Keys
from mhaudit.record.live.screen import screen
from mhaudit.record.live.state import State
from mhaudit.record.live.watch import Watch

_PAUSE = 0.5  # seconds


class TerminalView:
    """Wants a terminal on both sides."""

    def __init__(self, watch: Watch) -> None:
        self._watch = watch
        self._live: Live | None = None
        self._before: list[Any] = []

    def running(self) -> None:
        """The proxy listens; keys count from now on."""
        state = self._watch.state
        if state is None:
            return
        self._keys = Keys(state.recording.begin, state.recording.note, ctx.master.shutdown)
        self._before = termios.tcgetattr(sys.stdin)
        tty.setcbreak(sys.stdin)
        loop = asyncio.get_running_loop()
        loop.add_reader(sys.stdin, self._read, state)
        self._live = Live(console=Console(stderr=True, highlight=False), auto_refresh=False, transient=True)
        self._live.start()
        self._task = loop.create_task(self._refresh(state))

    def done(self) -> None:
        """The terminal is as it was."""
        if self._live:
            self._task.cancel()
            asyncio.get_running_loop().remove_reader(sys.stdin)
            self._live.stop()
            termios.tcsetattr(sys.stdin, termios.TCSADRAIN, self._before)

    def _read(self, state: State) -> None:
        for key in os.read(sys.stdin.fileno(), 1000).decode(errors="replace"):
            self._keys.press(key)
        state.tell()

    async def _refresh(self, state: State) -> None:
        with suppress(asyncio.CancelledError):
            while self._live:
                told = json.loads(state.as_json())
                self._live.update(screen(told["recorded"], told["judged"], self._keys.typed), refresh=True)
                await state.change(_PAUSE)
