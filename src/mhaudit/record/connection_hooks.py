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

_GRACE = 1.0  # seconds to wait for mitmproxy's last hook of a flow after its connection closed


class ConnectionHooks:
    """Hooks that record the hosts that the device tried to reach, and the outcome."""

    def __init__(self, recording: Recording) -> None:
        self.recording = recording

    @guarded
    def client_connected(self, client: Client) -> None:
        """Register a connection of the device."""
        self.recording.clients.met(client)

    @guarded
    def client_disconnected(self, client: Client) -> None:
        """Remove a closed connection. Some interrupted uploads cause no other hook."""
        self.recording.clients.left(client)
        if self.recording.open.of_client(client.id):
            asyncio.get_running_loop().call_later(_GRACE, self.settle, client.id)

    @guarded
    def settle(self, client: str) -> None:
        """Complete the flows that are still open on a closed connection."""
        for flow in self.recording.open.of_client(client):
            self.recording.open.complete(flow)

    @guarded
    def server_connect_error(self, data: ServerConnectionHookData) -> None:
        """Record a server that can't be reached."""
        self._server_failed(data.client, data.client.sni or address_of(data.server), data.server.error or "")

    @guarded
    def next_layer(self, data: NextLayer) -> None:
        """Schedule `chosen` after mitmproxy's own addon, which may run later than this one, has set the layer."""
        first: bytes = data.data_client()  # type: ignore[no-untyped-call]
        asyncio.get_running_loop().call_soon(self.chosen, data, first)

    @guarded
    def chosen(self, data: NextLayer, first: bytes) -> None:
        """Record a connection that mitmproxy forwards without a flow."""
        layer = data.layer
        if isinstance(layer, TCPLayer | UDPLayer) and layer.flow is None:
            host = named_in_hello(first) or connection_host(data.context)
            self._tell(data.context.client, "ignored", host=host)

    @guarded
    def tls_clienthello(self, data: ClientHelloData) -> None:
        """Record the server name that the device sends."""
        client = data.context.client
        host = data.client_hello.sni or self.recording.clients.of(client).host or address_of(data.context.server)
        seen = self.recording.clients.of(client)
        seen.host, seen.told = host, seen.told or is_own_page(host)
        if data.ignore_connection:
            self._tell(client, "ignored", host=host)

    @guarded
    def tls_established_client(self, data: TlsData) -> None:
        """Record that the device accepted the proxy's certificate in the TLS handshake."""
        seen = self.recording.clients.of(data.context.client)
        seen.established, seen.tls = time.time(), data.conn.tls_version or ""

    @guarded
    def tls_failed_client(self, data: TlsData) -> None:
        """Record that the device refused the certificate or disconnected."""
        client = data.context.client
        host = self.recording.clients.of(client).host or connection_host(data.context)
        if is_own_page(host):  # browsers try https first, and can't trust it yet
            self._tell(client, "certificate-page", path="")
            return
        self._tell(client, "tls-failed", host=host, why=data.conn.error or "", transport=client.transport_protocol)

    @guarded
    def tls_failed_server(self, data: TlsData) -> None:
        """Record that the TLS handshake with the server failed."""
        self._server_failed(data.context.client, connection_host(data.context), data.conn.error or "")

    def _server_failed(self, client: Client, host: str, why: str) -> None:
        """Write the failure to the journal, and keep it until the app's own reaction is known."""
        self.recording.journal.write("server-failed", client=client.id, host=host, why=why)
        seen = self.recording.clients.of(client)
        seen.host, seen.failure = seen.host or host, why or "it failed"

    def _tell(self, client: Client, event: str, **fields: str) -> None:
        self.recording.journal.write(event, client=client.id, **fields)
        self.recording.clients.of(client).told = True
