"""Write exchanges as HAR 1.2, one entry each, in the form that ingest/har.py reads: binary data is base64."""

import base64
import json
from datetime import UTC, datetime
from typing import Any

from mhaudit import __version__
from mhaudit.ingest.har.body import bytes_of
from mhaudit.model.capture import Exchange, Headers, Message
from mhaudit.model.pseudonyms import REDACTED

KINDS = frozenset({"http", "websocket"})


def opening(comment: str) -> str:
    """Return the text before the entries."""
    return f'{REDACTED}"version":{json.dumps(__version__)},"comment":{json.dumps(comment)}}},"entries":[\n'


CLOSING = "\n]}}\n"


def entry(exchange: Exchange) -> str:
    """Return one exchange as one line of JSON."""
    began = datetime.fromtimestamp(exchange.started or 0, UTC).isoformat(timespec="milliseconds")
    took = 1000 * (exchange.answered - exchange.started) if exchange.answered and exchange.started else 0
    fields: dict[str, Any] = {
        "startedDateTime": began.replace("+00:00", "Z"),
        "time": round(max(0, took), 3),
        "request": _request(exchange),
        "response": _response(exchange),
        "cache": {},
        "timings": {"send": 0, "wait": round(max(0, took), 3), "receive": 0},
    }
    if exchange.started is None:
        fields["startedDateTime"] = ""
    if exchange.ip:
        fields["serverIPAddress"] = exchange.ip
    if exchange.kind == "websocket":
        fields["_resourceType"] = "websocket"
        fields["_webSocketMessages"] = [_message(message) for message in exchange.messages]
    return json.dumps(fields, ensure_ascii=True, separators=(",", ":"))


def _request(exchange: Exchange) -> dict[str, Any]:
    host = f"[{exchange.host}]" if ":" in exchange.host else exchange.host
    port = f":{exchange.port}" if exchange.port and exchange.port not in (80, 443) else ""
    request: dict[str, Any] = {
        "method": exchange.method,
        "url": f"{exchange.scheme}://{host}{port}{exchange.path}",
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": _headers(exchange.headers, exchange.body),
        "queryString": [],
        "headersSize": -1,
        "bodySize": len(exchange.body) if exchange.body is not None else -1,
    }
    if exchange.body:
        request["postData"] = _content(exchange.body, exchange.headers)
    return request


def _response(exchange: Exchange) -> dict[str, Any]:
    body = exchange.response_body
    content = _content(body, exchange.response_headers) if body is not None else {"mimeType": ""}
    response: dict[str, Any] = {
        "status": exchange.status or 0,
        "statusText": "",
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": _headers(exchange.response_headers, body),
        "content": {"size": len(body or b""), **content},
        "redirectURL": "",
        "headersSize": -1,
        "bodySize": len(body) if body is not None else -1,
    }
    if exchange.attempted:
        response["_error"] = exchange.attempted
    return response


def _headers(headers: Headers, body: bytes | None) -> list[dict[str, str]]:
    """Return headers as HAR's pairs, with content-length set to the length of the current body if there is one."""
    length = {"content-length": str(len(body))} if body is not None else {}
    return [{"name": name, "value": length.get(name.lower(), value)} for name, value in headers]


def _content(body: bytes, headers: Headers) -> dict[str, str]:
    kind = next((value for name, value in headers if name.lower() == "content-type"), "")
    try:
        text = body.decode()
        if bytes_of(text, None, kind) == body:
            return {"mimeType": kind, "text": text}
    except UnicodeDecodeError:
        pass
    return {"mimeType": kind, "text": base64.b64encode(body).decode(), "encoding": "base64"}


def _message(message: Message) -> dict[str, Any]:
    fields: dict[str, Any] = {"type": "send" if message.sent else "receive", "time": message.at}
    try:
        return {**fields, "opcode": 1, "data": message.content.decode()}
    except UnicodeDecodeError:
        return {**fields, "opcode": 2, "data": base64.b64encode(message.content).decode()}
