from pathlib import Path

from mitmproxy.io import FlowReader, FlowWriter
from mitmproxy.test.tflow import tflow, ttcpflow, twebsocketflow

from mhaudit.record.flows import FlowFile


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
    file.add(flow, {"request": b"copied", "response": b"not used"})
    with (tmp_path / "x").open("rb") as dump:
        (read,) = FlowReader(dump).stream()
    assert (read.request.raw_content, read.response.raw_content) == (b"copied", b"message")  # type: ignore[attr-defined]
    assert flow.request.raw_content is None, "the flow itself stays as it is"
