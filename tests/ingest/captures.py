"""Captures written by the tests, and what the readers make of them."""

import json
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import Any

from mitmproxy.flow import Flow
from mitmproxy.io import FlowWriter

from mhaudit.ingest.formats import reader_for
from mhaudit.ingest.reader import Capture
from mhaudit.model.capture import Exchange, Gap, Item


def entry(request: dict[str, Any] | None = None, **fields: Any) -> dict[str, Any]:
    """A HAR entry with nothing in it that it could do without."""
    base: dict[str, Any] = {"method": "POST", "url": "https://in.metrics.example/e?x=1", "headers": [], "bodySize": 0}
    return {"startedDateTime": "2026-11-23T04:05:06.500Z", "request": base | (request or {})} | fields


def har(*entries: object) -> bytes:
    return json.dumps({"log": {"version": "1.2", "creator": {"name": "test"}, "entries": entries}}).encode()


def dump(flows: Iterable[Flow]) -> bytes:
    """What `mitmdump -w` would write."""
    file = BytesIO()
    writer = FlowWriter(file)  # type: ignore[no-untyped-call]
    for flow in flows:
        writer.add(flow)
    return file.getvalue()


def read(folder: Path, data: bytes, name: str = "a.har") -> list[Item]:
    """Everything that the reader for these bytes gives, in order."""
    path = folder / name
    path.write_bytes(data)
    capture = Capture(path, name)
    reader = reader_for(capture)
    return list(reader.read(capture)) if reader else []


def exchanges(items: Iterable[Item]) -> list[Exchange]:
    return [item for item in items if isinstance(item, Exchange)]


def gaps(items: Iterable[Item]) -> list[Gap]:
    return [item for item in items if isinstance(item, Gap)]
