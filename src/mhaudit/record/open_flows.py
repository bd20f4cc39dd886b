"""Flows in progress: requests without a response, and connections that are not closed."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Literal

from mitmproxy.flow import Flow
from mitmproxy.http import HTTPFlow, Message
from mitmproxy.tcp import TCPFlow
from mitmproxy.udp import UDPFlow
from msgspec import Struct, field

from mhaudit.model.capture import ARRIVALS
from mhaudit.model.subject import STREAMS
from mhaudit.record.describe import described, described_stream, header_pairs, host_of_request
from mhaudit.record.journal import Journal
from mhaudit.record.streamed_bodies import StreamedBody, needs_streaming

Save = Callable[[Flow, Mapping[str, StreamedBody]], None]
Failed = Callable[[str, Exception], None]
Streaming = Literal["all", "needed"]
_SHORT = 1 << 14  # bytes: a request of a known length up to this is sent on whole, and kept where no server is reached


class Open(Struct):
    """One flow in progress; `whole` once its request is complete, `told` where the journal has its messages.

    `answered`: its response is complete, and its request is not. `streams`: the journal has its head and its pieces.
    """

    flow: Flow
    whole: bool = False
    told: bool = False
    answered: bool = False
    streams: bool = False
    copies: dict[str, StreamedBody] = field(default_factory=dict)


class OpenFlows:
    """The flows between their first hook and their last."""

    def __init__(
        self,
        save: Save,
        journal: Journal,
        folder: Path,
        failed: Failed = lambda *_: None,
        streaming: Streaming = "needed",
    ) -> None:
        """Set where flows are saved; `streaming` is `all`, or `needed` for the bodies that an app waits for."""
        self._save, self._journal, self._failed = save, journal, failed
        self._streams = folder / STREAMS
        self._all = streaming == "all"
        self._open: dict[str, Open] = {}

    def __len__(self) -> int:
        return len(self._open)

    def hosts(self) -> list[str]:
        """Return the hosts of the flows in progress."""
        flows = (held.flow for held in self._open.values())
        return sorted({host_of_request(flow)[0] for flow in flows if isinstance(flow, HTTPFlow)})

    def request_began(self, flow: HTTPFlow) -> None:
        """Register a flow by the head of its request."""
        held = self._open[flow.id] = Open(flow)
        if flow.response is None and (flow.request.stream or self._passes_on(flow.request, _SHORT)):
            held.copies["request"] = self._copy(held, flow.request, "request")
        host, said = host_of_request(flow)
        more = {"said": said} if said else {}
        self._journal.write("request", flow=flow.id, client=flow.client_conn.id, host=host, **more)

    def _passes_on(self, message: Message, short: int) -> bool:
        length = message.headers.get("content-length", "")
        brief = length.isascii() and length.isdigit() and int(length) <= short
        return needs_streaming(message) or (self._all and not brief)

    def _copy(self, held: Open, message: Message, part: str) -> StreamedBody:
        flow = held.flow

        def came(size: int) -> None:
            self._journal.write("piece", flow=flow.id, part=part, size=size)

        copy = StreamedBody(message, self._streams / f"{flow.id}.{part}", lambda: self._tell_stream(held, part), came)
        copy.failed = self._failed
        return copy

    def _tell_stream(self, held: Open, part: str) -> None:
        """Write the head of a streamed message to the journal, for the case that the dump never gets it."""
        flow = held.flow
        if not isinstance(flow, HTTPFlow):
            return
        if not held.streams:
            held.streams = True
            self._journal.write("stream", flow=flow.id, client=flow.client_conn.id, **described_stream(flow))
        if part == "response" and flow.response:
            headers = header_pairs(flow.response)
            self._journal.write("answer", flow=flow.id, status=flow.response.status_code, headers=headers)
            self._keep_request(held, flow)

    def _keep_request(self, held: Open, flow: HTTPFlow) -> None:
        """Write a request that came whole to a file where its response is streamed."""
        if (copy := held.copies.get("request")) and copy.size:
            copy.keep()
        elif flow.request.raw_content:
            kept = StreamedBody.of(self._streams / f"{flow.id}.request", flow.request.raw_content)
            held.copies["request"] = kept

    def request_ended(self, flow: HTTPFlow) -> None:
        """Mark the request as complete."""
        if held := self._open.get(flow.id):
            held.whole = True
            if held.answered:
                self.complete(flow)

    def response_began(self, flow: HTTPFlow) -> None:
        """Register the head of a response. One that changes the protocol has no body."""
        held = self._open.get(flow.id)
        response = flow.response
        if held and response and response.status_code >= 200 and (response.stream or self._passes_on(response, _SHORT)):
            held.copies["response"] = self._copy(held, response, "response")

    def response_ended(self, flow: HTTPFlow) -> None:
        """Complete the flow, unless the server answered before it had the whole request: the rest is still kept."""
        held = self._open.get(flow.id)
        if held and "request" in held.copies and not held.whole:
            held.answered = True
        else:
            self.complete(flow)

    def complete(self, flow: Flow) -> None:
        """Write a flow that is over, and forget it."""
        held = self._open.pop(flow.id, None)
        if held is None:
            return
        answer = held.copies.get("response")
        if answer and len(answer.arrivals) > 1:
            flow.metadata[ARRIVALS] = [list(arrival) for arrival in answer.arrivals]
        self._save(flow, held.copies)
        if answer and not answer.ended and isinstance(flow, HTTPFlow):
            self._tell_cut_off(flow, answer.size)
        if held.told or held.streams:
            self._journal.write("end", flow=flow.id)
        for copy in held.copies.values():
            copy.drop()
        if isinstance(flow, HTTPFlow) and not held.whole and not held.told:
            request = held.copies.get("request")
            self._tell_partial(flow, request.size if request else 0)

    def connection_began(self, flow: HTTPFlow | TCPFlow | UDPFlow) -> None:
        """Register a WebSocket, TCP or UDP connection; its messages are written to the journal as they come."""
        self._open.setdefault(flow.id, Open(flow)).told = True
        self._journal.write("open", flow=flow.id, client=flow.client_conn.id, **described(flow))

    def of_client(self, client: str) -> list[Flow]:
        """Return the flows in progress on one connection of the device."""
        return [held.flow for held in self._open.values() if held.flow.client_conn.id == client]

    def save_all(self) -> None:
        """Write all flows as far as they came when the recording ends."""
        for held in list(self._open.values()):
            self.complete(held.flow)
        if self._streams.is_dir() and not any(self._streams.iterdir()):
            self._streams.rmdir()

    def _tell_cut_off(self, flow: HTTPFlow, kept: int) -> None:
        host, _ = host_of_request(flow)
        self._journal.write("answer-cut-off", flow=flow.id, client=flow.client_conn.id, host=host, kept=kept)

    def _tell_partial(self, flow: HTTPFlow, kept: int) -> None:
        why = flow.error.msg if flow.error else "the connection ended"
        host, _ = host_of_request(flow)
        self._journal.write("partial", flow=flow.id, client=flow.client_conn.id, host=host, why=why, kept=kept)
