"""Failed contacts as gaps: refused certificates, probable pinning, silent connections, interrupted uploads."""

import re
from collections import Counter
from collections.abc import Iterator

from mhaudit.ingest.case.events import Event
from mhaudit.model.capture import Gap

_AT_ONCE = 1.0  # seconds; an app that pins certificates closes as soon as it has seen the proxy's
_REFUSED = "The client does not trust"  # mitmproxy's text for such TLS alerts
_ALERT = "alert certificate"  # OpenSSL's text for other ones: expired, revoked
_RECEIVED = re.compile(r"received (\d{1,15}) bytes")
_HARMLESS = {"connection-silent", "answer-cut-off"}
_AMBIGUOUS = {"probable-pinning", "tls-cut-off"}


class FailedContacts:
    """Collector of failed contacts from events; returns the gaps at the end."""

    def __init__(self) -> None:
        self._seen: Counter[tuple[str, str, str]] = Counter()
        self._unread: Counter[tuple[str, str, str]] = Counter()
        self._answered: set[str] = set()
        self._first: Counter[str] = Counter()  # by host: attempts that failed before one succeeded
        self._requests: Counter[str] = Counter()

    def add(self, event: Event) -> None:
        """Add one event; most cause no gap."""
        if event.name in ("request", "open"):
            self._read_after(_host(event))
        code = _code(event)
        if code:
            key = code, _host(event), _why(event, code)
            self._seen[key] += 1
            self._unread[key] += _bytes_lost(event, code)

    def _read_after(self, host: str) -> None:
        """Note a request: failures at its host before it were first attempts, not a gap in what is visible."""
        if host not in self._answered:
            self._answered.add(host)
            for key in [key for key in self._seen if key[0] == "tls-refused" and key[1] == host]:
                self._first[host] += self._seen.pop(key)
        if host in self._first:
            self._requests[host] += 1

    def gaps(self, journal: str) -> Iterator[Gap]:
        """Yield a gap for each code, host and reason. It does not block if the host also took part in an exchange."""
        for (code, host, why), count in sorted(self._seen.items()):
            unread = self._unread[code, host, why]
            reached = code in _AMBIGUOUS and host in self._answered
            blocking = code not in _HARMLESS and not reached
            yield Gap(code=code, host=host, detail=f"{journal}: {why}", blocking=blocking, count=count, unread=unread)
        for host, count in sorted(self._first.items()):
            times = "a first attempt" if count == 1 else f"{count} first attempts"
            detail = f"{journal}: {times} refused, {self._requests[host]} requests read after it"
            yield Gap(code="tls-refused-at-first", host=host, detail=detail, count=count)


def _host(event: Event) -> str:
    return event.text("host").lower().rstrip(".")


def _code(event: Event) -> str | None:
    match event.name:
        case "closed":
            return _closed(event)
        case "tls-failed":
            return _tls_failed(event)
        case _:
            return _PLAIN.get(event.name)


_PLAIN = {
    "partial": "partial-upload",
    "answer-cut-off": "answer-cut-off",
    "ignored": "host-ignored",
    "limited": "recording-limited",
    "hook-error": "hook-error",
    "storage-failed": "storage-failed",
}


def _closed(event: Event) -> str:
    """Return the code of a connection without data: the rule for pinning is that of mockttp."""
    if event.text("failure"):
        return "connection-failed"
    if event.text("transport") == "udp":
        return "quic-not-read"
    seconds = event.fields.get("seconds")
    by_app = event.fields.get("stopped") is not True
    at_once = by_app and isinstance(seconds, int | float) and seconds < _AT_ONCE
    return "probable-pinning" if event.fields.get("established") is True and at_once else "connection-silent"


def _tls_failed(event: Event) -> str:
    if event.text("transport") == "udp":
        return "quic-not-read"
    why = event.text("why")
    return "tls-refused" if why.startswith(_REFUSED) or _ALERT in why else "tls-cut-off"


def _why(event: Event, code: str) -> str:
    if code == "probable-pinning":
        return "closed within a second of the TLS handshake, and nothing sent"
    if code == "recording-limited":
        return f"{event.text('option')} was set"
    if code == "answer-cut-off":
        return f"{event.fields.get('kept')} bytes of the answer had come"
    if code == "hook-error":
        return f"{event.text('hook')}: {event.text('why')}"
    return event.text("why") or event.text("failure") or "closed, and nothing sent"


def _bytes_lost(event: Event, code: str) -> int:
    """Return how many bytes of an interrupted upload were sent, if mitmproxy reports it."""
    received = _RECEIVED.search(event.text("why")) if code == "partial-upload" else None
    return int(received[1]) if received and not event.fields.get("kept") else 0
