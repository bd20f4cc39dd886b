"""Meadow as a session of Charles: told as the dump tells it, but for the chat, which Charles leaves out."""

import json
from base64 import b64encode
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from mhaudit.ingest.mitm.reader import MitmReader
from mhaudit.ingest.reader import Capture
from mhaudit.model.capture import Exchange, Headers
from tests.acceptance.conftest import Audited, audit
from tests.acceptance.test_captures import told


def message(headers: Headers, body: bytes | None) -> dict[str, Any]:
    written = [{"name": name, "value": value} for name, value in headers]
    encoded = {"body": {"encoding": "base64", "encoded": b64encode(body).decode()}} if body else {}
    return {"header": {"headers": written}, "sizes": {"body": len(body or b"")}, **encoded}


def transaction(found: Exchange) -> dict[str, Any]:
    path, _, query = found.path.partition("?")
    begun = datetime.fromtimestamp(found.started or 0, UTC).isoformat()
    took = ((found.answered or 0) - (found.started or 0)) * 1000
    return {
        "status": "COMPLETE",
        "method": found.method,
        "protocolVersion": "HTTP/1.1",
        "scheme": found.scheme,
        "host": found.host,
        "actualPort": found.port,
        "path": path,
        "query": query or None,
        "tunnel": False,
        "webSocket": found.kind == "websocket",
        "remoteAddress": f"{found.host}/{found.ip}",
        "times": {"start": begun},
        "durations": {"total": took},
        "request": message(found.headers, found.body),
        "response": {"status": found.status, **message(found.response_headers, found.response_body)},
    }


def test_a_session_of_charles_tells_what_the_dump_tells(meadow: Path, from_dump: Audited, tmp_path: Path) -> None:
    dump = MitmReader().read(Capture(meadow / "meadow.mitm", "meadow.mitm"))
    session = [transaction(item) for item in dump if isinstance(item, Exchange)]
    (tmp_path / "meadow.chlsj").write_text(json.dumps(session), encoding="utf-8")
    document = audit(tmp_path / "meadow.chlsj", meadow, tmp_path / "out").audit
    wanted = [seen for seen in from_dump.audit["observations"] if seen["recipient"] != "chat.meadow-rt.example"]
    found = [seen for seen in document["observations"] if seen["recipient"] != "chat.meadow-rt.example"]
    assert len(found) > 50 and told({"observations": found}) == told({"observations": wanted})
    gaps = [(gap["code"], gap["host"]) for gap in document["coverage"]["gaps"]]
    assert ("body-not-captured", "chat.meadow-rt.example") in gaps
