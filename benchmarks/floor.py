"""What reading alone costs, as processes to measure: `python -m benchmarks.floor WHAT CAPTURE`."""

import sys
from collections.abc import Callable, Mapping
from pathlib import Path


def parse_har(path: Path) -> int:
    """orjson over the whole file, which every reader of it must at least do in some way."""
    import orjson

    return len(orjson.loads(path.read_bytes())["log"]["entries"])


def read_dump(path: Path) -> int:
    """mhaudit's own reader, up to exchanges."""
    from mhaudit.ingest.mitm.reader import MitmReader
    from mhaudit.ingest.reader import Capture

    return sum(1 for _ in MitmReader().read(Capture(path, path.name)))


def flow_reader(path: Path) -> int:
    """mitmproxy's reader, up to flows."""
    from mitmproxy.io import FlowReader

    with path.open("rb") as file:
        return sum(1 for _ in FlowReader(file).stream())


def read_bodies(path: Path) -> int:
    """mitmproxy's reader of dumps, and orjson over every body that is JSON."""
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
