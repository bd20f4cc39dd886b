"""Conversion of a HAR entry to an exchange, with gaps for missing data.

Quirks by producer are described in docs/formats.md: PCAPdroid and Reqable put base64 in postData, Charles and
BrowserMob give params without text, HTTP Toolkit keeps bodies in `_content`, mitmproxy writes bytes as latin-1.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import SplitResult, urlsplit

from mhaudit.ingest.har.attempts import never_arrived
from mhaudit.ingest.har.body import answer_size, body_gaps, comparable_size, request_body, response_body
from mhaudit.ingest.har.fields import har_time, pairs_of, query_of, request_headers, status_of, text_of
from mhaudit.ingest.har.sockets import message_gaps, messages_of, read_messages
from mhaudit.ingest.hosts import LONGEST_HOST, bare_host, disagreement, named_host, shortened, whereabouts
from mhaudit.model.capture import Contact, Exchange, Gap, Headers

# Schemes of local resources: loading them sends nothing.
_AT_HAND = ("about:", "blob:", "chrome:", "chrome-extension:", "data:", "file:", "javascript:", "moz-extension:")
_CACHED = ("fromDiskCache", "_fromDiskCache", "_servedFromCache", "_fromPrefetchCache")
_REFUSED = 300  # the first status with which a proxy refuses a connection


class EntryError(Exception):
    """A field without which an entry is not an exchange is missing; the text names it."""


def read_entry(entry: object, capture: str, number: int) -> Iterator[Exchange | Gap | Contact]:
    """Yield the gaps of an entry, then its exchange. Raise EntryError if it has no request with a URL."""
    if not isinstance(entry, dict):
        raise EntryError(f"is {type(entry).__name__}, not an object")
    request = _object(entry.get("request"), "request")
    headers = request_headers(request)
    url = _with_scheme(text_of(request.get("url")).strip(), headers)
    response = entry.get("response")
    response = response if isinstance(response, dict) else {}
    if url.lower().startswith(_AT_HAND) or entry.get("_fromCache") in ("disk", "memory"):
        return
    parts, host, port = _address(url)
    if len(host) > LONGEST_HOST:
        detail = f"{whereabouts(capture, 'entry', number)}: request.url names a host of {len(host)} characters"
        host = shortened(host)
        yield Gap(code="damaged-entry", host=host, detail=detail, blocking=True)
    if _was_at_hand(entry, response):
        yield Gap(code="answered-from-cache", host=host, detail=capture)
        return
    body = request_body(request, headers)
    status = status_of(response.get("status"))
    where = whereabouts(capture, "entry", number)
    answer, (events, arrivals) = response_body(response), _events(entry)
    if (named := named_host(headers)) and named != host:
        yield disagreement(capture, host, named)
    attempted = never_arrived(response)
    if text_of(request.get("method")).upper() == "CONNECT":
        yield from _tunnel(entry, capture, number, host, status, attempted)
        return
    if not attempted:
        yield from body_gaps(request, headers, body, host, where)
    messages = messages_of(entry)
    yield from message_gaps(messages, host, where)
    answered = pairs_of(response.get("headers"))
    yield Exchange(
        capture=capture,
        number=number,
        kind="websocket" if messages else "http",
        started=har_time(entry.get("startedDateTime")),
        scheme={"wss": "https", "ws": "http"}.get(parts.scheme, parts.scheme) or "https",
        host=host,
        port=port,
        ip=bare_host(text_of(entry.get("serverIPAddress"))) or None,  # ProxyPin adds the port
        method=text_of(request.get("method")),
        path=url.partition("://")[2][len(parts.netloc) :] + query_of(request, url),
        headers=headers,
        body=body,
        status=status,
        response_headers=answered,
        response_body=answer or events or answer,
        messages=tuple(read_messages(messages)),
        answered=_answered(entry, status),
        attempted=attempted,
        arrivals=() if answer else arrivals,
        body_declared=comparable_size(request, headers),
        response_declared=answer_size(response, answered, text_of(request.get("method")), status),
    )


def _was_at_hand(entry: Mapping[str, Any], response: Mapping[str, Any]) -> bool:
    """Return whether a response came from a cache or a service worker's store, so that nothing was sent.

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
    """Return the messages of an event source as the original stream, with the arrival time of each.

    Chrome writes them to `_eventSourceMessages`, and no content of the response.
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
            at, began = har_time(message.get("time")), har_time(entry.get("startedDateTime"))
            arrivals += [(len(stream), at)] if at is not None and began is not None and at >= began else []
    return stream or None, tuple(arrivals)


def _tunnel(
    entry: dict[str, Any], capture: str, number: int, host: str, status: int | None, attempted: str
) -> Iterator[Exchange | Contact]:
    """Yield a CONNECT request to a proxy: a contact if the tunnel was opened, else an attempt."""
    started = har_time(entry.get("startedDateTime"))
    if status is not None and status < _REFUSED and not attempted:
        yield Contact(capture=capture, number=number, host=host, first=started)
        return
    why = attempted or f"the proxy was asked for a connection and answered {status or 'nothing'}"
    yield Exchange(
        capture=capture, number=number, host=host, method="CONNECT", started=started, status=status, attempted=why
    )


_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]{0,30}:(?://|(?!\d{1,5}(?:/|$)))")


def _with_scheme(url: str, headers: Headers) -> str:
    """Return a URL with scheme and host, which some recorders omit: the target of CONNECT, a path."""
    if _SCHEME.match(url):
        return url
    if url.startswith("//"):
        return "https:" + url
    named = named_host(headers)
    if not url or url.startswith("/"):
        return f"https://{named}{url or '/'}" if named else url
    return f"http{'' if url.partition('/')[0].endswith(':80') else 's'}://{url}"


def _address(url: str) -> tuple[SplitResult, str, int | None]:
    """Return the parts of a URL, its host, and its port if it has one."""
    if not url:
        raise EntryError("request.url is missing")
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError as error:
        raise EntryError(f"request.url is not a URL: {error}") from error
    if not host:
        raise EntryError("request.url has no host")
    return parts, host, port


def _object(value: object, field: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise EntryError(
            f"{field} is missing" if value is None else f"{field} is {type(value).__name__}, not an object"
        )
    return value


def _answered(entry: dict[str, Any], status: object) -> float | None:
    """Return the time at which the response was complete: `time` is in milliseconds from the beginning."""
    began, took = har_time(entry.get("startedDateTime")) if status else None, entry.get("time")
    return began + took / 1000 if began is not None and isinstance(took, int | float) and took >= 0 else None
