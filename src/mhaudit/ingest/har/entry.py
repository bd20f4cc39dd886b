"""One HAR entry to one exchange: it yields what it has, and says what it has not.

Quirks by producer are described in docs/formats.md: PCAPdroid and Reqable put base64 in postData, Charles and
BrowserMob give params without text, HTTP Toolkit keeps bodies in `_content`, mitmproxy writes bytes as latin-1.
"""

import base64
import binascii
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import SplitResult, quote_plus, urlsplit

from mhaudit.ingest.hosts import bare_host, disagreement, named_host, replaced, whereabouts
from mhaudit.model.capture import Exchange, Gap, Headers, Message

_MILLISECONDS = 10**11  # seconds reach this in the year 5138
_LATEST = 10**15


def text_of(value: object) -> str:
    """Text as it can be written; half of a surrogate pair can't."""
    if not isinstance(value, str) or value.isascii():
        return value if isinstance(value, str) else ""
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def pairs_of(value: object) -> Headers:
    """Name and value pairs; Slack's exports write each as a list of two, others all of them as one object."""
    if isinstance(value, dict):
        value = list(map(list, value.items()))
    found = []
    for header in value if isinstance(value, list) else ():
        if isinstance(header, dict):
            found.append((text_of(header.get("name")), text_of(header.get("value"))))
        elif isinstance(header, list) and len(header) == 2:
            found.append((text_of(header[0]), text_of(header[1])))
    return tuple(found)


def request_headers(request: Mapping[str, Any]) -> Headers:
    """What stands in headers and trailers; cookies that an entry lists without their header make one."""
    headers = (*pairs_of(request.get("headers")), *pairs_of(request.get("_trailers")))
    cookies = pairs_of(request.get("cookies"))
    if not cookies or any(name.lower() == "cookie" for name, _ in headers):
        return headers
    return (*headers, ("Cookie", "; ".join(f"{name}={value}" for name, value in cookies)))


def query_of(request: Mapping[str, Any], url: str) -> str:
    """The query that an entry lists and its URL lacks, with its question mark; "" where there is none."""
    pairs = pairs_of(request.get("queryString")) if "?" not in url else ()
    return "?" + "&".join(f"{quote_plus(name)}={quote_plus(value)}" for name, value in pairs) if pairs else ""


def status_of(value: object) -> int | None:
    """The status of an answer; 0, below, and what is no number mean that none came."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) == 3:
        value = int(value)
    return value if isinstance(value, int) and value > 0 else None


def time_of(value: object) -> float | None:
    """Seconds since the epoch, from a date, which without an offset is taken as UTC, or from a number."""
    if isinstance(value, int | float) and 0 < value < _LATEST:
        return value / 1000 if value >= _MILLISECONDS else float(value)
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


_BINARY = ("octet-stream", "protobuf", "grpc", "msgpack", "cbor", "gzip", "zip", "image/", "audio/", "video/")


def request_body(request: Mapping[str, Any], headers: Headers) -> bytes | None:
    """The body as bytes; b"" where the entry says that there was none, None where it does not say, or lacks it."""
    post = request.get("postData")
    if isinstance(post, str):
        post = {"text": post}
    if isinstance(post, dict):
        if isinstance(post.get("text"), str) and post["text"]:
            kind = text_of(post.get("mimeType")) or _header(headers, "content-type")
            return bytes_of(post["text"], post.get("encoding"), kind)
        if isinstance(post.get("params"), list) and post["params"]:
            return _params(post["params"])
    kept = request.get("_content")
    if isinstance(kept, dict) and isinstance(kept.get("text"), str):
        return bytes_of(kept["text"], kept.get("encoding"), "")
    return None if _declared_size(request, ()) or _left_out(request) else b""


def response_body(response: Mapping[str, Any]) -> bytes | None:
    """The body of an answer, None where it is not there."""
    content = response.get("content")
    if not isinstance(content, dict) or not isinstance(content.get("text"), str):
        return None
    return bytes_of(content["text"], content.get("encoding"), text_of(content.get("mimeType")))


def bytes_of(text: str, encoding: object, mime_type: str) -> bytes:
    """What a text stands for: base64, bytes as characters of the same number, or UTF-8."""
    if isinstance(encoding, str) and encoding.lower() == "base64":
        packed = "".join(text.split())
        try:
            return base64.b64decode(packed + "=" * (-len(packed) % 4), validate=True)
        except (binascii.Error, ValueError):
            return text.encode(errors="replace")
    if any(word in mime_type.lower() for word in _BINARY):
        try:
            return text.encode("latin-1")
        except UnicodeEncodeError:
            pass
    return text.encode(errors="replace")


def body_gaps(request: Mapping[str, Any], headers: Headers, body: bytes | None, host: str, where: str) -> Iterator[Gap]:
    """What was sent and is not in the entry, or not as it was."""
    size, why = _declared_size(request, headers), _left_out(request)
    if not body and (size or why):
        detail = f"{where}: {size} bytes were sent and are not in the file" if size else f"{where}: {why}"
        yield Gap(code="body-not-captured", host=host, detail=detail, blocking=True, unread=size)
    if lost := replaced(body):
        yield Gap(code="body-lossy", host=host, detail=f"{where}: at {lost} places", blocking=True, unread=lost)


def _params(params: list[Any]) -> bytes:
    """A form from its fields. Charles writes a JSON body as the name of one field without a value."""
    pairs = pairs_of([param for param in params if isinstance(param, dict)])
    if len(pairs) == 1 and pairs[0][0][:1] in ("{", "[") and not pairs[0][1]:
        return pairs[0][0].encode()
    return "&".join(f"{quote_plus(name)}={quote_plus(value)}" for name, value in pairs).encode()


def _declared_size(request: Mapping[str, Any], headers: Headers) -> int:
    size = request.get("bodySize")
    if isinstance(size, int) and size > 0:
        return size
    length = _header(headers, "content-length")
    return int(length) if length.isascii() and length.isdigit() and len(length) < 16 else 0


def _left_out(request: Mapping[str, Any]) -> str:
    """Why a body is not in the entry although there was one: HTTP Toolkit says so, Playwright keeps it elsewhere."""
    status, post = request.get("_requestBodyStatus"), request.get("postData")
    if isinstance(status, str) and status.startswith("discarded"):
        return f"the recorder left the body out ({text_of(status)[:40]})"
    if isinstance(post, dict) and (post.get("_file") or post.get("_sha1")):
        return "the body is in a file of its own"
    return ""


def _header(headers: Headers, wanted: str) -> str:
    return next((value for name, value in headers if name.lower() == wanted), "")


_CHROMIUM = (
    r"ERR_(?:CONNECTION_(?:REFUSED|TIMED_OUT|FAILED)|NAME_NOT_RESOLVED|NAME_RESOLUTION_FAILED|DNS_\w+|"
    r"ADDRESS_(?:INVALID|UNREACHABLE)|INTERNET_DISCONNECTED|NETWORK_ACCESS_DENIED|UNSAFE_PORT|SSL_\w+|CERT_\w+|"
    r"PROXY_CONNECTION_FAILED|TUNNEL_CONNECTION_FAILED|BLOCKED_BY_(?:CLIENT|ADMINISTRATOR|CSP))\b"
)
_FIREFOX = r"NS_ERROR_(?:CONNECTION_REFUSED|UNKNOWN_HOST|UNKNOWN_PROXY_HOST|PROXY_CONNECTION_REFUSED|OFFLINE)\b"
_OTHERS = (
    r"connect call failed|connection refused|name or service not known|nodename nor servname|getaddrinfo|"
    r"no route to host|network is unreachable|does not speak tls|certificate verify failed|tls handshake"
)
_NEVER_ARRIVED = re.compile(f"{_CHROMIUM}|{_FIREFOX}|{_OTHERS}", re.IGNORECASE)
# Chromium and mitmproxy, Playwright
_FIELDS = ("_error", "_failureText")


def never_arrived(response: Mapping[str, Any]) -> str:
    """Why the request of a HAR entry never reached its server, by its `response`; "" where it may have."""
    status = response.get("status")
    if isinstance(status, int) and status > 0:
        return ""
    said = (response.get(field) for field in _FIELDS)
    found = (_NEVER_ARRIVED.search(text[:1000]) for text in said if isinstance(text, str))
    return next((match[0] for match in found if match), "")


# Addresses of what an app has already: asking for them sends nothing.
_AT_HAND = ("about:", "blob:", "chrome:", "chrome-extension:", "data:", "file:", "javascript:", "moz-extension:")
_CACHED = ("fromDiskCache", "_fromDiskCache", "_servedFromCache", "_fromPrefetchCache")
_CONTROL = frozenset({8, 9, 10})  # the opcodes of close, ping and pong (RFC 6455, 5.5)


class EntryError(Exception):
    """A field without which there is no exchange; the text names it."""


def read_entry(entry: object, capture: str, number: int) -> Iterator[Exchange | Gap]:
    """The exchange of an entry after its gaps. Raises EntryError when it has no request with a URL."""
    if not isinstance(entry, dict):
        raise EntryError(f"is {type(entry).__name__}, not an object")
    request = _object(entry.get("request"), "request")
    url = text_of(request.get("url"))
    response = entry.get("response")
    response = response if isinstance(response, dict) else {}
    if url.lower().startswith(_AT_HAND) or entry.get("_fromCache") in ("disk", "memory"):
        return
    parts, host, port = _address(url)
    if _was_at_hand(entry, response):
        yield Gap(code="answered-from-cache", host=host, detail=capture)
        return
    headers = request_headers(request)
    body = request_body(request, headers)
    status = status_of(response.get("status"))
    where = whereabouts(capture, "entry", number)
    answer, (events, arrivals) = response_body(response), _events(entry)
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
        response_body=answer or events or answer,
        messages=tuple(_messages(entry.get("_webSocketMessages"))),
        answered=_answered(entry, status),
        attempted=never_arrived(response),
        arrivals=() if answer else arrivals,
    )


def _was_at_hand(entry: Mapping[str, Any], response: Mapping[str, Any]) -> bool:
    """Return whether an answer came from a cache or a service worker's store, so that nothing was sent.

    Sources: Chrome's Log.ts (`_fromCache`, `_serviceWorkerResponseSource`), WebKit's HARBuilder.js (`_fetchType`).
    """
    worker = response.get("_serviceWorkerResponseSource") or entry.get("_serviceWorkerResponseSource")
    fetched = response.get("_fetchType") or entry.get("_fetchType")
    return (
        entry.get("_fromCache") == "prefetch"
        or worker in ("cache-storage", "http-cache", "fallback-code")
        or (isinstance(fetched, str) and fetched.lower() in ("memory cache", "disk cache", "service worker"))
        or any(response.get(name) is True or entry.get(name) is True for name in _CACHED)
    )


def _events(entry: Mapping[str, Any]) -> tuple[bytes | None, tuple[tuple[int, float], ...]]:
    """Return the messages of an event source as the stream that they were, with when each had come.

    Chrome writes them to `_eventSourceMessages`, and no content of the answer.
    """
    stream, arrivals = b"", []
    messages = entry.get("_eventSourceMessages")
    for message in messages if isinstance(messages, list) else ():
        data = text_of(message.get("data")) if isinstance(message, dict) else ""
        if data:
            name = text_of(message.get("eventName"))
            lines = [f"event: {name}"] if name and name != "message" else []
            lines += [f"data: {line}" for line in data.split("\n")]
            stream += "\n".join([*lines, "", ""]).encode(errors="replace")
            at, began = time_of(message.get("time")), time_of(entry.get("startedDateTime"))
            arrivals += [(len(stream), at)] if at is not None and began is not None and at >= began else []
    return stream or None, tuple(arrivals)


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
