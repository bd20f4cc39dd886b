"""Hooks of WebSocket, TCP and UDP messages as they happen, and of DNS."""

from mitmproxy.dns import DNSFlow
from mitmproxy.http import HTTPFlow
from mitmproxy.tcp import TCPFlow
from mitmproxy.udp import UDPFlow

from mhaudit.record.describe import is_own_page
from mhaudit.record.recording import Recording, guarded


class StreamHooks:
    """Hooks that write messages to the journal; mitmproxy itself saves such a connection only when it is closed."""

    def __init__(self, recording: Recording) -> None:
        self.recording = recording

    @guarded
    def websocket_start(self, flow: HTTPFlow) -> None:
        """Register a WebSocket."""
        self.recording.open.connection_began(flow)

    @guarded
    def websocket_message(self, flow: HTTPFlow) -> None:
        """Write a whole message to the journal."""
        if flow.websocket:
            message = flow.websocket.messages[-1]
            self.recording.journal.message(flow.id, message.from_client, message.content)

    @guarded
    def websocket_end(self, flow: HTTPFlow) -> None:
        """Complete a WebSocket, cleanly closed or not."""
        self.recording.open.complete(flow)

    @guarded
    def tcp_start(self, flow: TCPFlow) -> None:
        """Register a TCP connection that is not HTTP."""
        self._began(flow)

    @guarded
    def tcp_message(self, flow: TCPFlow) -> None:
        """Write received or sent bytes to the journal."""
        self.recording.journal.message(flow.id, flow.messages[-1].from_client, flow.messages[-1].content)

    @guarded
    def tcp_end(self, flow: TCPFlow) -> None:
        """Complete a closed TCP connection."""
        self.recording.open.complete(flow)

    @guarded
    def tcp_error(self, flow: TCPFlow) -> None:
        """Complete a broken TCP connection."""
        self.recording.open.complete(flow)

    @guarded
    def udp_start(self, flow: UDPFlow) -> None:
        """Register a UDP flow at its first packet."""
        self._began(flow)

    @guarded
    def udp_message(self, flow: UDPFlow) -> None:
        """Write a packet to the journal."""
        self.recording.journal.message(flow.id, flow.messages[-1].from_client, flow.messages[-1].content)

    @guarded
    def udp_end(self, flow: UDPFlow) -> None:
        """Complete a UDP flow after mitmproxy's timeout."""
        self.recording.open.complete(flow)

    @guarded
    def udp_error(self, flow: UDPFlow) -> None:
        """Complete a broken UDP flow."""
        self.recording.open.complete(flow)

    def _began(self, flow: TCPFlow | UDPFlow) -> None:
        self.recording.clients.of(flow.client_conn).told = True
        self.recording.open.connection_began(flow)

    @guarded
    def dns_request(self, flow: DNSFlow) -> None:
        """Mark the connection of a DNS query as used."""
        self.recording.clients.of(flow.client_conn).told = True

    @guarded
    def dns_response(self, flow: DNSFlow) -> None:
        """Save an answered DNS query."""
        self._looked_up(flow)

    @guarded
    def dns_error(self, flow: DNSFlow) -> None:
        """Save an unanswered DNS query."""
        self._looked_up(flow)

    def _looked_up(self, flow: DNSFlow) -> None:
        """Save a DNS query, except for the name of the proxy's own page."""
        names = [question.name for question in flow.request.questions]
        if not names or not all(map(is_own_page, names)):
            self.recording.save(flow)
