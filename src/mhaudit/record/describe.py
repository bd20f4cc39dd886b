"""The host of a flow, and the journal's fields for a connection that is not complete."""

from typing import Any

from mitmproxy import ctx
from mitmproxy.connection import Server
from mitmproxy.dns import DNSFlow
from mitmproxy.flow import Flow
from mitmproxy.http import HTTPFlow, Message
from mitmproxy.proxy.context import Context
from mitmproxy.proxy.layers.tls import parse_client_hello
from mitmproxy.tcp import TCPFlow
from mitmproxy.udp import UDPFlow


def connection_host(context: Context) -> str:
    """Return the host of a connection: the server name in TLS, else the address."""
    return context.client.sni or address_of(context.server)


def address_of(server: Server) -> str:
    """Return the requested name or address of a server; "" where none is known yet."""
    return server.address[0] if server.address else ""


def is_own_page(host: str) -> bool:
    """Return whether a host is that of the proxy's certificate page, which mitmproxy itself serves."""
    return bool(ctx.options.onboarding and host.lower().rstrip(".") == ctx.options.onboarding_host)


def named_in_hello(data: bytes) -> str:
    """Return the server name in the first bytes of a TLS connection that is not intercepted; "" where there is none."""
    try:
        hello = parse_client_hello(data)
    except ValueError:
        return ""
    return (hello.sni or "") if hello else ""


def host_of_request(flow: HTTPFlow) -> tuple[str, str]:
    """Return the host of a request, and the name in its Host header if it differs: an app can write any name there."""
    said = flow.request.pretty_host
    host = flow.client_conn.sni or said
    return host, said if said.lower().rstrip(".") != host.lower().rstrip(".") else ""


def host_of_flow(flow: Flow) -> str:
    """Return the host of any flow; "" where it is unknown."""
    if isinstance(flow, HTTPFlow):
        return host_of_request(flow)[0]
    if isinstance(flow, DNSFlow):
        return next((question.name for question in flow.request.questions), "")
    return flow.client_conn.sni or address_of(flow.server_conn)


def described(flow: HTTPFlow | TCPFlow | UDPFlow) -> dict[str, Any]:
    """Return the fields of an `open` event."""
    if isinstance(flow, HTTPFlow):
        return {"kind": "websocket", "host": host_of_request(flow)[0], **_request(flow), **_server(flow)}
    host = flow.client_conn.sni or address_of(flow.server_conn)
    scheme = "tls" if flow.client_conn.tls else flow.type
    return {"kind": flow.type, "host": host, "scheme": scheme, **_server(flow)}


def described_stream(flow: HTTPFlow) -> dict[str, Any]:
    """Return the fields of a `stream` event: the head of a request."""
    return {"host": host_of_request(flow)[0], **_request(flow), **_server(flow)}


def header_pairs(message: Message) -> list[list[str]]:
    """Return the headers of a message as the journal has them."""
    return [[_text(name), _text(value)] for name, value in message.headers.fields]


def _request(flow: HTTPFlow) -> dict[str, Any]:
    return {
        "scheme": "https" if flow.client_conn.tls_established else "http",
        "method": flow.request.method,
        "path": flow.request.path,
        "headers": header_pairs(flow.request),
    }


def _server(flow: HTTPFlow | TCPFlow | UDPFlow) -> dict[str, Any]:
    server = flow.server_conn
    return {
        "port": server.address[1] if server.address else None,
        "ip": server.peername[0] if server.peername else None,
    }


def _text(header: bytes) -> str:
    return header.decode("utf-8", "surrogateescape")
