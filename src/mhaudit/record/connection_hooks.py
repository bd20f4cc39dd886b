"""Hooks of connections, TLS and QUIC: contacts that never become an exchange."""

import asyncio
import time

from mitmproxy.connection import Client
from mitmproxy.proxy.layer import NextLayer
from mitmproxy.proxy.layers import TCPLayer, UDPLayer
from mitmproxy.proxy.server_hooks import ServerConnectionHookData
from mitmproxy.tls import ClientHelloData, TlsData

from mhaudit.record.describe import address_of, connection_host, is_own_page, named_in_hello
from mhaudit.record.recording import Recording, guarded

_GRACE = 1.0  # seconds in which mitmproxy tells what became of a flow whose connection is gone


class ConnectionHooks:
    """Whom the device tried to reach, and what became of it."""

    def __init__(self, recording: Recording) -> None:
        self.recording = recording

    @guarded
    def client_connected(self, client: Client) -> None:
        """The device opens a connection."""
        self.recording.clients.met(client)

    @guarded
    def client_disconnected(self, client: Client) -> None:
        """The device closes it. Some uploads that break off have no other hook to tell of it."""
        self.recording.clients.left(client)
        if self.recording.open.of_client(client.id):
            asyncio.get_running_loop().call_later(_GRACE, self.settle, client.id)

    @guarded
    def settle(self, client: str) -> None:
        """What is still open on a connection that is gone."""
        for flow in self.recording.open.of_client(client):
            self.recording.open.complete(flow)

    @guarded
    def server_connect_error(self, data: ServerConnectionHookData) -> None:
        """A server can't be reached."""
        self._server_failed(data.client, data.client.sni or address_of(data.server), data.server.error or "")

    @guarded
    def next_layer(self, data: NextLayer) -> None:
        """mitmproxy chooses how to read a connection; an addon of its own, which may come after this one, does."""
        first: bytes = data.data_client()  # type: ignore[no-untyped-call]
        asyncio.get_running_loop().call_soon(self.chosen, data, first)

    @guarded
    def chosen(self, data: NextLayer, first: bytes) -> None:
        """A layer without a flow passes on what nobody records."""
        layer = data.layer
        if isinstance(layer, TCPLayer | UDPLayer) and layer.flow is None:
            host = named_in_hello(first) or connection_host(data.context)
            self._tell(data.context.client, "ignored", host=host)

    @guarded
    def tls_clienthello(self, data: ClientHelloData) -> None:
        """The device names the host that it wants to talk to."""
        client = data.context.client
        host = data.client_hello.sni or self.recording.clients.of(client).host or address_of(data.context.server)
        seen = self.recording.clients.of(client)
        seen.host, seen.told = host, seen.told or is_own_page(host)
        if data.ignore_connection:
            self._tell(client, "ignored", host=host)

    @guarded
    def tls_established_client(self, data: TlsData) -> None:
        """The device took the proxy's certificate, as far as TLS goes."""
        seen = self.recording.clients.of(data.context.client)
        seen.established, seen.tls = time.time(), data.conn.tls_version or ""

    @guarded
    def tls_failed_client(self, data: TlsData) -> None:
        """The device did not take it, or left."""
        client = data.context.client
        host = self.recording.clients.of(client).host or connection_host(data.context)
        if is_own_page(host):  # browsers try https first, and can't trust it yet
            self._tell(client, "certificate-page", path="")
            return
        self._tell(client, "tls-failed", host=host, why=data.conn.error or "", transport=client.transport_protocol)

    @guarded
    def tls_failed_server(self, data: TlsData) -> None:
        """The server and the proxy did not come to terms."""
        self._server_failed(data.context.client, connection_host(data.context), data.conn.error or "")

    def _server_failed(self, client: Client, host: str, why: str) -> None:
        """What the app then does, tells whether what it had to say is known."""
        self.recording.journal.write("server-failed", client=client.id, host=host, why=why)
        seen = self.recording.clients.of(client)
        seen.host, seen.failure = seen.host or host, why or "it failed"

    def _tell(self, client: Client, event: str, **fields: str) -> None:
        self.recording.journal.write(event, client=client.id, **fields)
        self.recording.clients.of(client).told = True
