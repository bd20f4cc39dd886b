"""mitmproxy flow dumps of every version that mitmproxy itself can migrate, read flow by flow."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from mhaudit.errors import CaptureUnreadable
from mhaudit.ingest.reader import Capture
from mhaudit.model.capture import Exchange, Gap, Headers, Message

if TYPE_CHECKING:
    from mitmproxy.flow import Flow
    from mitmproxy.http import HTTPFlow
    from mitmproxy.tcp import TCPFlow
    from mitmproxy.udp import UDPFlow

_HEAD = re.compile(rb"\d{1,10}:\d{1,10}:")


class MitmReader:
    """Reads what `mitmdump -w` wrote. mitmproxy is imported only when such a file is read: it takes long to load."""

    format = "mitmproxy dump"

    def sniff(self, head: bytes) -> bool:
        """A tnetstring of a dictionary: a length, a colon, and the length of its first key."""
        return _HEAD.match(head) is not None

    def read(self, capture: Capture) -> Iterator[Exchange | Gap]:
        """All flows before the first damage; the damage itself is a blocking gap that names its byte."""
        from mitmproxy.exceptions import FlowReadException
        from mitmproxy.io import FlowReader

        number = 0
        with capture.path.open("rb") as file:
            end = 0
            try:
                for flow in FlowReader(file).stream():
                    end = file.tell()
                    number += 1
                    yield from _read_flow(flow, capture.name, number)
            except FlowReadException as error:
                if not number:
                    raise CaptureUnreadable(
                        f"{capture.path}: damaged before its first flow ended: {error}. Is it whole? Record it again."
                    ) from error
                left = capture.size - end
                detail = f"{capture.name}: damaged at byte {end}; {left} bytes after it were not read"
                yield Gap(code="damaged-capture", detail=detail, blocking=True, unread=left)


def _read_flow(flow: "Flow", capture: str, number: int) -> Iterator[Exchange | Gap]:
    if flow.type == "http":
        yield from _read_http(flow, capture, number)  # type: ignore[arg-type]  # told by `type`
    elif flow.type in ("tcp", "udp"):
        yield _read_stream(flow, capture, number)  # type: ignore[arg-type]
    else:
        yield Gap(code="flow-not-read", detail=f"{capture}: {flow.type} flow")


def _read_http(flow: "HTTPFlow", capture: str, number: int) -> Iterator[Exchange | Gap]:
    request, response = flow.request, flow.response
    host = (flow.client_conn.sni or request.pretty_host or request.host).lower().rstrip(".")
    if request.raw_content is None:
        yield Gap(code="body-not-captured", host=host, detail=f"{capture}: flow {number}", blocking=True)
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
    )


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


def _address(flow: "Flow") -> str | None:
    """The server's address as the proxy saw it."""
    return flow.server_conn.peername[0] if flow.server_conn.peername else None


def _headers(fields: tuple[tuple[bytes, bytes], ...]) -> Headers:
    return tuple((name.decode("latin-1"), _text(value)) for name, value in fields)


def _text(value: bytes) -> str:
    """Headers are latin-1 on paper and UTF-8 in practice."""
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("latin-1")
