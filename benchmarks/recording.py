"""Measure the cost of recording: `mhaudit record` beside `mitmdump -w`, in turn, with the same requests to a local
server.

Usage: python -m benchmarks.recording [--requests 2000] [--rounds 5] [--memory 10000 100000]
"""

import argparse
import asyncio
import http.client
import json
import re
import signal
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing import Process
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from mhaudit.ingest.mitm.reader import flow_ids

BODY = json.dumps({"event": "screen", "properties": {"name": "home", "n": list(range(120))}}).encode()
ANSWER = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}"
HEAD = re.compile(rb"content-length: (\d+)", re.IGNORECASE)
TOOLS = ("mitmdump -w", "mhaudit record --no-page", "mhaudit record")


class Cost(NamedTuple):
    """Seconds for all requests, peak memory of the proxy's process in MiB, and the number of flows in the file."""

    seconds: float
    mebibytes: float
    flows: int


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(asyncio.IncompleteReadError, ConnectionError):
        while head := await reader.readuntil(b"\r\n\r\n"):
            length = HEAD.search(head)
            await reader.readexactly(int(length[1]) if length else 0)
            writer.write(ANSWER)
    writer.close()


def serve(port: int) -> None:
    """Run a server that answers every request, until it is terminated."""

    async def run() -> None:
        server = await asyncio.start_server(_answer, "127.0.0.1", port)
        await server.serve_forever()

    asyncio.run(run())


def free_port() -> int:
    """Return a free TCP port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def command(tool: str, out: Path, port: int, confdir: Path) -> list[str]:
    """Return the command with which a tool records into `out`."""
    settings = ["--set", f"confdir={confdir}"]
    if tool == "mitmdump -w":
        mitmdump = str(Path(sys.executable).with_name("mitmdump"))
        return [mitmdump, "-q", "-w", str(out), "--listen-host", "127.0.0.1", "--listen-port", str(port), *settings]
    page = ["--no-page"] if "--no-page" in tool else []
    listen = ["--host", "127.0.0.1", "--port", str(port)]
    return [sys.executable, "-m", "mhaudit", "record", "--out", str(out), *listen, *settings, *page]


@contextmanager
def running(words: list[str], port: int) -> Iterator["subprocess.Popen[bytes]"]:
    """Run the tool; the block starts when it listens, and ends before it writes its files."""
    process = subprocess.Popen(  # noqa: S603 (the tools that are measured)
        words, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        wait_for(port)
        time.sleep(2)  # start-up work is not part of the cost of a request
        yield process
    finally:
        process.send_signal(signal.SIGINT)
        process.wait()


def wait_for(port: int) -> None:
    """Wait until something listens on the port, at most 30 seconds."""
    for _ in range(600):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    sys.exit("nobody listens")


def load(proxy: int, server: int, requests: int) -> float:
    """Return the seconds that so many requests take, sequentially on one connection."""
    connection = http.client.HTTPConnection("127.0.0.1", proxy)
    begun = time.perf_counter()
    for number in range(requests):
        url = f"http://127.0.0.1:{server}/v1/track/{number}"
        connection.request("POST", url, BODY, {"content-type": "application/json"})
        if connection.getresponse().read() != b"{}":
            sys.exit("not answered")
    seconds = time.perf_counter() - begun
    connection.close()
    return seconds


def peak(process: int) -> float:
    """Return the peak memory of a process so far, in MiB."""
    for line in Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return 0.0


def measure(tool: str, folder: Path, server: int, requests: int) -> Cost:
    """Run one tool once. Exit the benchmark where a flow is missing."""
    out, port = folder / f"out-{time.monotonic_ns()}", free_port()
    with running(command(tool, out, port, folder / "conf"), port) as process:
        load(port, server, 50)
        seconds = load(port, server, requests)
        memory = peak(process.pid)
    dump = out if out.is_file() else out / "capture.mitm"
    with dump.open("rb") as file:
        flows = len(set(flow_ids(file)))
    if flows != requests + 50:
        sys.exit(f"{tool}: {flows} flows of {requests + 50}")
    return Cost(seconds, memory, flows)


def compare(folder: Path, server: int, requests: int, rounds: int) -> None:
    """Run the tools in turn and print a table; ratios are taken round by round."""
    costs: dict[str, list[Cost]] = {tool: [] for tool in TOOLS}
    for _ in range(rounds):
        for tool in TOOLS:
            costs[tool].append(measure(tool, folder, server, requests))
    print(f"{requests} requests, {rounds} rounds\n\n| tool | seconds | ÷ mitmdump -w | MiB |\n|---|---|---|---|")
    for tool, found in costs.items():
        ratios = [own.seconds / theirs.seconds for own, theirs in zip(found, costs[TOOLS[0]], strict=True)]
        seconds = statistics.median(cost.seconds for cost in found)
        memory = max(cost.mebibytes for cost in found)
        spread = f"{statistics.median(ratios):.3f} ({min(ratios):.3f} to {max(ratios):.3f})"
        print(f"| {tool} | {seconds:.2f} | {spread} | {memory:.0f} |", flush=True)


def grow(folder: Path, server: int, sizes: list[int]) -> None:
    """Print the memory of the recorder after so many flows in all."""
    out, port, done = folder / "grow", free_port(), 0
    print("\n| flows | MiB |\n|---|---|")
    with running(command("mhaudit record", out, port, folder / "conf"), port) as process:
        for size in sizes:
            load(port, server, size - done)
            done = size
            print(f"| {size:,} | {peak(process.pid):.0f} |", flush=True)


def main() -> None:
    """Run the comparison and the test of memory."""
    parser = argparse.ArgumentParser(description="What recording costs beside mitmdump -w.")
    parser.add_argument("--requests", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--memory", type=int, nargs="*", default=[], metavar="FLOWS")
    options = parser.parse_args()
    port = free_port()
    server = Process(target=serve, args=(port,), daemon=True)
    server.start()
    wait_for(port)
    with TemporaryDirectory(prefix="mhaudit-bench-") as folder:
        steps: list[Callable[[], None]] = []
        if options.rounds:
            steps.append(lambda: compare(Path(folder), port, options.requests, options.rounds))
        if options.memory:
            steps.append(lambda: grow(Path(folder), port, options.memory))
        for step in steps:
            step()
    server.terminate()


if __name__ == "__main__":
    main()
