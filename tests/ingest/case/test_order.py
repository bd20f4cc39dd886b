from pathlib import Path

from mitmproxy.test.tflow import tflow, twebsocketflow

from mhaudit.ingest.case.folder import InPhases, phases_of
from mhaudit.ingest.case.journal import JournalReader
from mhaudit.ingest.case.order import Clock, order_of
from mhaudit.ingest.mitm.reader import MitmReader
from mhaudit.ingest.reader import Capture
from mhaudit.model.capture import Exchange, Gap
from mhaudit.model.subject import CAPTURE, JOURNAL
from tests.ingest.captures import dump
from tests.ingest.journals import BEGUN, case, event


def set_back(folder: Path, seconds: float) -> Path:
    """A request before consent; then the clock is set back, and consent is given."""
    flow, later, socket = tflow(), tflow(), twebsocketflow()
    flow.request.timestamp_start, later.request.timestamp_start = BEGUN + 21, BEGUN + 23 - seconds
    assert socket.websocket
    del socket.websocket.messages[2:]
    return case(
        folder,
        event("phase", 20, id="before-consent"),
        event("request", 21, flow=flow.id, host="a.example"),
        event("open", 21.5, flow=socket.id, kind="websocket", host="s.example"),
        event("message", 21.6, flow=socket.id, sent=True, content=""),
        event("phase", 22 - seconds, id="after-consent"),
        event("request", 23 - seconds, flow=later.id, host="a.example"),
        event("message", 23.5 - seconds, flow=socket.id, sent=True, content=""),
        event("end", 24 - seconds, flow=socket.id),
        flows=dump([flow, later, socket]),
    )


def phases(folder: Path) -> list[str | None]:
    capture = Capture(folder / CAPTURE, CAPTURE, case=folder)
    items = InPhases(MitmReader()).read(capture)
    return [item.phase for item in items if isinstance(item, Exchange)]


def gaps(folder: Path) -> list[Gap]:
    items = InPhases(JournalReader()).read(Capture(folder / JOURNAL, JOURNAL, case=folder))
    return [item for item in items if isinstance(item, Gap)]


def test_a_clock_set_back_moves_nothing_and_is_a_gap(tmp_path: Path) -> None:
    folder = set_back(tmp_path, 7)
    assert phases(folder) == ["before-consent", "after-consent", "before-consent", "after-consent"]
    (gap,) = gaps(folder)
    assert (gap.code, gap.blocking, gap.detail) == ("clock-set-back", True, f"{JOURNAL}: by 6.6 seconds")
    stages = phases_of(folder).stages
    assert [stage.id for stage in stages] == ["before-consent", "after-consent"]
    assert all(stage.ended is not None and stage.ended >= stage.begun for stage in stages)


def test_without_a_backward_step_phases_follow_times_and_there_is_no_gap(tmp_path: Path) -> None:
    folder = set_back(tmp_path, 0)
    assert phases(folder)[:2] == ["before-consent", "after-consent"] and gaps(folder) == []
    assert (
        order_of(folder / JOURNAL, Clock(back=0.1)).set_back == 0 < order_of(folder / JOURNAL, Clock(back=0.2)).set_back
    )
