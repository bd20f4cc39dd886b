import asyncio
from collections.abc import Mapping
from pathlib import Path

from mitmproxy.flow import Flow
from mitmproxy.test.tflow import tflow, ttcpflow

from mhaudit.record.journal import Journal
from mhaudit.record.open_flows import OpenFlows
from mhaudit.record.streamed_bodies import StreamedBody
from tests.record.journal_of import events


class Saved:
    """What was written."""

    def __init__(self, folder: Path) -> None:
        self.flows: list[tuple[str, dict[str, bytes]]] = []
        self.open = OpenFlows(self.save, Journal(folder / "journal.jsonl", {}), folder)

    def save(self, flow: Flow, streamed: Mapping[str, StreamedBody]) -> None:
        self.flows.append((flow.id, {part: body.body for part, body in streamed.items()}))


def test_a_flow_is_written_once_and_let_go(tmp_path: Path) -> None:
    saved, flow = Saved(tmp_path), tflow(resp=True)
    saved.open.request_began(flow)
    saved.open.request_ended(flow)
    saved.open.response_began(flow)
    assert (len(saved.open), saved.flows) == (1, [])
    saved.open.complete(flow)
    saved.open.complete(flow)
    assert (len(saved.open), saved.flows) == (0, [(flow.id, {})])
    assert [event["event"] for event in events(tmp_path)] == ["request"]


def test_one_whose_request_never_ended_is_partial(tmp_path: Path) -> None:
    saved, flow = Saved(tmp_path), tflow(err=True)
    saved.open.request_began(flow)
    saved.open.complete(flow)
    _, event = events(tmp_path)
    assert (event["event"], event["flow"], event["host"], event["why"], event["kept"]) == (
        *("partial", flow.id, "address"),
        *("error", 0),
    )


def test_what_streams_is_copied_on_both_sides(tmp_path: Path) -> None:
    saved, flow = Saved(tmp_path), tflow(resp=True)

    async def stream() -> None:
        assert flow.response
        answer, flow.response = flow.response, None
        flow.request.stream = answer.stream = True
        saved.open.request_began(flow)
        flow.request.stream(b"up")  # type: ignore[operator]
        flow.response = answer
        saved.open.response_began(flow)
        answer.stream(b"down")  # type: ignore[operator]
        answer.stream(b"")  # type: ignore[operator]
        saved.open.response_ended(flow)
        assert saved.flows == [], "the request is not whole yet"
        flow.request.stream(b" and up")  # type: ignore[operator]
        saved.open.request_ended(flow)

    asyncio.run(stream())
    assert saved.flows == [(flow.id, {"request": b"up and up", "response": b"down"})]


def test_an_answer_that_breaks_off_is_told(tmp_path: Path) -> None:
    saved, flow = Saved(tmp_path), tflow(resp=True)

    async def stream() -> None:
        assert flow.response
        flow.response.stream = True
        saved.open.request_began(flow)
        saved.open.request_ended(flow)
        saved.open.response_began(flow)
        flow.response.stream(b"half")  # type: ignore[operator]
        saved.open.complete(flow)

    asyncio.run(stream())
    *_, told = [event for event in events(tmp_path) if event["event"] == "answer-cut-off"]
    assert (told["event"], told["host"], told["kept"]) == ("answer-cut-off", "address", 4)


def test_a_connection_is_told_from_its_beginning_to_its_end(tmp_path: Path) -> None:
    saved, flow = Saved(tmp_path), ttcpflow()
    saved.open.connection_began(flow)
    assert [found.id for found in saved.open.of_client(flow.client_conn.id)] == [flow.id]
    assert saved.open.of_client("somebody else") == []
    saved.open.complete(flow)
    assert [event["event"] for event in events(tmp_path)] == ["open", "end"]
    assert saved.flows == [(flow.id, {})]


def test_at_the_end_everything_is_written_as_far_as_it_came(tmp_path: Path) -> None:
    saved, waiting, stream = Saved(tmp_path), tflow(), ttcpflow()
    saved.open.request_began(waiting)
    saved.open.request_ended(waiting)
    saved.open.connection_began(stream)
    saved.open.save_all()
    assert [flow for flow, _ in saved.flows] == [waiting.id, stream.id] and len(saved.open) == 0
    assert [event["event"] for event in events(tmp_path)] == ["request", "open", "end"]
