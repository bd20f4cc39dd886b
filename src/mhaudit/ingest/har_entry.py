"""One HAR entry to one exchange: it yields what it has, and says what it has not.

Quirks by producer are described in docs/formats.md: PCAPdroid and Reqable put base64 in postData, Charles and
BrowserMob give params without text, HTTP Toolkit keeps bodies in `_content`, mitmproxy writes bytes as latin-1.
"""

import base64
import binascii
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote_plus, urlsplit

from mhaudit.ingest.attempts import never_arrived
from mhaudit.ingest.doubts import bare_host, disagreement, named_host, replaced, whereabouts
from mhaudit.model.capture import Exchange, Gap, Headers, Message

_BINARY = ("octet-stream", "protobuf", "grpc", "msgpack", "cbor", "gzip", "zip", "image/", "audio/", "video/")


_CONTROL = frozenset({8, 9, 10})  # the opcodes of close, ping and pong (RFC 6455, 5.5)


class EntryError(Exception):
    """A field without which there is no exchange; the text names it."""


def read_entry(entry: object, capture: str, number: int) -> Iterator[Exchange | Gap]:
    """The exchange of an entry after its gaps. Raises EntryError when it has no request with a URL."""
    if not isinstance(entry, dict):
        raise EntryError(f"is {type(entry).__name__}, not an object")
    request = _object(entry.get("request"), "request")
    url = _text(request.get("url"))
    if not url:
        raise EntryError("request.url is missing")
    response = entry.get("response")
    response = response if isinstance(response, dict) else {}
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise EntryError(f"request.url is no URL: {error}") from error
    headers, body = _headers(request.get("headers")), _request_body(request)
    status = response.get("status")
    where = whereabouts(capture, "entry", number)
    host = host.rstrip(".")
    if (named := named_host(headers)) and named != host:
        yield disagreement(capture, host, named)
    yield from _missing(request, headers, body, host, where)
    yield from _unread(entry.get("_webSocketMessages"), host, where)
    yield Exchange(
        capture=capture,
        number=number,
        kind="websocket" if entry.get("_webSocketMessages") else "http",
        started=_time(entry.get("startedDateTime")),
        scheme={"wss": "https", "ws": "http"}.get(parts.scheme, parts.scheme) or "https",
        host=host,
        port=port,
        ip=bare_host(_text(entry.get("serverIPAddress"))) or None,  # ProxyPin writes the port as well
        method=_text(request.get("method")),
        path=url.partition("://")[2][len(parts.netloc) :],
        headers=headers,
        body=body,
        status=status if isinstance(status, int) and status > 0 else None,
        response_headers=_headers(response.get("headers")),
        response_body=_response_body(response),
        messages=tuple(_messages(entry.get("_webSocketMessages"))),
        answered=_answered(entry, status),
        attempted=never_arrived(response),
    )


def _object(value: object, field: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise EntryError(
            f"{field} is missing" if value is None else f"{field} is {type(value).__name__}, not an object"
        )
    return value


def _text(value: object) -> str:
    """Text as it can be written; half of a surrogate pair can't."""
    if not isinstance(value, str) or value.isascii():
        return value if isinstance(value, str) else ""
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _headers(value: object) -> Headers:
    """Name and value pairs; Slack's exports write each as a list of two."""
    found = []
    for header in value if isinstance(value, list) else ():
        if isinstance(header, dict):
            found.append((_text(header.get("name")), _text(header.get("value"))))
        elif isinstance(header, list) and len(header) == 2:
            found.append((_text(header[0]), _text(header[1])))
    return tuple(found)


def _request_body(request: dict[str, Any]) -> bytes | None:
    """The body as bytes; b"" where the entry says that there was none, None where it does not say."""
    post = request.get("postData")
    if isinstance(post, dict):
        if isinstance(post.get("text"), str) and post["text"]:
            return _bytes(post["text"], post.get("encoding"), _text(post.get("mimeType")))
        if isinstance(post.get("params"), list) and post["params"]:
            return _params(post["params"])
    kept = request.get("_content")
    if isinstance(kept, dict) and isinstance(kept.get("text"), str):
        return _bytes(kept["text"], kept.get("encoding"), "")
    return None if _declared_size(request, ()) else b""


def _params(params: list[Any]) -> bytes:
    """A form from its fields. Charles writes a JSON body as the name of one field without a value."""
    pairs = [(_text(param.get("name")), _text(param.get("value"))) for param in params if isinstance(param, dict)]
    if len(pairs) == 1 and pairs[0][0][:1] in ("{", "[") and not pairs[0][1]:
        return pairs[0][0].encode()
    return "&".join(f"{quote_plus(name)}={quote_plus(value)}" for name, value in pairs).encode()


def _response_body(response: dict[str, Any]) -> bytes | None:
    content = response.get("content")
    if not isinstance(content, dict) or not isinstance(content.get("text"), str):
        return None
    return _bytes(content["text"], content.get("encoding"), _text(content.get("mimeType")))


def _bytes(text: str, encoding: object, mime_type: str) -> bytes:
    if encoding == "base64":
        try:
            return base64.b64decode("".join(text.split()), validate=True)
        except (binascii.Error, ValueError):
            return text.encode(errors="replace")
    if any(word in mime_type.lower() for word in _BINARY):  # bytes kept as the characters of the same number
        try:
            return text.encode("latin-1")
        except UnicodeEncodeError:
            pass
    return text.encode(errors="replace")


def _messages(value: object) -> Iterator[Message]:
    """WebSocket messages; opcode 2 is base64 even where no encoding is named."""
    for message in value if isinstance(value, list) else ():
        if not isinstance(message, dict) or not isinstance(message.get("data"), str):
            continue
        coded = "base64" if message.get("opcode") == 2 else message.get("encoding")
        at = message.get("time")
        yield Message(
            sent=message.get("type") != "receive",
            content=_bytes(message["data"], coded, ""),
            at=float(at) if isinstance(at, int | float) else None,
        )


def _unread(value: object, host: str, where: str) -> Iterator[Gap]:
    """Messages of which the entry has no content; those that only open, keep or close the socket have none to have."""
    messages = value if isinstance(value, list) else ()
    lost = sum(not isinstance(message, dict) or _is_lost(message) for message in messages)
    if lost:
        detail = f"{where}: {lost} WebSocket messages without content"
        yield Gap(code="body-not-captured", host=host, detail=detail, blocking=True)


def _is_lost(message: dict[str, Any]) -> bool:
    return not isinstance(message.get("data"), str) and message.get("opcode") not in _CONTROL


def _time(value: object) -> float | None:
    """Seconds since the epoch; a time without an offset is taken as UTC."""
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def _answered(entry: dict[str, Any], status: object) -> float | None:
    """When the answer was complete: `time` is in milliseconds from the beginning."""
    began, took = _time(entry.get("startedDateTime")) if status else None, entry.get("time")
    return began + took / 1000 if began is not None and isinstance(took, int | float) and took >= 0 else None


def _declared_size(request: dict[str, Any], headers: Headers) -> int:
    size = request.get("bodySize")
    if isinstance(size, int) and size > 0:
        return size
    length = next((value for name, value in headers if name.lower() == "content-length"), "")
    return int(length) if length.isascii() and length.isdigit() and len(length) < 16 else 0


def _missing(request: dict[str, Any], headers: Headers, body: bytes | None, host: str, where: str) -> Iterator[Gap]:
    size = _declared_size(request, headers)
    if size and not body:
        detail = f"{where}: {size} bytes were sent and are not in the file"
        yield Gap(code="body-not-captured", host=host, detail=detail, blocking=True, unread=size)
    if lost := replaced(body):
        yield Gap(code="body-lossy", host=host, detail=f"{where}: at {lost} places", blocking=True, unread=lost)
