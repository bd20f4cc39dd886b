"""Charles' JSON session (`.chlsj`): each transaction is converted to a HAR entry.

Charles documents no schema. The fields are those that its exports have, and that other importers of them read.
"""

import re
from collections.abc import Iterator
from typing import Any

from mhaudit.ingest.contacts.listing import host_of, number_of
from mhaudit.ingest.har.entry import EntryError, read_entry
from mhaudit.ingest.hosts import whereabouts
from mhaudit.ingest.json_stream import Damage, JsonList, left_out, opening_of
from mhaudit.ingest.reader import WHOLE, Capture, Share
from mhaudit.model.capture import Contact, Exchange, Gap

_SNIFF = re.compile(rb"\s*\[\s*\{")
_FIELDS = (b'"protocolVersion"', b'"scheme"', b'"host"')
_OPENING = re.compile(r"\[")
_TRANSACTION = re.compile(r'\{\s*"(?:status|method|protocolVersion)"\s*:')

Item = Exchange | Contact | Gap
Plain = dict[str, Any]


class CharlesReader:
    """Reader of Charles' "JSON session file"."""

    format = "Charles session"

    def sniff(self, head: bytes) -> bool:
        """Return whether the file is a list of objects with Charles' field names."""
        opening = opening_of(head)
        return _SNIFF.match(opening) is not None and all(field in opening for field in _FIELDS)

    def read(self, capture: Capture, share: Share = WHOLE) -> Iterator[Item]:
        """Yield every transaction; a damaged one is a gap with its number."""
        with capture.path.open("rb") as file:
            transactions = JsonList(file, _OPENING, _TRANSACTION)
            transactions.find()
            for number, transaction in enumerate(transactions.items(), start=1):
                if share.mine(number):
                    yield from self._transaction(transaction, capture.name, number)
                    yield from left_out(transactions.left_out, whereabouts(capture.name, "transaction", number))

    def _transaction(self, found: object, capture: str, number: int) -> Iterator[Item]:
        where = whereabouts(capture, "transaction", number)
        try:
            if isinstance(found, Damage):
                raise EntryError(found.why)
            if not isinstance(found, dict):
                raise EntryError(f"is {type(found).__name__}, not an object")
            if found.get("tunnel") is True:
                yield from _tunnel(found, capture, number)
                return
            yield from read_entry(_entry(found), capture, number)
            if found.get("webSocket"):
                host, _ = host_of(found.get("host"))
                yield Gap(code="body-not-captured", host=host, detail=f"{where}: WebSocket messages", blocking=True)
        except EntryError as error:
            yield Gap(code="damaged-entry", detail=f"{where}: {error}", blocking=True)


def _tunnel(found: Plain, capture: str, number: int) -> Iterator[Item]:
    """Yield a contact and a gap for a connection that Charles did not decrypt."""
    host, _ = host_of(found.get("host"))
    if not host:
        raise EntryError("host is missing or null")
    sent = number_of(_object(_object(found.get("request")).get("sizes")).get("body"))
    yield Contact(capture=capture, number=number, host=host, ip=_ip(found), sent=sent)
    yield Gap(code="not-decrypted", host=host, detail=f"{capture}: encrypted", blocking=True, unread=sent or 0)


def _entry(found: Plain) -> Plain:
    scheme, host, port = found.get("scheme"), found.get("host"), number_of(found.get("actualPort"))
    if not isinstance(host, str) or not host:
        raise EntryError("host is missing")
    request, response = _object(found.get("request")), _object(found.get("response"))
    usual = {"http": 80, "https": 443}.get(str(scheme))
    authority = f"[{host}]" if ":" in host else host
    address = authority if port in (None, usual) else f"{authority}:{port}"
    query = f"?{found['query']}" if found.get("query") else ""
    return {
        "startedDateTime": _object(found.get("times")).get("start"),
        "time": _object(found.get("durations")).get("total"),
        "serverIPAddress": _ip(found),
        "request": {
            "method": found.get("method"),
            "url": f"{scheme or 'https'}://{address}{found.get('path') or '/'}{query}",
            "headers": _object(request.get("header")).get("headers"),
            "bodySize": _object(request.get("sizes")).get("body"),
            "postData": _body(request),
        },
        "response": {
            "status": response.get("status"),
            "headers": _object(response.get("header")).get("headers"),
            "content": _body(response),
        },
    }


def _body(message: Plain) -> Plain | None:
    """Return the body as in HAR; Charles has a separate field for bytes in base64."""
    body = _object(message.get("body"))
    mime = message.get("mimeType")
    if isinstance(body.get("encoded"), str):
        return {"mimeType": mime, "text": body["encoded"], "encoding": "base64"}
    return {"mimeType": mime, "text": body["text"]} if isinstance(body.get("text"), str) else None


def _ip(found: Plain) -> str | None:
    """Return the address in `api.example/203.0.113.7`."""
    address = found.get("remoteAddress")
    return host_of(address.rpartition("/")[2])[1] if isinstance(address, str) else None


def _object(found: object) -> Plain:
    return found if isinstance(found, dict) else {}
