"""Measure the cost of reading alone, as a process: `python -m benchmarks.floor WHAT CAPTURE`."""

import sys
from collections.abc import Callable, Mapping
from pathlib import Path


def parse_har(path: Path) -> int:
    """Parse the whole file with orjson, the least that any reader of it must do."""
    import orjson

    return len(orjson.loads(path.read_bytes())["log"]["entries"])


def read_dump(path: Path) -> int:
    """Read exchanges with mhaudit's own reader."""
    from mhaudit.ingest.mitm.reader import MitmReader
    from mhaudit.ingest.reader import Capture

    return sum(1 for _ in MitmReader().read(Capture(path, path.name)))


def flow_reader(path: Path) -> int:
    """Read flows with mitmproxy's reader."""
    from mitmproxy.io import FlowReader

    with path.open("rb") as file:
        return sum(1 for _ in FlowReader(file).stream())


def read_bodies(path: Path) -> int:
    """Read flows with mitmproxy's reader, and parse every JSON body with orjson."""
    import orjson
    from mitmproxy.http import HTTPFlow
    from mitmproxy.io import FlowReader

    count = 0
    with path.open("rb") as file:
        for flow in FlowReader(file).stream():
            for message in (flow.request, flow.response) if isinstance(flow, HTTPFlow) else ():
                count += bool(message and orjson.loads(message.content or b"null"))
    return count


FLOORS: Mapping[str, Callable[[Path], int]] = {
    "har": parse_har,
    "dump": read_dump,
    "flow-reader": flow_reader,
    "bodies": read_bodies,
}

if __name__ == "__main__":
    print(FLOORS[sys.argv[1]](Path(sys.argv[2])))
