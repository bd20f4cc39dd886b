"""Select the views of a recording: the page and the terminal, with the audit process if there is a view."""

import os
import sys
from collections.abc import Callable
from importlib.util import find_spec

from mhaudit.auditing.engine import Question
from mhaudit.record.addon import Recorder
from mhaudit.record.announcement import Announcement
from mhaudit.record.live.audit_watch import AuditWatch
from mhaudit.record.live.page import LivePage
from mhaudit.record.live.terminal import TerminalView


def views(recorder: Recorder, question: Question, say: Callable[[str], None], port: int | None) -> list[object]:
    """Return the addons in the order of their start; no page without a port. Raise CaseUnusable where the port is in
    use.
    """
    watch = AuditWatch(recorder, question)
    page = LivePage(watch, port) if port is not None else None
    view = TerminalView(watch) if _is_terminal() else None
    looking = [each for each in (page, view) if each]
    draw = _draw if _is_terminal() else None
    announcement = Announcement(recorder, say, page.access.address if page else "", draw)
    return [*([watch] if looking else []), announcement, *looking]


def _is_terminal() -> bool:
    """Return whether there is a terminal whose keys can be read one by one, which needs a POSIX system."""
    shown = sys.stdin.isatty() and sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
    return shown and find_spec("termios") is not None


def _draw(code: str) -> None:
    sys.stderr.write(code)
