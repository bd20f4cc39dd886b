"""The terminal view as an addon: it shows the state on standard error and reads keys from standard input."""

import asyncio
import json
import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from mitmproxy import ctx
from rich.console import Console, Group
from rich.live import Live
from rich.text import Text

from mhaudit.model.subject import PHASES
from mhaudit.record.live.audit_watch import AuditWatch
from mhaudit.record.live.keys import Keys
from mhaudit.record.live.state import State

_PAUSE = 0.5  # seconds


class TerminalView:
    """The view; it needs a terminal on both sides."""

    def __init__(self, watch: AuditWatch) -> None:
        self._watch = watch
        self._live: Live | None = None
        self._before: list[Any] = []

    def running(self) -> None:
        """Start the display and read keys once the proxy listens."""
        state = self._watch.state
        if state is None:
            return
        import termios
        import tty

        self._keys = Keys(state.recording.begin, state.recording.note, ctx.master.shutdown)
        self._before = termios.tcgetattr(sys.stdin)
        tty.setcbreak(sys.stdin)
        loop = asyncio.get_running_loop()
        loop.add_reader(sys.stdin, self._read, state)
        self._live = Live(console=Console(stderr=True, highlight=False), auto_refresh=False, transient=True)
        self._live.start()
        self._task = loop.create_task(self._refresh(state))

    def done(self) -> None:
        """Restore the terminal's settings."""
        if self._live:
            import termios

            self._task.cancel()
            asyncio.get_running_loop().remove_reader(sys.stdin)
            with suppress(OSError, termios.error):  # it may have been closed
                self._live.stop()
                termios.tcsetattr(sys.stdin, termios.TCSADRAIN, self._before)

    def _read(self, state: State) -> None:
        try:
            typed = os.read(sys.stdin.fileno(), 1000)
        except OSError:
            typed = b""
        if not typed:  # the terminal was closed
            asyncio.get_running_loop().remove_reader(sys.stdin)
            ctx.master.shutdown()  # type: ignore[no-untyped-call]
            return
        for key in typed.decode(errors="replace"):
            self._keys.press(key)
        state.tell()

    async def _refresh(self, state: State) -> None:
        with suppress(asyncio.CancelledError, OSError):
            while self._live:
                told = json.loads(state.as_json())
                self._live.update(recording_screen(told["recorded"], told["judged"], self._keys.typed), refresh=True)
                await state.change(_PAUSE)


_MOST = 8


def recording_screen(recorded: Mapping[str, Any], judged: Mapping[str, Any] | None, typed: str | None) -> Group:
    """Return the whole view; `typed` is a note or phase being typed, or None."""
    lines = [_headline(recorded), _phases(recorded["phase"])]
    if judged:
        lines += _alarms(judged["alarms"])
        lines += _listed("Contacted", [_contact(each) for each in judged["contacts"]])
        lines += _listed("Not seen", [_gap(each) for each in judged["gaps"]])
    lines.append(Text(typed if typed is not None else "1-9, 0 phase · p other phase · n note · q stop", style="dim"))
    return Group(*lines)


def _headline(recorded: Mapping[str, Any]) -> Text:
    line = Text("● ", "red").append("Recording", "bold not red")
    line.append(f"  {recorded['exchanges']:,} exchanges, {recorded['rate']} a second", "not bold default")
    if recorded["errors"]:
        line.append(f"  {recorded['errors']} failures of the recorder", "bold red")
    return line


def _phases(current: str | None) -> Text:
    line = Text("Phase: ").append(current or "none", "bold")
    keys = "  ".join(f"{number % 10} {phase}" for number, phase in enumerate(PHASES, 1))
    return line.append(f"\n{keys}", "dim")


def _alarms(alarms: Sequence[Mapping[str, Any]]) -> list[Text]:
    return [
        Text(f"! {alarm['label']} to {alarm['who']} ({alarm['host']}: {alarm['basis']})", "bold red")
        for alarm in alarms[:_MOST]
    ]


def _listed(title: str, items: Sequence[Text]) -> list[Text]:
    if not items:
        return []
    rest = [Text(f"  and {len(items) - _MOST} more", "dim")] if len(items) > _MOST else []
    return [Text(title, "bold"), *items[:_MOST], *rest]


def _contact(contact: Mapping[str, Any]) -> Text:
    line = Text("  ").append(contact["who"], "red" if contact["alarm"] else "")
    return line.append(f"  {contact['host']}, {contact['party']}, {contact['exchanges']} exchanges", "dim")


def _gap(gap: Mapping[str, Any]) -> Text:
    line = Text("  ").append(gap["title"], "yellow" if gap["blocking"] else "")
    return line.append(f"  {', '.join(gap['hosts'])} ({gap['count']})", "dim")
