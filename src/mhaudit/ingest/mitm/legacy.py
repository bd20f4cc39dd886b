"""A flow of a dump in an older format, read with mitmproxy itself, which migrates every version it ever wrote."""

from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING

from mhaudit.ingest.hosts import BODILESS, bare_host, content_length, disagreement, lookup, whereabouts
from mhaudit.model.capture import Exchange, Gap, Headers, Message

if TYPE_CHECKING:
    from mitmproxy.dns import DNSFlow
    from mitmproxy.flow import Flow
    from mitmproxy.http import HTTPFlow, Response
    from mitmproxy.tcp import TCPFlow
    from mitmproxy.udp import UDPFlow


# Errors of mitmproxy's migrations on damaged records with unexpected content.
_STUMBLES = (ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError, TypeError)

_CNAME = 5


def read_legacy_record(record: bytes, capture: str, number: int) -> Iterator[Exchange | Gap]:
    """Yield the exchange of one record. Raise ValueError on damage. mitmproxy takes long to import: only here."""
    from mitmproxy.exceptions import FlowReadException
    from mitmproxy.io import FlowReader

    try:
        flows = FlowReader(BytesIO(record)).stream()
        yield from [item for flow in flows for item in _read_flow(flow, capture, number)]
    except FlowReadException as error:
        raise ValueError(str(error)) from error
    except _STUMBLES as error:
        raise ValueError("a field of it is of another kind than it should be") from error


def _read_flow(flow: "Flow", capture: str, number: int) -> Iterator[Exchange | Gap]:
    if flow.type == "http":
        yield from _read_http(flow, capture, number)  # type: ignore[arg-type]  # its class follows from `type`
    elif flow.type in ("tcp", "udp"):
        yield _read_stream(flow, capture, number)  # type: ignore[arg-type]
    elif flow.type == "dns":
        yield from _read_dns(flow, capture, number)  # type: ignore[arg-type]
    else:
        yield Gap(code="flow-not-read", detail=f"{capture}: {flow.type} flow", blocking=True)


def _read_http(flow: "HTTPFlow", capture: str, number: int) -> Iterator[Exchange | Gap]:
    request, response = flow.request, flow.response
    named = bare_host(request.authority or request.headers.get("host", ""))
    host = (flow.client_conn.sni or "").lower().rstrip(".") or named or bare_host(request.host)
    if named and named != host:
        yield disagreement(capture, host, named)
    if request.raw_content is None:
        yield Gap(code="body-not-captured", host=host, detail=whereabouts(capture, "flow", number), blocking=True)
    yield Exchange(
        capture=capture,
        number=number,
        kind="websocket" if flow.websocket else "http",
        started=request.timestamp_start,
        scheme="https" if flow.client_conn.tls_established else request.scheme or "http",  # as the app sent it
        host=host,
        port=request.port,
        ip=_address(flow),
        method=request.method,
        path=request.path,
        headers=_headers(request.headers.fields),
        body=request.raw_content,
        status=response.status_code if response else None,
        response_headers=_headers(response.headers.fields) if response else (),
        response_body=response.raw_content if response else None,
        messages=tuple(
            Message(sent=message.from_client, content=message.content, at=message.timestamp)
            for message in (flow.websocket.messages if flow.websocket else ())
        ),
        answered=response.timestamp_end if response else None,
        attempted=_never_arrived(flow),
        body_declared=content_length(_headers(request.headers.fields)),
        response_declared=_answer_length(request.method, response) if response else None,
    )


def _answer_length(method: str, response: "Response") -> int | None:
    """Return the size of a response body by its headers; None if it has none."""
    if method == "HEAD" or response.status_code in BODILESS:
        return None
    return content_length(_headers(response.headers.fields))


def _never_arrived(flow: "HTTPFlow") -> str:
    """Return why a request without a response failed to reach its server; "" if it may have reached it."""
    server = flow.server_conn
    arrived = server.timestamp_tcp_setup and (not server.tls or server.timestamp_tls_setup)
    return flow.error.msg if flow.error and not flow.response and not arrived else ""


def _read_stream(flow: "TCPFlow | UDPFlow", capture: str, number: int) -> Exchange:
    address = flow.server_conn.address
    host = flow.client_conn.sni or (address[0] if address else "")
    return Exchange(
        capture=capture,
        number=number,
        kind="tcp" if flow.type == "tcp" else "udp",
        started=flow.client_conn.timestamp_start,
        scheme="tls" if flow.client_conn.tls else flow.type,
        host=host.lower().rstrip("."),
        port=address[1] if address else None,
        ip=_address(flow),
        messages=tuple(
            Message(sent=message.from_client, content=message.content, at=message.timestamp)
            for message in flow.messages
        ),
    )


def _read_dns(flow: "DNSFlow", capture: str, number: int) -> Iterator[Exchange]:
    status = flow.response.response_code if flow.response else None
    answers = flow.response.answers if flow.response else []
    aliases = tuple(record.domain_name for record in answers if record.type == _CNAME)
    for asked in flow.request.questions:
        yield lookup(capture, number, asked.name, asked.type, flow.request.timestamp, status, aliases=aliases)


def _address(flow: "Flow") -> str | None:
    """Return the server's address seen by the proxy."""
    return flow.server_conn.peername[0] if flow.server_conn.peername else None


def _headers(fields: tuple[tuple[bytes, bytes], ...]) -> Headers:
    return tuple((name.decode("latin-1"), _text(value)) for name, value in fields)


def _text(value: bytes) -> str:
    """Decode a header: latin-1 by specification, UTF-8 in practice."""
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("latin-1")
