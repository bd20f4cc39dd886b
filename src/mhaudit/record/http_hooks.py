"""Hooks of HTTP: from the head of a request to its response, its failure, or neither."""

from mitmproxy.http import HTTPFlow

from mhaudit.record.describe import is_own_page
from mhaudit.record.recording import Recording, guarded


class HttpHooks:
    """Hooks of requests and of CONNECT tunnels."""

    def __init__(self, recording: Recording) -> None:
        self.recording = recording

    @guarded
    def http_connect(self, flow: HTTPFlow) -> None:
        """Register a tunnel that the app requests."""
        host = flow.request.host
        self.recording.clients.tunnel(flow.client_conn, host).told = is_own_page(host)

    @guarded
    def http_connect_error(self, flow: HTTPFlow) -> None:
        """Record that the tunnel was refused."""
        seen = self.recording.clients.of(flow.client_conn)
        answer = f"answered with {flow.response.status_code}" if flow.response else ""
        seen.failure = seen.failure or (flow.error.msg if flow.error else answer) or "it failed"
        self.recording.clients.left(flow.client_conn)

    @guarded
    def requestheaders(self, flow: HTTPFlow) -> None:
        """Register a request by its head."""
        self.recording.clients.of(flow.client_conn).told = True
        if is_own_page(flow.request.pretty_host):
            self.recording.journal.write("certificate-page", client=flow.client_conn.id, path=flow.request.path)
        else:
            self.recording.open.request_began(flow)

    @guarded
    def request(self, flow: HTTPFlow) -> None:
        """Mark a request as complete."""
        self.recording.open.request_ended(flow)

    @guarded
    def responseheaders(self, flow: HTTPFlow) -> None:
        """Register a response by its head."""
        self.recording.open.response_began(flow)

    @guarded
    def response(self, flow: HTTPFlow) -> None:
        """Complete a flow with its response. A WebSocket is complete only when it is closed."""
        if flow.websocket is None:
            self.recording.open.response_ended(flow)

    @guarded
    def error(self, flow: HTTPFlow) -> None:
        """Complete a flow that failed on the client's or the server's side."""
        if flow.websocket is None:
            self.recording.open.complete(flow)
