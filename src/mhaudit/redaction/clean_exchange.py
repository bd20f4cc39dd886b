"""Clean every field of an exchange: the last step before it is written, independent of earlier findings."""

import re
from ipaddress import ip_address

from msgspec import Struct
from msgspec.structs import replace

from mhaudit.model.capture import Exchange, Headers, Message
from mhaudit.recipients.domains import registrable_domain
from mhaudit.redaction.clean_body import GONE, CleanBody, clean_body, media_type_of
from mhaudit.redaction.clean_text import TextCleaner
from mhaudit.redaction.pseudonyms import is_pseudonym

METHODS = frozenset(
    "GET HEAD POST PUT PATCH DELETE OPTIONS TRACE CONNECT PROPFIND PROPPATCH MKCOL COPY MOVE REPORT SEARCH".split()
)
_SCHEMES = frozenset({"http", "https", "ws", "wss"})
_CODINGS = re.compile(r"(?:gzip|x-gzip|deflate|br|zstd|identity|compress|\*)(?:;q=[\d.]+)?", re.IGNORECASE)
_LANGUAGE = re.compile(r"(?:[a-z]{2,3}(?:-[A-Za-z]{2,4}|-\d{3})*|\*)(?:;\s?q=[\d.]{1,5})?", re.IGNORECASE)
_TYPES = re.compile(r"(?:[a-z*]{1,20}/[a-z0-9.+*-]{1,60})(?:;(?:q|v|charset|version)=[\w.-]{1,10})*", re.IGNORECASE)
_WORDS = re.compile(r"[a-z][a-z-]{1,30}(?:=\d{1,10})?", re.IGNORECASE)
_DATE = re.compile(r"[A-Z][a-z]{2,8}, \d{2}[ -][A-Z][a-z]{2}[ -]\d{2,4} \d\d:\d\d:\d\d GMT|0|-1")
_LISTED = {
    "accept": _TYPES, "accept-encoding": _CODINGS, "accept-language": _LANGUAGE, "content-language": _LANGUAGE,
    "connection": _WORDS, "te": _WORDS, "trailer": _WORDS, "transfer-encoding": _WORDS, "vary": _WORDS,
    "cache-control": _WORDS, "pragma": _WORDS, "upgrade": _WORDS, "access-control-allow-headers": _WORDS,
    "access-control-request-headers": _WORDS, "access-control-expose-headers": _WORDS,
    "access-control-allow-methods": _WORDS, "access-control-request-method": _WORDS, "allow": _WORDS,
}  # fmt: skip
_DATES = frozenset({"date", "expires", "last-modified", "if-modified-since"})
_COOKIES = frozenset({"cookie", "set-cookie"})
_ATTRIBUTES = frozenset("expires max-age domain path secure httponly samesite partitioned priority".split())
_BODY = frozenset({"content-type", "content-encoding", "content-length", "transfer-encoding"})


class CleanedCounts(Struct):
    """Numbers of replaced pieces of text, and of removed bodies or parts of bodies that could not be read."""

    pieces: int = 0
    bodies: int = 0


class ExchangeCleaner:
    """A cleaner for the exchanges of one file."""

    def __init__(self, cleaner: TextCleaner) -> None:
        self.cleaner, self.counts = cleaner, CleanedCounts()

    def clean(self, exchange: Exchange) -> Exchange:
        """Return the exchange with every field cleaned."""
        before = self.cleaner.given_way
        host = self.cleaner.host(exchange.host)
        body = self._body(exchange.body, exchange.headers)
        answer = self._body(exchange.response_body, exchange.response_headers)
        new = replace(
            exchange,
            method=exchange.method if exchange.method in METHODS else "REDACTED" if exchange.method else "",
            scheme=exchange.scheme if exchange.scheme in _SCHEMES else "https",
            host=host,
            ip=_address(exchange.ip),
            path=self._path(exchange.path),
            headers=self._headers(exchange.headers, body, host),
            body=body.data if body else exchange.body,
            response_headers=self._headers(exchange.response_headers, answer, ""),
            response_body=answer.data if answer else exchange.response_body,
            messages=self._messages(exchange.messages),
            attempted=self.cleaner.text(exchange.attempted),
        )
        self.counts.pieces += self.cleaner.given_way - before
        return new

    def _path(self, path: str) -> str:
        rest, mark, fragment = path.partition("#")
        way, question, query = rest.partition("?")
        new = self.cleaner.path(way) + question + (self.cleaner.pairs(query, "&") if query else "")
        new += mark + (self.cleaner.pairs(fragment, "&") if fragment else "")
        whole = self.cleaner.text(new.replace("&", " ").replace("?", " "))
        return f"/{self.cleaner.unread(path)}" if is_pseudonym(whole) and not is_pseudonym(new) else new

    def _body(self, data: bytes | None, headers: Headers) -> CleanBody | None:
        if data is None:
            return None
        clean = clean_body(data, headers, self.cleaner)
        self.counts.bodies += clean.dropped
        return clean

    def _messages(self, messages: tuple[Message, ...]) -> tuple[Message, ...]:
        found = []
        for message in messages:
            clean = clean_body(message.content, (), self.cleaner)
            self.counts.bodies += clean.dropped
            found.append(replace(message, content=clean.data))
        texts = [message.content.decode(errors="replace") for message in found]
        if len(texts) > 1 and self.cleaner.parts.found_in("".join(texts), words=False):
            return tuple(replace(message, content=GONE) for message in found)
        return tuple(found)

    def _headers(self, headers: Headers, body: CleanBody | None, host: str) -> Headers:
        kept = [
            (self._name(name), self._value(name.lower(), value, host))
            for name, value in headers
            if not name.startswith(":") and name.lower() not in _BODY
        ]
        declared = next((value for name, value in headers if name.lower() == "content-type"), None)
        if declared is not None or (body and body.data):
            kept.append(("content-type", body.media_type if body else media_type_of(declared or "", self.cleaner)))
        if body and body.codings:
            kept.append(("content-encoding", ", ".join(body.codings)))
        if body and any(name.lower() == "content-length" for name, _ in headers):
            kept.append(("content-length", str(len(body.data))))
        return tuple(kept)

    def _name(self, name: str) -> str:
        return "x-redacted" if self.cleaner.text(name) != name else name

    def _value(self, name: str, value: str, host: str) -> str:
        if name in _COOKIES:
            return self._cookies(value, attributes=name == "set-cookie")
        if name == "host":
            return host
        if name in _DATES and _DATE.fullmatch(value):
            return value
        if (listed := _LISTED.get(name)) and all(listed.fullmatch(item.strip()) for item in value.split(",")):
            return value if not self.cleaner.tells(value) and not self.cleaner.parts.found_in(value) else "redacted"
        return self.cleaner.text(value, name)

    def _cookies(self, value: str, *, attributes: bool) -> str:
        """Return cookies with every value replaced, since it is a credential or an identifier."""
        found = []
        for number, pair in enumerate(value.split(";")):
            name, equals, written = (piece.strip() for piece in pair.partition("="))
            if attributes and number and name.lower() in _ATTRIBUTES:
                found.append(name + equals + self.cleaner.text(written))
            elif not equals:
                found.append(self.cleaner.give_way("secret", name) if name else "")
            else:
                known = is_pseudonym(written) or not written
                new = written if known else self.cleaner.give_way("secret", written)
                found.append(f"{self.cleaner.text(name)}={new}")
        return "; ".join(found)


def emptied(exchange: Exchange, *, known_host: bool = True) -> Exchange:
    """Return only the host and time of an exchange that can't be made safe."""
    return replace(
        exchange,
        host=(registrable_domain(exchange.host) or exchange.host) if known_host else "redacted-host.invalid",
        ip=None,
        path="/redacted-exchange",
        headers=(),
        body=None,
        response_headers=(),
        response_body=None,
        messages=tuple(replace(message, content=GONE) for message in exchange.messages),
        attempted="",
    )


def _address(ip: str | None) -> str | None:
    """Return the IP address of a server; None if the text is not an IP address."""
    try:
        return str(ip_address(ip)) if ip and "%" not in ip else None
    except ValueError:
        return None
