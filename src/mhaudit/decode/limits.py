"""How far decoding goes. Every limit that is reached becomes a Gap: what was not read is never silent."""

from time import monotonic

from msgspec import Struct


class Limits(Struct, frozen=True, kw_only=True):
    """Bounds for one exchange: nested steps, bytes out of one step and of all steps, leaves, and seconds.

    What the capture itself holds is bounded as the first step is, and all of it as all steps are.
    """

    depth: int = 10
    step_bytes: int = 16 << 20
    total_bytes: int = 64 << 20
    leaves: int = 400_000
    seconds: float = 20.0


class Budget:
    """What is left of the limits while one exchange is decoded; `spent` names the limits that were reached."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.bytes = self.raw = limits.total_bytes
        self.leaves = limits.leaves
        self.until = monotonic() + limits.seconds
        self.spent: set[str] = set()

    def cut(self, data: bytes) -> bytes:
        """As much of a body or message, as it stands in the capture, as is looked into."""
        room = min(self.limits.step_bytes, self.raw)
        if len(data) > room:
            self.spent.add("bytes")
            data = data[:room]
        self.raw -= len(data)
        return data

    def step(self) -> int:
        """How many bytes the next decoder may put out."""
        return max(0, min(self.limits.step_bytes, self.bytes))

    def take(self, size: int) -> bool:
        """Book `size` decoded bytes; False when they are more than is left."""
        if size > self.bytes:
            self.spent.add("bytes")
            return False
        self.bytes -= size
        return True

    def take_leaves(self, count: int) -> bool:
        """Book `count` leaves; False when they are too many, or the time is over."""
        if count > self.leaves:
            self.spent.add("leaves")
            return False
        self.leaves -= count
        if monotonic() > self.until:
            self.spent.add("time")
            return False
        return True
