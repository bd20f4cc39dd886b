"""mitmproxy flow dumps. The current format is read here, field by field; older ones with mitmproxy itself."""

import re
from collections.abc import Callable, Iterator
from typing import IO

from mhaudit.errors import CaptureUnreadable
from mhaudit.ingest.certificates import read_certificate
from mhaudit.ingest.headers import decode_header, header_value
from mhaudit.ingest.hosts import (
    BODILESS,
    bare_host,
    content_length,
    disagreement,
    domain_name,
    lookup,
    whereabouts,
)
from mhaudit.ingest.mitm import legacy
from mhaudit.ingest.mitm.in_order import FlowParts, headers_of, read_in_order
from mhaudit.ingest.mitm.tnetstring import (
    DICTIONARY,
    LIST,
    Damaged,
    Record,
    Span,
    fields,
    items,
    records,
    root,
    value,
)
from mhaudit.ingest.reader import WHOLE, Capture, Share
from mhaudit.model.capture import ARRIVALS, Certificate, Exchange, Gap, Message

_CERTIFICATE = re.compile(rb"-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]{1,20000}?-----END CERTIFICATE-----")
_CNAME, _MOST_ANSWERS = 5, 40
TLS = re.compile(rb"19:timestamp_tls_setup;(\d+):(?=\d)")
_CONNECTED = re.compile(rb"19:timestamp_tcp_setup;(\d+):(?=\d)")
_WANTS_TLS = re.compile(rb"3:tls;4:true!")


def span_text(data: bytes, span: Span) -> str:
    """Return a payload as text."""
    return decode_header(data[span[0] : span[1]])


def span_number(data: bytes, span: Span) -> float | None:
    """Return a number, or None if the value is not one."""
    found = value(data, span)
    return float(found) if isinstance(found, int | float) else None


def bytes_or_none(found: object) -> bytes | None:
    """Return bytes unchanged, and None for anything else."""
    return found if isinstance(found, bytes) else None


def connection_failure(data: bytes, flow: dict[bytes, Span]) -> str:
    """Return mitmproxy's reason why a request failed to reach its server; "" if it may have reached it.

    It failed if no connection was made, or if TLS with the server was required and not established.
    """
    error = flow.get(b"error")
    if error is None or error[2] != DICTIONARY:
        return ""
    server = flow[b"server_conn"]
    arrived = found_in(data, server, _CONNECTED) and (
        not _WANTS_TLS.search(data, *server[:2]) or found_in(data, server, TLS)
    )
    return "" if arrived else span_text(data, fields(data, error)[b"msg"])


def found_in(data: bytes, connection: Span, field: re.Pattern[bytes]) -> str:
    """Return one field of a connection without parsing the others; "" if it is null."""
    match = field.search(data, connection[0], connection[1])
    return data[match.end() : match.end() + int(match[1])].decode("ascii", "replace") if match else ""


_HEAD = re.compile(rb"\d{1,12}:\d{1,10}:")
_MOST_TOLD = 1000
_VERSION = b"21"  # mitmproxy 11 and 12
_PEER = re.compile(rb"8:peername;\d+:(\d+):")  # the address, of address and port
_SNI = re.compile(rb"3:sni;(\d+):(?=.)")


class MitmReader:
    """Reader of files written by `mitmdump -w`."""

    format = "mitmproxy dump"

    def sniff(self, head: bytes) -> bool:
        """Return whether the file is a tnetstring dictionary: a length, a colon, and the length of its first key."""
        return _HEAD.match(head) is not None

    def read(self, capture: Capture, share: Share = WHOLE) -> Iterator[Exchange | Gap]:
        """Yield all flows before and after damage; each damaged range is a blocking gap with its byte offset."""
        number = 0
        with capture.path.open("rb") as file:
            for stretch, record in enumerate(records(file), start=1):
                number += bool(record.data)
                if share.mine(number) if record.data else not share.first:
                    yield from self._record(record, capture.name, number, stretch)
        if not number:
            raise CaptureUnreadable(
                f"{capture.where}: begins like a mitmproxy dump, and no flow in it is whole. Record it again."
            )

    def _record(self, record: Record, capture: str, number: int, stretch: int) -> Iterator[Exchange | Gap]:
        try:
            if record.data:
                yield from read_record(record.data, capture, number)
                return
        except (Damaged, ValueError, LookupError, OverflowError) as error:
            why = f": {error}" if isinstance(error, ValueError) else ""
        else:
            why = ""
        detail = f"{capture}: damaged at byte {record.offset}; {record.size} bytes were not read{why}"
        if stretch > _MOST_TOLD:
            detail = f"{capture}: damaged further on"
        yield Gap(code="damaged-capture", detail=detail, blocking=True, unread=record.size)


def flow_ids(file: IO[bytes]) -> Iterator[str]:
    """Yield the ids of all complete flows."""
    return (flow_id(record.data) for record in records(file) if record.data)


def flow_id(record: bytes) -> str:
    """Return the id of a flow, "" if it has none."""
    try:
        return span_text(record, fields(record, root(record))[b"id"])
    except (Damaged, KeyError):
        return ""


def read_record(data: bytes, capture: str, number: int) -> Iterator[Exchange | Gap]:
    """Yield the exchanges of one flow with their gaps. Raise Damaged, ValueError or LookupError."""
    if parts := read_in_order(data):
        yield from _read_answered(data, parts, capture, number)
        return
    flow = fields(data, root(data))
    version = flow.get(b"version")
    if version is None or data[version[0] : version[1]] != _VERSION:  # the oldest versions have a list of numbers
        yield from legacy.read_legacy_record(data, capture, number)
        return
    kind = value(data, flow[b"type"])
    if kind == "http":
        yield from _read_http(data, flow, capture, number)
    elif kind in ("tcp", "udp"):
        yield _read_stream(data, flow, capture, number)
    elif kind == "dns":
        yield from _read_dns(data, flow, capture, number)
    else:
        yield Gap(code="flow-not-read", detail=f"{capture}: {kind!s} flow", blocking=True)


def _read_answered(data: bytes, parts: FlowParts, capture: str, number: int) -> Iterator[Exchange | Gap]:
    headers = parts.headers.headers
    named = bare_host(decode_header(parts.authority) or header_value(headers, "host"))
    host = found_in(data, parts.client, _SNI).lower().rstrip(".") or named or bare_host(decode_header(parts.host))
    if named and named != host:
        yield disagreement(capture, host, named)
    method = parts.method.decode()
    yield Exchange(
        capture=capture,
        number=number,
        started=parts.started,
        scheme="https" if found_in(data, parts.client, TLS) else parts.scheme.decode(),  # as the app sent it
        host=host,
        port=parts.port,
        ip=found_in(data, parts.server, _PEER) or None,
        method=method,
        path=decode_header(parts.path),
        headers=headers,
        body=parts.body,
        status=parts.status,
        response_headers=parts.response_headers.headers,
        response_body=parts.response_body,
        answered=parts.answered,
        certificate=_certificate(data, parts.server),
        body_declared=parts.headers.length,
        response_declared=None if method == "HEAD" or parts.status in BODILESS else parts.response_headers.length,
    )


def _read_http(data: bytes, flow: dict[bytes, Span], capture: str, number: int) -> Iterator[Exchange | Gap]:
    request = fields(data, flow[b"request"])
    response = fields(data, flow[b"response"]) if flow[b"response"][2] == DICTIONARY else None
    socket = fields(data, flow[b"websocket"]) if flow[b"websocket"][2] == DICTIONARY else None
    client = flow[b"client_conn"]
    headers, body = headers_of(data, request[b"headers"]), value(data, request[b"content"])
    named = bare_host(span_text(data, request[b"authority"]) or header_value(headers, "host"))
    host = found_in(data, client, _SNI).lower().rstrip(".") or named or bare_host(span_text(data, request[b"host"]))
    if named and named != host:
        yield disagreement(capture, host, named)
    if body is None:
        yield Gap(code="body-not-captured", host=host, detail=whereabouts(capture, "flow", number), blocking=True)
    tls = found_in(data, client, TLS)
    method = span_text(data, request[b"method"])
    yield Exchange(
        capture=capture,
        number=number,
        kind="websocket" if socket else "http",
        started=span_number(data, request[b"timestamp_start"]),
        scheme="https" if tls else span_text(data, request[b"scheme"]) or "http",  # as the app sent it
        host=host,
        port=int(span_number(data, request[b"port"]) or 0),
        ip=found_in(data, flow[b"server_conn"], _PEER) or None,
        method=method,
        path=span_text(data, request[b"path"]),
        headers=headers,
        body=bytes_or_none(body),
        status=int(span_number(data, response[b"status_code"]) or 0) if response else None,
        response_headers=headers_of(data, response[b"headers"]) if response else (),
        response_body=bytes_or_none(value(data, response[b"content"])) if response else None,
        messages=tuple(_messages(data, socket[b"messages"], _websocket_message)) if socket else (),
        answered=span_number(data, response[b"timestamp_end"]) if response else None,
        attempted="" if response else connection_failure(data, flow),
        arrivals=_arrivals(data, flow),
        certificate=_certificate(data, flow[b"server_conn"]),
        body_declared=content_length(headers),
        response_declared=_answer_length(data, method, response) if response else None,
    )


def _arrivals(data: bytes, flow: dict[bytes, Span]) -> tuple[tuple[int, float], ...]:
    """Return the arrivals of a response's pieces if the recorder noted them; () for anything else in their place."""
    noted = flow.get(b"metadata")
    if noted is None or noted[2] != DICTIONARY or noted[1] - noted[0] < len(ARRIVALS):
        return ()
    found = fields(data, noted).get(ARRIVALS.encode())
    pairs = items(data, found) if found is not None and found[2] == LIST else ()
    return tuple(_arrival(data, pair) for pair in pairs if pair[2] == LIST)


def _arrival(data: bytes, pair: Span) -> tuple[int, float]:
    size, at = (span_number(data, each) or 0.0 for each in list(items(data, pair))[:2])
    return int(size), at


def _certificate(data: bytes, server: Span) -> Certificate | None:
    """Read the server's own certificate; the others in its chain belong to its issuers."""
    found = _CERTIFICATE.search(data, server[0], server[1])
    return read_certificate(found[0]) if found else None


def _answer_length(data: bytes, method: str, response: dict[bytes, Span]) -> int | None:
    """Return the size of a response body by its headers; None if it has none."""
    if method == "HEAD" or int(span_number(data, response[b"status_code"]) or 0) in BODILESS:
        return None
    return content_length(headers_of(data, response[b"headers"]))


def _read_stream(data: bytes, flow: dict[bytes, Span], capture: str, number: int) -> Exchange:
    client, server = fields(data, flow[b"client_conn"]), fields(data, flow[b"server_conn"])
    address = list(items(data, server[b"address"])) if server[b"address"][2] == LIST else []
    host = span_text(data, client[b"sni"]) or (span_text(data, address[0]) if address else "")
    kind = span_text(data, flow[b"type"])
    return Exchange(
        capture=capture,
        number=number,
        kind="tcp" if kind == "tcp" else "udp",
        started=span_number(data, client[b"timestamp_start"]),
        scheme="tls" if value(data, client[b"tls"]) else kind,
        host=host.lower().rstrip("."),
        port=int(span_number(data, address[1]) or 0) if len(address) > 1 else None,
        ip=found_in(data, flow[b"server_conn"], _PEER) or None,
        messages=tuple(_messages(data, flow[b"messages"], _stream_message)),
    )


def _read_dns(data: bytes, flow: dict[bytes, Span], capture: str, number: int) -> Iterator[Exchange]:
    request = fields(data, flow[b"request"])
    answer = fields(data, flow[b"response"]) if flow[b"response"][2] == DICTIONARY else None
    status = int(span_number(data, answer[b"response_code"]) or 0) if answer else None
    for item in items(data, request[b"questions"]):
        asked = fields(data, item)
        kind = int(span_number(data, asked[b"type"]) or 0)
        started = span_number(data, request[b"timestamp"])
        aliases = tuple(_aliases(data, answer)) if answer else ()
        yield lookup(capture, number, span_text(data, asked[b"name"]), kind, started, status, aliases=aliases)


def _aliases(data: bytes, answer: dict[bytes, Span]) -> Iterator[str]:
    """Yield the names of the CNAME records of a DNS response, in order."""
    for item in list(items(data, answer[b"answers"]))[:_MOST_ANSWERS]:
        record = fields(data, item)
        if span_number(data, record[b"type"]) == _CNAME:
            yield domain_name(data[record[b"data"][0] : record[b"data"][1]])


def _messages(data: bytes, span: Span, read: Callable[[bytes, list[Span]], Message]) -> Iterator[Message]:
    return (read(data, list(items(data, item))) for item in items(data, span))


def _websocket_message(data: bytes, parts: list[Span]) -> Message:
    """Read (opcode, from the client, content, time, dropped, injected)."""
    return _stream_message(data, parts[1:])


def _stream_message(data: bytes, parts: list[Span]) -> Message:
    """Read (from the client, content, time)."""
    content = bytes_or_none(value(data, parts[1])) or b""
    return Message(sent=bool(value(data, parts[0])), content=content, at=span_number(data, parts[2]))
