"""Write the generated traffic as capture files: a HAR as exported by a browser or proxy, and a dump of mitmproxy."""

import gzip
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any, BinaryIO

import orjson
from mitmproxy.io import tnetstring
from mitmproxy.test import tflow

from benchmarks.shapes import write_mood, write_scripts, write_varied
from benchmarks.traffic import Request, requests

_BEGAN = datetime(2026, 11, 20, 9, tzinfo=UTC)
_STEP = timedelta(milliseconds=170)
_AGENT = "Dalvik/2.1.0 (Linux; U; Android 14; Pixel 7 Build/UQ1A)"
_ADDRESS = "203.0.113.9"


def write_har(path: Path, count: int) -> None:
    """Write a HAR of `count` entries, one per line; bodies are decoded, bytes are the characters of the same number."""
    with path.open("wb") as file:
        file.write(b'{"log":{"version":"1.2","creator":{"name":"benchmark","version":"1"},"entries":[\n')
        for number, request in enumerate(requests(count)):
            file.write((b",\n" if number else b"") + orjson.dumps(_entry(request, _BEGAN + number * _STEP)))
        file.write(b"\n]}}\n")


def write_dump(path: Path, count: int) -> None:
    """Write a dump of `count` flows; bodies keep their transfer form, half of the large ones in gzip."""
    template: Any = tflow.tflow(resp=True).get_state()
    with path.open("wb") as file:
        for number, request in enumerate(requests(count)):
            _write_flow(file, template, request, (_BEGAN + number * _STEP).timestamp())


WRITERS: Mapping[str, Callable[[Path, int], None]] = MappingProxyType(
    {
        "har": write_har,
        "mitm": write_dump,
        "mood": write_mood,
        "varied": write_varied,
        "scripts": write_scripts,
    }
)


def _headers(request: Request) -> list[tuple[str, str]]:
    headers = [("user-agent", _AGENT), ("accept-encoding", "gzip"), ("x-request-id", request.id)]
    if request.body:
        headers.append(("content-type", request.body.mime))
    return headers


def _pairs(headers: list[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in headers]


def _entry(request: Request, at: datetime) -> dict[str, Any]:
    asked: dict[str, Any] = {
        "method": request.method,
        "url": f"https://{request.host}{request.path}",
        "httpVersion": "HTTP/2.0",
        "cookies": [],
        "headers": _pairs(_headers(request)),
        "queryString": [],
        "headersSize": -1,
        "bodySize": 0,
    }
    if request.body:
        asked["bodySize"] = len(request.body.content)
        asked["postData"] = {"mimeType": request.body.mime, "text": _text(request.body.content)}
    content = {"size": len(request.answer), "mimeType": "application/json", "text": request.answer.decode()}
    answered = {"status": 200, "statusText": "OK", "httpVersion": "HTTP/2.0", "cookies": [], "content": content}
    answered |= {"headers": _pairs([("content-type", "application/json")]), "redirectURL": "", "headersSize": -1}
    return {
        "startedDateTime": at.isoformat(),
        "time": 40,
        "request": asked,
        "response": {**answered, "bodySize": len(request.answer)},
        "cache": {},
        "timings": {"send": 1, "wait": 34, "receive": 5},
        "serverIPAddress": _ADDRESS,
    }


def _text(content: bytes) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError:
        return content.decode("latin-1")


def _write_flow(file: BinaryIO, template: dict[str, Any], request: Request, at: float) -> None:
    content = request.body.content if request.body else b""
    headers = _headers(request)
    if request.zipped:
        content = gzip.compress(content, compresslevel=6, mtime=0)
        headers.append(("content-encoding", "gzip"))
    headers.append(("content-length", str(len(content))))
    asked = {
        "authority": request.host.encode(),
        "content": content,
        "headers": _raw(headers),
        "host": request.host,
        "http_version": b"HTTP/2.0",
        "method": request.method.encode(),
        "path": request.path.encode(),
        "port": 443,
        "scheme": b"https",
        "timestamp_start": at,
        "timestamp_end": at + 0.001,
    }
    answered: dict[str, object] = {"content": request.answer, "headers": _raw([("content-type", "application/json")])}
    answered |= {"timestamp_start": at + 0.03, "timestamp_end": at + 0.04}
    client = {"id": request.id, "sni": request.host, "tls": True, "timestamp_start": at, "timestamp_tls_setup": at}
    server = {
        "id": request.id,
        "address": (request.host, 443),
        "peername": (_ADDRESS, 443),
        "sni": request.host,
        "tls": True,
    }
    flow: Any = {
        **template,
        "id": request.id,
        "timestamp_created": at,
        "request": {**template["request"], **asked},
        "response": {**template["response"], **answered},
        "client_conn": {**template["client_conn"], **client},
        "server_conn": {**template["server_conn"], **server},
    }
    tnetstring.dump(flow, file)


def _raw(headers: list[tuple[str, str]]) -> tuple[tuple[bytes, bytes], ...]:
    return tuple((name.encode(), value.encode()) for name, value in headers)
