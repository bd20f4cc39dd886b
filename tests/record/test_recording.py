from pathlib import Path

import pytest
from mitmproxy.io import FlowReader, FlowWriter
from mitmproxy.test.tflow import tflow, ttcpflow, twebsocketflow

from mhaudit.ingest.case.folder import phases_of
from mhaudit.record.recording import FlowFile, Recording, guarded
from mhaudit.record.streamed_bodies import StreamedBody
from tests.record.journal_of import events, recording_in
from tests.record.proxy import recording
from tests.record.server import Server


def test_phases_and_notes_are_events(tmp_path: Path) -> None:
    recording = recording_in(tmp_path)
    recording.begin("launch")
    recording.note("a banner asks for consent")
    recording.begin("before-consent")
    recording.close()
    assert events(tmp_path) == [
        {"event": "phase", "id": "launch"},
        {"event": "note", "text": "a banner asks for consent"},
        {"event": "phase", "id": "before-consent"},
        {"event": "stop"},
    ]
    assert [stage.id for stage in phases_of(tmp_path).stages] == ["launch", "before-consent"]
    assert recording.counts.phase == "before-consent" and recording.counts.since


def test_what_is_written_is_counted(tmp_path: Path) -> None:
    recording = recording_in(tmp_path)
    recording.save(tflow(resp=True))
    recording.save(tflow())
    assert recording.counts.exchanges == 2
    assert recording.counts.bytes == (tmp_path / "capture.mitm").stat().st_size > 1000


def test_the_dump_is_what_mitmproxy_writes(tmp_path: Path) -> None:
    flows = [tflow(resp=True), twebsocketflow(), ttcpflow()]
    file = FlowFile(tmp_path / "own")
    written = [file.add(flow) for flow in flows]
    file.close()
    with (tmp_path / "theirs").open("wb") as other:
        writer = FlowWriter(other)  # type: ignore[no-untyped-call]
        for flow in flows:
            writer.add(flow)
    assert (tmp_path / "own").read_bytes() == (tmp_path / "theirs").read_bytes()
    assert sum(written) == (tmp_path / "own").stat().st_size


def test_a_copy_stands_in_for_a_body_that_was_not_kept_and_for_no_other(tmp_path: Path) -> None:
    flow = tflow(resp=True)
    flow.request.raw_content = None
    file = FlowFile(tmp_path / "x")
    bodies = {name: StreamedBody.of(tmp_path / name, name.encode()) for name in ("request", "response")}
    file.add(flow, bodies)
    with (tmp_path / "x").open("rb") as dump:
        (read,) = FlowReader(dump).stream()
    assert (read.request.raw_content, read.response.raw_content) == (b"request", b"message")  # type: ignore[attr-defined]
    assert flow.request.raw_content is None, "the flow itself stays as it is"


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
