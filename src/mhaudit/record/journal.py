"""`journal.jsonl`: events that a dump of flows can't store, one per line, written as they happen.

| event | fields | means |
|---|---|---|
| start | schema, mhaudit, mitmproxy | the first line |
| listening | mode, addresses | a way for devices to come to the proxy |
| device | address, mode | the first that comes from an address of the device |
| certificate-page | client, path | a device asked for the page with the proxy's certificate, or for a file of it |
| phase, note | id; text | what the person at the device began, or saw |
| request | flow, client, host, said | the head of a request; `said` where the Host header names another host |
| open | flow, client, kind, host, … | a WebSocket, TCP or UDP connection |
| message, end | flow, sent, content; flow | its messages as they come, and its end |
| stream | flow, client, host, method, path, headers, … | a request that came in pieces, or whose answer does |
| answer | flow, status, headers | the head of its answer |
| piece | flow, part, size | bytes of its `request` or `response`, which lie in `streams/` until the dump has them |
| partial | flow, client, host, why | an upload that broke off |
| answer-cut-off | flow, client, host, kept | an answer that was still coming when the recording ended |
| closed | client, host, established, seconds, transport, tls, failure | a connection on which nothing came |
| tls-failed | client, host, why, transport | a TLS handshake that failed with the app |
| server-failed | client, host, why | a server that could not be reached, or failed in its TLS handshake |
| ignored | client, host | a host that the proxy was set to leave alone |
| limited | option | an option that makes mitmproxy break off what the app sends |
| storage-failed | host, why | why nothing more could be written, for each host of what was lost |
| hook-error | hook, why | a failure of the recorder itself |
| stop | | the last line of a recording that was stopped cleanly |

Every event has `at`, in seconds since the epoch; `content` is base64; `host` is the best evidence there is of whom it
was for. A connection that was still open at the end has `stopped` in its `closed`.
"""

import json
import time
from base64 import b64encode
from pathlib import Path
from typing import Any

from mhaudit.model.subject import JOURNAL_SCHEMA
from mhaudit.record.append_only_file import AppendOnlyFile


class Journal:
    """A writer of events."""

    def __init__(self, path: Path, versions: dict[str, str]) -> None:
        self._file = AppendOnlyFile(path)
        self._add({"schema": JOURNAL_SCHEMA, "at": time.time(), "event": "start", **versions})

    def write(self, event: str, **fields: Any) -> None:
        """Write one event with the current time."""
        self._add({"at": time.time(), "event": event, **fields})

    def message(self, flow: str, sent: bool, content: bytes) -> None:
        """Write one message of an open connection."""
        self.write("message", flow=flow, sent=sent, content=b64encode(content).decode())

    def close(self) -> None:
        """Write the last line and close the file."""
        self.write("stop")
        self._file.close()

    def _add(self, event: dict[str, Any]) -> None:
        self._file.add(json.dumps(event, separators=(",", ":")).encode() + b"\n")
