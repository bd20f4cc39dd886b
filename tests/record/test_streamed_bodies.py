import asyncio
import os
import signal
import time
from pathlib import Path
from typing import Any

import pytest
from mitmproxy.test.tutils import treq

from mhaudit.model.subject import STREAMS
from mhaudit.record.streamed_bodies import StreamedBody, needs_streaming
from tests.record.http2 import MESSAGE, Http2Client, serving_http2
from tests.record.proxy import request, until
from tests.record.server import Server
from tests.record.session import Session, session

KILLS = 20


def taken(
    path: Path, pieces: list[bytes], *, stream: Any = True, pause: bool = False
) -> tuple[StreamedBody, list[Any]]:
    """A body of these pieces, and what was passed on; with a pause before the next piece where there is to be one."""

    async def run() -> tuple[StreamedBody, list[Any]]:
        message = treq()
        told: list[Any] = []
        message.stream = stream
        copy = StreamedBody(message, path, lambda: told.append("began"), told.append)
        assert callable(message.stream)
        passed = []
        for piece in pieces:
            passed.append(message.stream(piece))
            if pause:
                await asyncio.sleep(0)
        return copy, [*passed, *told]

    return asyncio.run(run())


def test_each_piece_is_in_the_file_before_it_is_passed_on(tmp_path: Path) -> None:
    path = tmp_path / "s" / "a.response"
    written: list[bytes] = []

    def passing(piece: bytes) -> bytes:
        written.append(path.read_bytes())
        return piece

    copy, _ = taken(path, [b"one ", b"two", b""], stream=passing)
    assert written == [b"one ", b"one two", b"one two"] and copy.body == b"one two"


def test_one_that_comes_in_pieces_is_written_as_it_comes(tmp_path: Path) -> None:
    path = tmp_path / "s" / "a.request"
    copy, seen = taken(path, [b"one ", b"two"], pause=True)
    assert seen == [b"one ", b"two", "began", 4, 3]
    assert path.read_bytes() == copy.body == b"one two" and path.stat().st_mode & 0o777 == 0o600
    assert [size for size, _ in copy.arrivals] == [4, 7]
    copy.drop()
    assert not path.exists()


def test_who_changed_the_pieces_before_still_does(tmp_path: Path) -> None:
    copy, seen = taken(tmp_path / "a", [b"one"], stream=lambda piece: [piece.upper(), b"!"])
    assert seen == [[b"ONE", b"!"], "began", 3] and copy.body == b"one"


def test_a_piece_that_can_not_be_written_is_passed_on(tmp_path: Path) -> None:
    (tmp_path / "s").write_text("a file where the folder should be")
    _, seen = taken(tmp_path / "s" / "a", [b"one", b"two"], pause=True)
    assert seen[:2] == [b"one", b"two"]


@pytest.mark.parametrize(
    ("kind", "needs"),
    [("text/event-stream", True), ("application/grpc", True), ("application/x-ndjson", True), ("text/html", False)],
)
def test_what_is_waited_for_while_it_comes(kind: str, needs: bool) -> None:
    message = treq()
    message.headers["content-type"] = kind
    assert needs_streaming(message) is needs


def ask(running: Session, server: Server, path: str, head: str = "", body: bytes = b"") -> Any:
    connection = running.connect()
    target = f"http://127.0.0.1:{server.port}{path}"
    connection.sendall(request("chat.example", target, body, head))
    return connection


def test_the_app_gets_each_piece_as_it_comes_and_the_case_keeps_them(
    tmp_path: Path, confdir: Path, plain: Server
) -> None:
    with session(tmp_path / "case", confdir, "--no-page") as running:
        connection = ask(running, plain, "/tokens", "x-pause: 0.1\r\n", b"hello")
        begun, data = time.monotonic(), b""
        while b"word0" not in data:
            data += connection.recv(1000)
        first = time.monotonic() - begun
        while b"word29" not in data:
            data += connection.recv(1000)
        assert first < (time.monotonic() - begun) / 2, "the first piece came long before the last"
        while not data.endswith(b"0\r\n\r\n"):
            data += connection.recv(1000)
        connection.close()
        assert running.stop() == 0
    flow = running.flow("/tokens")
    assert flow.response.raw_content.count(b"data: ") == 30 and flow.request.raw_content == b"hello"
    arrivals = flow.metadata["mhaudit_arrivals"]
    assert arrivals[-1][1] - arrivals[0][1] > 2 and not (tmp_path / "case" / STREAMS).exists()
    assert {event["event"] for event in running.events(flow=flow.id)} == {"request", "stream", "answer", "piece", "end"}


def test_a_stream_that_is_open_at_the_end_is_kept_and_said(tmp_path: Path, confdir: Path, plain: Server) -> None:
    with session(tmp_path / "case", confdir, "--no-page") as running:
        connection = ask(running, plain, "/tokens", "x-open: 1\r\n", b"hello")
        data = b""
        while b"word29" not in data:
            data += connection.recv(1000)
        running.stop()
        connection.close()
    assert running.flow("/tokens").response.raw_content.count(b"data: ") == 30
    assert running.gaps("chat.example") == [("answer-cut-off", False, 1)]


@pytest.mark.parametrize("moment", range(KILLS))
def test_a_kill_in_the_middle_of_a_stream_costs_no_piece(
    tmp_path: Path, confdir: Path, plain: Server, moment: int
) -> None:
    with session(tmp_path / "case", confdir, "--no-page") as running:
        running.get(f"http://127.0.0.1:{plain.port}/ok")
        connection = ask(running, plain, "/tokens", "x-pause: 0.02\r\nx-open: 1\r\n", b"the question")
        data = b""
        while f"word{moment} ".encode() not in data:
            data += connection.recv(1000)
        os.kill(running.process.pid, signal.SIGKILL)
        running.process.wait()
        connection.close()
    got = data.count(b"data: ")
    audit = running.audit()
    assert audit.coverage.exchanges == 2
    streams = list((tmp_path / "case" / STREAMS).iterdir())
    assert sorted(path.suffix for path in streams) == [".request", ".response"]
    kept = {path.suffix: path.read_bytes() for path in streams}
    assert kept[".request"] == b"the question" and kept[".response"].count(b"data: ") >= got
    assert "recording-cut-off" in {gap.code for gap in audit.coverage.gaps}
    assert "exchange-lost" not in {gap.code for gap in audit.coverage.gaps}


def resident(process: int) -> int:
    """The most memory that a process has had, in bytes."""
    (line,) = [line for line in Path(f"/proc/{process}/status").read_text().splitlines() if line.startswith("VmHWM")]
    return int(line.split()[1]) * 1024


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="asks Linux how much memory a process has")
def test_large_bodies_take_little_memory(tmp_path: Path, confdir: Path, plain: Server) -> None:
    size = 64 << 20
    with session(tmp_path / "case", confdir, "--no-page") as running:
        before = resident(running.process.pid)
        connection = ask(running, plain, "/large", f"x-size: {size}\r\n")
        left = size
        while left > 0 and (data := connection.recv(1 << 20)):
            left -= len(data)
        connection.close()
        upload = running.connect()
        head = f"POST http://127.0.0.1:{plain.port}/up HTTP/1.1\r\nHost: a.example\r\nContent-Length: {size}\r\n\r\n"
        upload.sendall(head.encode())
        for _ in range(64):
            upload.sendall(b"u" * (1 << 20))
        assert upload.recv(100).startswith(b"HTTP/1.1 200")
        upload.close()
        until(lambda: (tmp_path / "case" / "capture.mitm").stat().st_size > 2 * size, "both are in the dump")
        used = resident(running.process.pid) - before
        running.process.kill()
        running.process.wait()
    assert used < size, "neither body was ever in memory as a whole"
    down, up = running.flow("/large"), running.flow("/up")
    assert down.response.raw_content == b"0123456789abcdef" * (size // 16) and up.request.raw_content == b"u" * size


def test_http2_streams_resets_and_trailers_are_kept(tmp_path: Path, confdir: Path) -> None:
    with (
        serving_http2(tmp_path) as server,
        session(tmp_path / "case", confdir, "--no-page", "--set", "ssl_insecure=true") as running,
    ):
        tunnel = running.connect()
        tunnel.sendall(f"CONNECT 127.0.0.1:{server.port} HTTP/1.1\r\n\r\n".encode())
        assert b" 200 " in tunnel.recv(1000)
        client = Http2Client(tunnel, confdir / "mitmproxy-ca-cert.pem", "rpc.example")
        whole = client.ask("/grpc", MESSAGE * 2)
        assert client.wait(whole) == "ended"
        broken = client.ask("/reset", MESSAGE)
        assert client.wait(broken) == "reset"
        upload = client.ask("/upload", MESSAGE, ends=False)
        until(lambda: server.received.get("/upload") == len(MESSAGE), "an upload reaches the server as it comes")
        client.reset(upload)
        until(lambda: "/upload" in {flow.request.path for flow in running.flows()}, "the upload is not kept")
        client.connection.close()
        running.stop()
    assert client.trailers[whole] == [(b"grpc-status", b"0"), (b"grpc-message", b"fine")]
    assert client.data[whole][-1][1] - client.data[whole][0][1] > 0.1, "message by message"
    flow = running.flow("/grpc")
    assert (flow.request.raw_content, flow.response.raw_content) == (MESSAGE * 2, MESSAGE * 3)
    assert flow.response.trailers["grpc-status"] == "0"
    assert running.flow("/reset").response.raw_content == MESSAGE
    assert running.flow("/upload").request.raw_content == MESSAGE
    assert {code for code, _, _ in running.gaps("rpc.example")} >= {"answer-cut-off", "partial-upload"}
