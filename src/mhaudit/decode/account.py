"""Account of all bytes of an exchange: declared, captured, decoded, searched, opaque, unread."""

import re
from collections.abc import Iterator
from operator import ne
from string import ascii_letters, digits

from msgspec import Struct

from mhaudit.decode.compression import CODECS, sniff
from mhaudit.model.capture import Exchange, Gap, Headers
from mhaudit.model.place import Trail, part


class Account(Struct):
    """The bytes of bodies and messages that were sent in one direction.

    `declared` is the size that recorder or headers state, `captured` the size in the capture. `decoded` is the size
    without compression; `searched` of it was read and `opaque` has no known format. `unread` bytes are missing from the
    capture or beyond a limit. decoded = searched + opaque; without compression and missing bytes also declared =
    captured = decoded.
    """

    declared: int = 0
    captured: int = 0
    decoded: int = 0
    searched: int = 0
    opaque: int = 0
    unread: int = 0


_TOLERANCE = 64  # bytes that compression adds to a short body, which a recorder may have stored decompressed
_SWITCHING = 101
_NUMBERED = 1000  # exchanges whose gaps name their number; bounds the number of gaps
DENSE = 683  # characters: 512 bytes in base64
_LETTERS = ascii_letters + digits + "+/_=-"
OPAQUE = 512  # bytes inside another format that count as opaque
_TOKENS = re.compile(
    r"token|receipt|signature|jwt|captcha|cert|nonce|attest|integrity|assert|challenge|key|secret|cookie|sess|csrf|"
    r"auth|credential|sig$|sdp|dtd|state|wasm|font|image|img|icon|photo|thumb|screenshot|avatar|picture",
    re.IGNORECASE,
)
_PARTS = frozenset({"body", "message", "query", "fragment", "response-body"})


def is_dense(text: str) -> bool:
    """Return whether a long text has a run of characters as varied as base64 of encrypted or compressed data.

    In words, names and addresses most letters are followed by one of their own kind (lower case, upper case); in base64
    and hexadecimal one in three is followed by a digit or a letter in the other case.
    """
    found = _long_run(text)
    run = found.encode().translate(_KINDS, b"+/-_=")
    changes: int = sum(map(ne, run, run[1:]))
    return bool(found) and changes * 10 >= len(run) * 3


def _long_run(text: str) -> str:
    """Return the first DENSE characters of a long enough run, or "". Each character is visited at most twice."""
    for end in range(DENSE, len(text) + 1, DENSE):  # a run that is long enough includes one of these positions
        start = len(text[end - DENSE : end].rstrip(_LETTERS)) + end - DENSE
        found = text[start : start + DENSE]
        if start < end and len(found) == DENSE and not found.rstrip(_LETTERS):
            return found
    return ""


def _kinds() -> bytes:
    return bytes(0 if chr(code).islower() else 1 if chr(code).isupper() else 2 for code in range(256))


_KINDS = _kinds()


def counts(trail: Trail, name: str) -> bool:
    """Return whether a place may hold content: not a header, nor a token, key or picture by its name."""
    return part(trail) in _PARTS and not _TOKENS.search(name)


class Accounts:
    """The two accounts of an exchange, updated while it is decoded."""

    def __init__(self, exchange: Exchange) -> None:
        self.exchange = exchange
        self.sent = _opened(exchange.body, exchange.body_declared, exchange, sent=True)
        self.received = _opened(exchange.response_body, exchange.response_declared, exchange, sent=False)
        self.cuts: list[tuple[bool, str]] = []

    def of(self, *, sent: bool) -> Account:
        """Return the account of one direction."""
        return self.sent if sent else self.received

    def cut(self, size: int, *, sent: bool) -> None:
        """Count bytes left out because of a limit."""
        self.of(sent=sent).unread += size

    def read(self, size: int, *, sent: bool) -> None:
        """Count a body or message that was read, after decompression."""
        account = self.of(sent=sent)
        account.decoded += size
        account.searched += size

    def closed(self, size: int, *, sent: bool) -> None:
        """Count as opaque bytes of no known format that were counted as searched."""
        account = self.of(sent=sent)
        size = min(size, account.searched)
        account.searched -= size
        account.opaque += size

    def broken(self, codec: str, *, sent: bool) -> None:
        """Record a truncated compressed stream."""
        self.cuts.append((sent, codec))

    def unfinished(self, *, sent: bool) -> None:
        """Record truncated JSON, unless the compression around it is truncated: that is one cut."""
        if all(one != sent for one, _ in self.cuts):
            self.cuts.append((sent, "JSON"))

    def gaps(self) -> Iterator[Gap]:
        """Yield the missing parts of bodies: fewer bytes than declared, truncated streams."""
        for sent, codec in self.cuts:
            yield self._cut(sent, f"the {codec} of a body ends before its end", 0)
        for sent, body, declared, headers in (
            (True, self.exchange.body, self.exchange.body_declared, self.exchange.headers),
            (False, self.exchange.response_body, self.exchange.response_declared, self.exchange.response_headers),
        ):
            if missing := _missing(body, declared, headers):
                self.of(sent=sent).unread += missing
                yield self._cut(sent, f"{missing} of {declared} bytes of a body are not in the capture", missing)

        if self.exchange.response_body is None and (missing := self.exchange.response_declared or 0):
            self.received.unread += missing
            yield Gap(code="answer-not-captured", host=self.exchange.host, unread=missing)
        if self.exchange.status == _SWITCHING and _upgrade(self.exchange) and not self.exchange.messages:
            why = "a WebSocket was opened, and no message of it is in the capture"
            yield Gap(code="body-not-captured", host=self.exchange.host, detail=self._told(why), blocking=True)

    def _cut(self, sent: bool, why: str, unread: int) -> Gap:
        code = "body-cut" if sent else "answer-cut"
        return Gap(code=code, host=self.exchange.host, detail=self._told(why), blocking=sent, unread=unread)

    def _told(self, why: str) -> str:
        """Return the reason with the number of the exchange; beyond a bound, without either."""
        exchange = self.exchange
        if exchange.number > _NUMBERED:
            return f"{exchange.capture}: after exchange {_NUMBERED}"
        return f"{exchange.capture}: exchange {exchange.number}: {why}"


def _opened(body: bytes | None, declared: int | None, exchange: Exchange, *, sent: bool) -> Account:
    messages = sum(len(message.content) for message in exchange.messages if message.sent == sent)
    captured = len(body or b"") + messages
    return Account(declared=max(captured, (declared or 0) + messages), captured=captured)


def _missing(body: bytes | None, declared: int | None, headers: Headers) -> int:
    """Return the number of missing bytes of a body that is partly captured and has a known length.

    A body whose encoding the recorder has undone is longer than its declared length, unless it is very short.
    """
    if body is None or not declared or len(body) >= declared:
        return 0
    if not body:
        return declared
    encoding = next((value for name, value in headers if name.lower() == "content-encoding"), "")
    if encoding and encoding != "identity" and not _is_packed(body, encoding) and declared - len(body) <= _TOLERANCE:
        return 0
    return declared - len(body)


def _is_packed(body: bytes, encoding: str) -> bool:
    """Return whether a body may still be compressed as its header declares."""
    return bool(sniff(body)) or (encoding not in CODECS and encoding != "x-gzip")


def _upgrade(exchange: Exchange) -> bool:
    """Return whether a connection became a WebSocket; other protocols are captured as separate connections."""
    named = [value.lower() for name, value in exchange.response_headers if name.lower() == "upgrade"]
    return not named or "websocket" in named
