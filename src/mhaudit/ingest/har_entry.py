"""One HAR entry to one exchange: it yields what it has, and says what it has not.

Quirks by producer are described in docs/formats.md: PCAPdroid and Reqable put base64 in postData, Charles and
BrowserMob give params without text, HTTP Toolkit keeps bodies in `_content`, mitmproxy writes bytes as latin-1.
"""

from collections.abc import Iterator
from typing import Any
from urllib.parse import SplitResult, urlsplit

from mhaudit.ingest.attempts import never_arrived
from mhaudit.ingest.doubts import bare_host, disagreement, named_host, whereabouts
from mhaudit.ingest.har_body import body_gaps, bytes_of, request_body, response_body
from mhaudit.ingest.har_fields import pairs_of, query_of, request_headers, status_of, text_of, time_of
from mhaudit.model.capture import Exchange, Gap, Message

# Addresses of what an app has already: asking for them sends nothing.
_AT_HAND = ("about:", "blob:", "chrome:", "chrome-extension:", "data:", "file:", "javascript:", "moz-extension:")
_CONTROL = frozenset({8, 9, 10})  # the opcodes of close, ping and pong (RFC 6455, 5.5)


class EntryError(Exception):
    """A field without which there is no exchange; the text names it."""


def read_entry(entry: object, capture: str, number: int) -> Iterator[Exchange | Gap]:
    """The exchange of an entry after its gaps. Raises EntryError when it has no request with a URL."""
    if not isinstance(entry, dict):
        raise EntryError(f"is {type(entry).__name__}, not an object")
    request = _object(entry.get("request"), "request")
    url = text_of(request.get("url"))
    if url.lower().startswith(_AT_HAND) or entry.get("_fromCache") in ("disk", "memory"):
        return
    parts, host, port = _address(url)
    response = entry.get("response")
    response = response if isinstance(response, dict) else {}
    headers = request_headers(request)
    body = request_body(request, headers)
    status = status_of(response.get("status"))
    where = whereabouts(capture, "entry", number)
    if (named := named_host(headers)) and named != host:
        yield disagreement(capture, host, named)
    yield from body_gaps(request, headers, body, host, where)
    yield from _unread(entry.get("_webSocketMessages"), host, where)
    yield Exchange(
        capture=capture,
        number=number,
        kind="websocket" if entry.get("_webSocketMessages") else "http",
        started=time_of(entry.get("startedDateTime")),
        scheme={"wss": "https", "ws": "http"}.get(parts.scheme, parts.scheme) or "https",
        host=host,
        port=port,
        ip=bare_host(text_of(entry.get("serverIPAddress"))) or None,  # ProxyPin writes the port as well
        method=text_of(request.get("method")),
        path=url.partition("://")[2][len(parts.netloc) :] + query_of(request, url),
        headers=headers,
        body=body,
        status=status,
        response_headers=pairs_of(response.get("headers")),
        response_body=response_body(response),
        messages=tuple(_messages(entry.get("_webSocketMessages"))),
        answered=_answered(entry, status),
        attempted=never_arrived(response),
    )


def _address(url: str) -> tuple[SplitResult, str, int | None]:
    """The parts of a URL, its host, and its port where it names one."""
    if not url:
        raise EntryError("request.url is missing")
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError as error:
        raise EntryError(f"request.url is no URL: {error}") from error
    if not host:
        raise EntryError("request.url names no host")
    return parts, host, port


def _object(value: object, field: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise EntryError(
            f"{field} is missing" if value is None else f"{field} is {type(value).__name__}, not an object"
        )
    return value


def _messages(value: object) -> Iterator[Message]:
    """WebSocket messages; opcode 2 is base64 even where no encoding is named."""
    for message in value if isinstance(value, list) else ():
        if not isinstance(message, dict) or not isinstance(message.get("data"), str):
            continue
        coded = "base64" if message.get("opcode") == 2 else message.get("encoding")
        at = message.get("time")
        yield Message(
            sent=message.get("type") != "receive",
            content=bytes_of(message["data"], coded, ""),
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


def _answered(entry: dict[str, Any], status: object) -> float | None:
    """When the answer was complete: `time` is in milliseconds from the beginning."""
    began, took = time_of(entry.get("startedDateTime")) if status else None, entry.get("time")
    return began + took / 1000 if began is not None and isinstance(took, int | float) and took >= 0 else None
