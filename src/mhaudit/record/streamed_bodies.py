"""Bodies that mitmproxy passes on piece by piece and doesn't keep: a copy is taken as they go by, unchanged."""

from collections.abc import Callable, Iterable

from mitmproxy.http import Message

Passing = Callable[[bytes], "Iterable[bytes] | bytes"]


class Copy:
    """The pieces of one body so far."""

    def __init__(self, message: Message) -> None:
        self._pieces: list[bytes] = []
        self._then: Passing | None = message.stream if callable(message.stream) else None
        message.stream = self._pass_on

    def _pass_on(self, piece: bytes) -> Iterable[bytes] | bytes:
        self._pieces.append(piece)
        return self._then(piece) if self._then else piece

    @property
    def body(self) -> bytes:
        """What went by."""
        return b"".join(self._pieces)
