"""Recordings in which one value differs, with the noise that real ones have."""

import base64
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

OWN = "https://api.own.example/sync"
STATS = "https://in.opaque.example/v1/e"
KEY = bytes.fromhex("5ad3c78821ee90f187b36d99")


def recording(path: Path, *requests: tuple[str, str, bytes]) -> Path:
    """A HAR file with one POST for each (URL, content type, body), a second apart."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"log": {"version": "1.2", "entries": list(_entries(requests))}}), encoding="utf-8")
    return path


def _entries(requests: Iterable[tuple[str, str, bytes]]) -> Iterable[dict[str, Any]]:
    for number, (url, kind, body) in enumerate(requests):
        data = {"mimeType": kind, "text": base64.b64encode(body).decode(), "encoding": "base64"}
        yield {
            "startedDateTime": f"2026-11-20T09:00:{number:02}.000Z",
            "request": {
                "method": "POST",
                "url": url,
                "headers": [{"name": "content-type", "value": kind}],
                "postData": data,
            },
            "response": {"status": 200, "headers": []},
        }


def as_json(url: str, data: Any) -> tuple[str, str, bytes]:
    """A request with a body of JSON."""
    return url, "application/json", json.dumps(data).encode()


def hidden(url: str, data: Any) -> tuple[str, str, bytes]:
    """A request whose body no decoder reads: every byte is changed by a key."""
    plain = json.dumps(data).encode()
    return url, "application/octet-stream", bytes(byte ^ KEY[n % len(KEY)] ^ 0x80 for n, byte in enumerate(plain))


def persona(path: Path, mood: int, **more: str) -> Path:
    """A persona whose mood is the given one."""
    values = [f"  - {{category: mood.score, value: {mood}, scale: [1, 5]}}\n"]
    values += [f"  - {{category: {kind.replace('__', '.')}, value: {value}}}\n" for kind, value in more.items()]
    path.write_text(f"id: kim-{mood}\nvalues:\n" + "".join(values), encoding="utf-8")
    return path
