"""Every byte of an exchange accounted for: declared, captured, decoded, searched, opaque, unread."""

import re
from collections.abc import Iterator
from operator import ne
from string import ascii_letters, digits

from msgspec import Struct

from mhaudit.decode.compression import CODECS, sniff
from mhaudit.model.capture import Exchange, Gap, Headers
from mhaudit.model.place import Trail, part


class Account(Struct):
    """The bytes of bodies and messages that went in one direction.

    `declared` is what recorder or headers say there was, `captured` what the capture holds. `decoded` is that without
    compression; of it `searched` was read and `opaque` is in no known form. `unread` are bytes that are missing, or
    that a limit left out. decoded = searched + opaque, and where nothing is compressed and nothing is missing
    declared = captured = decoded.
    """

    declared: int = 0
    captured: int = 0
    decoded: int = 0
    searched: int = 0
    opaque: int = 0
    unread: int = 0


_TOLERANCE = 64  # bytes that compression adds to a short body, which a recorder may have stored without it
_SWITCHING = 101
_NUMBERED = 1000  # exchanges that are told by number, so that gaps fill no memory
DENSE = 683  # characters: 512 bytes in base64
_LETTERS = ascii_letters + digits + "+/_=-"
OPAQUE = 512  # bytes within another form that count as opaque
_TOKENS = re.compile(
    r"token|receipt|signature|jwt|captcha|cert|nonce|attest|integrity|assert|challenge|key|secret|cookie|sess|csrf|"
    r"auth|credential|sig$|sdp|dtd|state|wasm|font|image|img|icon|photo|thumb|screenshot|avatar|picture",
    re.IGNORECASE,
)
_PARTS = frozenset({"body", "message", "query", "fragment", "response-body"})


def is_dense(text: str) -> bool:
    """Whether a long text has a run of letters and digits as mixed as encrypted or compressed data in base64 is.

    In words, names and addresses a letter is mostly followed by another of its kind; in base64 and hexadecimal by a
    digit, or a letter in the other case, in one of three places.
    """
    found = _long_run(text)
    run = found.encode().translate(_KINDS, b"+/-_=")
    changes: int = sum(map(ne, run, run[1:]))
    return bool(found) and changes * 10 >= len(run) * 3


def _long_run(text: str) -> str:
    """Return the first characters of a run that is long enough, or "". Each character is looked at twice at most."""
    for end in range(DENSE, len(text) + 1, DENSE):  # a run that is long enough holds one of these places
        start = len(text[end - DENSE : end].rstrip(_LETTERS)) + end - DENSE
        found = text[start : start + DENSE]
        if start < end and len(found) == DENSE and not found.rstrip(_LETTERS):
            return found
    return ""


def _kinds() -> bytes:
    return bytes(0 if chr(code).islower() else 1 if chr(code).isupper() else 2 for code in range(256))


_KINDS = _kinds()


def counts(trail: Trail, name: str) -> bool:
    """Whether what stands at a place may be content: not a token, a key or a picture by its name, not a header."""
    return part(trail) in _PARTS and not _TOKENS.search(name)


class Accounts:
    """The two accounts of an exchange, kept while it is decoded."""

    def __init__(self, exchange: Exchange) -> None:
        self.exchange = exchange
        self.sent = _opened(exchange.body, exchange.body_declared, exchange, sent=True)
        self.received = _opened(exchange.response_body, exchange.response_declared, exchange, sent=False)
        self.cuts: list[tuple[bool, str]] = []

    def of(self, *, sent: bool) -> Account:
        """The account of one direction."""
        return self.sent if sent else self.received

    def cut(self, size: int, *, sent: bool) -> None:
        """Book what a limit leaves out."""
        self.of(sent=sent).unread += size

    def read(self, size: int, *, sent: bool) -> None:
        """Book a body or message that was read, without its compression."""
        account = self.of(sent=sent)
        account.decoded += size
        account.searched += size

    def closed(self, size: int, *, sent: bool) -> None:
        """Book bytes that are in no known form, and were counted as read."""
        account = self.of(sent=sent)
        size = min(size, account.searched)
        account.searched -= size
        account.opaque += size

    def broken(self, codec: str, *, sent: bool) -> None:
        """Book a compressed stream that ends before its end."""
        self.cuts.append((sent, codec))

    def unfinished(self, *, sent: bool) -> None:
        """Book JSON that ends in the middle, unless the compression around it does: that is one cut."""
        if all(one != sent for one, _ in self.cuts):
            self.cuts.append((sent, "JSON"))

    def gaps(self) -> Iterator[Gap]:
        """What is missing of the bodies: fewer bytes than were declared, streams that end too early."""
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
        """Why something is missing, with the number of the exchange, up to a bound."""
        exchange = self.exchange
        if exchange.number > _NUMBERED:
            return f"{exchange.capture}: after exchange {_NUMBERED}"
        return f"{exchange.capture}: exchange {exchange.number}: {why}"


def _opened(body: bytes | None, declared: int | None, exchange: Exchange, *, sent: bool) -> Account:
    messages = sum(len(message.content) for message in exchange.messages if message.sent == sent)
    captured = len(body or b"") + messages
    return Account(declared=max(captured, (declared or 0) + messages), captured=captured)


def _missing(body: bytes | None, declared: int | None, headers: Headers) -> int:
    """How many bytes of a body are missing, where it is there in part and its length is known.

    A body whose encoding the recorder has undone is longer than its declared length, if it is not very short.
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
    """Whether a body may still be compressed as its header says."""
    return bool(sniff(body)) or (encoding not in CODECS and encoding != "x-gzip")


def _upgrade(exchange: Exchange) -> bool:
    """Return whether a connection became a WebSocket; of another protocol the bytes are a connection of their own."""
    named = [value.lower() for name, value in exchange.response_headers if name.lower() == "upgrade"]
    return not named or "websocket" in named
