"""What is under way: requests without their answer, and connections that are not closed yet."""

from collections.abc import Callable

from mitmproxy.flow import Flow
from mitmproxy.http import HTTPFlow
from mitmproxy.tcp import TCPFlow
from mitmproxy.udp import UDPFlow
from msgspec import Struct, field

from mhaudit.record.describe import described, host_of_request
from mhaudit.record.journal import Journal
from mhaudit.record.streamed_bodies import Copy

Save = Callable[[Flow, dict[str, bytes]], None]


class Open(Struct):
    """One of them; `whole` once the app has sent all of its request, `told` where the journal has its messages."""

    flow: Flow
    whole: bool = False
    told: bool = False
    copies: dict[str, Copy] = field(default_factory=dict)


class OpenFlows:
    """Holds each flow from its first hook to its last, and no longer."""

    def __init__(self, save: Save, journal: Journal) -> None:
        self._save = save
        self._journal = journal
        self._open: dict[str, Open] = {}

    def __len__(self) -> int:
        return len(self._open)

    def request_began(self, flow: HTTPFlow) -> None:
        """The head of a request is there."""
        held = self._open[flow.id] = Open(flow)
        if flow.request.stream:
            held.copies["request"] = Copy(flow.request)
        host, said = host_of_request(flow)
        more = {"said": said} if said else {}
        self._journal.write("request", flow=flow.id, client=flow.client_conn.id, host=host, **more)

    def request_ended(self, flow: HTTPFlow) -> None:
        """All of the request is there."""
        if held := self._open.get(flow.id):
            held.whole = True

    def response_began(self, flow: HTTPFlow) -> None:
        """The head of the answer is there."""
        held = self._open.get(flow.id)
        if held and flow.response and flow.response.stream:
            held.copies["response"] = Copy(flow.response)

    def complete(self, flow: Flow) -> None:
        """Nothing more comes: it is written, and let go."""
        held = self._open.pop(flow.id, None)
        if held is None:
            return
        streamed = {part: copy.body for part, copy in held.copies.items()}
        self._save(flow, streamed)
        if held.told:
            self._journal.write("end", flow=flow.id)
        elif isinstance(flow, HTTPFlow) and not held.whole:
            self._tell_partial(flow, len(streamed.get("request", b"")))

    def connection_began(self, flow: HTTPFlow | TCPFlow | UDPFlow) -> None:
        """A WebSocket, TCP or UDP connection stands; its messages are written to the journal as they come."""
        self._open.setdefault(flow.id, Open(flow)).told = True
        self._journal.write("open", flow=flow.id, client=flow.client_conn.id, **described(flow))

    def of_client(self, client: str) -> list[Flow]:
        """What is under way on one connection of the device."""
        return [held.flow for held in self._open.values() if held.flow.client_conn.id == client]

    def save_all(self) -> None:
        """The recording ends: everything is written as far as it came."""
        for held in list(self._open.values()):
            self.complete(held.flow)

    def _tell_partial(self, flow: HTTPFlow, kept: int) -> None:
        why = flow.error.msg if flow.error else "the connection ended"
        host, _ = host_of_request(flow)
        self._journal.write("partial", flow=flow.id, client=flow.client_conn.id, host=host, why=why, kept=kept)
