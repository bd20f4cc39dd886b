"""Hooks of what goes to and fro: WebSocket, TCP and UDP messages as they happen, and DNS."""

from mitmproxy.dns import DNSFlow
from mitmproxy.http import HTTPFlow
from mitmproxy.tcp import TCPFlow
from mitmproxy.udp import UDPFlow

from mhaudit.record.describe import is_own_page
from mhaudit.record.recording import Recording, guarded


class StreamHooks:
    """mitmproxy hands over such a connection when it is closed; the journal has its messages before."""

    def __init__(self, recording: Recording) -> None:
        self.recording = recording

    @guarded
    def websocket_start(self, flow: HTTPFlow) -> None:
        """A WebSocket opens."""
        self.recording.open.connection_began(flow)

    @guarded
    def websocket_message(self, flow: HTTPFlow) -> None:
        """A message, whole."""
        if flow.websocket:
            message = flow.websocket.messages[-1]
            self.recording.journal.message(flow.id, message.from_client, message.content)

    @guarded
    def websocket_end(self, flow: HTTPFlow) -> None:
        """It is closed, in order or not."""
        self.recording.open.complete(flow)

    @guarded
    def tcp_start(self, flow: TCPFlow) -> None:
        """Something that is not HTTP."""
        self._began(flow)

    @guarded
    def tcp_message(self, flow: TCPFlow) -> None:
        """Bytes, as they came."""
        self.recording.journal.message(flow.id, flow.messages[-1].from_client, flow.messages[-1].content)

    @guarded
    def tcp_end(self, flow: TCPFlow) -> None:
        """It is closed."""
        self.recording.open.complete(flow)

    @guarded
    def tcp_error(self, flow: TCPFlow) -> None:
        """It broke."""
        self.recording.open.complete(flow)

    @guarded
    def udp_start(self, flow: UDPFlow) -> None:
        """A first packet."""
        self._began(flow)

    @guarded
    def udp_message(self, flow: UDPFlow) -> None:
        """A packet."""
        self.recording.journal.message(flow.id, flow.messages[-1].from_client, flow.messages[-1].content)

    @guarded
    def udp_end(self, flow: UDPFlow) -> None:
        """Silent for long enough."""
        self.recording.open.complete(flow)

    @guarded
    def udp_error(self, flow: UDPFlow) -> None:
        """It broke."""
        self.recording.open.complete(flow)

    def _began(self, flow: TCPFlow | UDPFlow) -> None:
        self.recording.clients.of(flow.client_conn).told = True
        self.recording.open.connection_began(flow)

    @guarded
    def dns_request(self, flow: DNSFlow) -> None:
        """A question."""
        self.recording.clients.of(flow.client_conn).told = True

    @guarded
    def dns_response(self, flow: DNSFlow) -> None:
        """Its answer."""
        self._looked_up(flow)

    @guarded
    def dns_error(self, flow: DNSFlow) -> None:
        """No answer."""
        self._looked_up(flow)

    def _looked_up(self, flow: DNSFlow) -> None:
        """A name that was looked up; that of the proxy's own page says nothing of the app."""
        names = [question.name for question in flow.request.questions]
        if not names or not all(map(is_own_page, names)):
            self.recording.save(flow)
