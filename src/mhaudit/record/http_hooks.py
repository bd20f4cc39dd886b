"""Hooks of HTTP: from the head of a request to its answer, its failure, or the silence after it."""

from mitmproxy.http import HTTPFlow

from mhaudit.record.describe import is_own_page
from mhaudit.record.recording import Recording, guarded


class HttpHooks:
    """Requests, and the tunnels that they come through."""

    def __init__(self, recording: Recording) -> None:
        self.recording = recording

    @guarded
    def http_connect(self, flow: HTTPFlow) -> None:
        """The app asks for a tunnel to a host."""
        host = flow.request.host
        self.recording.clients.tunnel(flow.client_conn, host).told = is_own_page(host)

    @guarded
    def http_connect_error(self, flow: HTTPFlow) -> None:
        """It gets none."""
        seen = self.recording.clients.of(flow.client_conn)
        answer = f"answered with {flow.response.status_code}" if flow.response else ""
        seen.failure = seen.failure or (flow.error.msg if flow.error else answer) or "it failed"
        self.recording.clients.left(flow.client_conn)

    @guarded
    def requestheaders(self, flow: HTTPFlow) -> None:
        """A request begins."""
        self.recording.clients.of(flow.client_conn).told = True
        if is_own_page(flow.request.pretty_host):
            self.recording.journal.write("certificate-page", client=flow.client_conn.id, path=flow.request.path)
        else:
            self.recording.open.request_began(flow)

    @guarded
    def request(self, flow: HTTPFlow) -> None:
        """All of it is there."""
        self.recording.open.request_ended(flow)

    @guarded
    def responseheaders(self, flow: HTTPFlow) -> None:
        """Its answer begins."""
        self.recording.open.response_began(flow)

    @guarded
    def response(self, flow: HTTPFlow) -> None:
        """All of that is there. A WebSocket is complete only when it is closed."""
        if flow.websocket is None:
            self.recording.open.response_ended(flow)

    @guarded
    def error(self, flow: HTTPFlow) -> None:
        """It failed on one side or the other."""
        if flow.websocket is None:
            self.recording.open.complete(flow)
