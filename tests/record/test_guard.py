from pathlib import Path

import pytest

from mhaudit.record.guard import guarded
from mhaudit.record.recording import Recording
from tests.record.journal_of import events, recording_in
from tests.record.proxy import recording
from tests.record.server import Server

BREAKS = """
from mhaudit.record.addon import Recorder

def request(flow):
    if flow.request.path == "/broken":
        flow.metadata["odd"] = object()  # nothing that a dump can hold

addons = [Recorder()]
"""


class Hooks:
    def __init__(self, recording: Recording) -> None:
        self.recording = recording
        self.seen: list[str] = []

    @guarded
    def fine(self, what: str) -> None:
        """A hook that gets through."""
        self.seen.append(what)

    @guarded
    def broken(self, what: str) -> None:
        raise KeyError(what)


def test_a_hook_that_fails_is_told_and_fails_nobody_else(tmp_path: Path) -> None:
    hooks = Hooks(recording_in(tmp_path))
    hooks.fine("a")
    assert events(tmp_path) == []
    hooks.broken("b")
    hooks.fine("c")
    assert hooks.seen == ["a", "c"]
    assert events(tmp_path) == [{"event": "hook-error", "hook": "broken", "why": "KeyError: 'b'"}]
    assert hooks.recording.counts.errors == 1


def test_a_guarded_hook_keeps_its_name() -> None:
    assert (Hooks.fine.__name__, Hooks.fine.__doc__) == ("fine", "A hook that gets through.")


def test_a_flow_that_can_not_be_written_is_a_gap_of_the_audit(tmp_path: Path, confdir: Path, server: Server) -> None:
    (tmp_path / "breaks.py").write_text(BREAKS, encoding="utf-8")
    with recording(tmp_path / "case", confdir, script=tmp_path / "breaks.py") as proxy:
        assert proxy.post(server.port, "a.example", "/broken").startswith(b"HTTP/1.1 200")
        assert proxy.post(server.port, "a.example", "/fine").startswith(b"HTTP/1.1 200")
        proxy.stop()
    assert [flow.request.path for flow in proxy.flows()] == ["/fine"]
    (event,) = proxy.events("hook-error")
    assert event["hook"] == "response" and "object" in event["why"]
    assert [gap[:2] for gap in proxy.gaps("") if gap[0] == "hook-error"] == [("hook-error", True)]


def test_a_disk_that_is_full_stops_the_proxy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hooks, stopped = Hooks(recording_in(tmp_path)), list[bool]()

    class Master:
        def shutdown(self) -> None:
            stopped.append(True)

    monkeypatch.setattr("mitmproxy.ctx.master", Master(), raising=False)
    hooks.recording.failed("response", OSError(28, "No space left on device"))
    assert stopped == [True]
    hooks.recording.failed("response", ValueError("another"))
    assert stopped == [True]
