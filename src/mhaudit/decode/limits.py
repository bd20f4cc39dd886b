"""Bounds of work for one exchange, counted before it is done: the same capture gives the same bytes on any machine."""

from msgspec import Struct

_LEAST, _RATIO = 1 << 20, 100


class Limits(Struct, frozen=True, kw_only=True):
    """Bounds for one exchange: nested steps, bytes out of one step and of all steps, leaves, and characters looked at.

    What the capture itself holds is bounded as the first step is, and all of it as all steps are. `work` counts the
    characters that are given to the decoders of text, which go over them once each.
    """

    depth: int = 10
    step_bytes: int = 16 << 20
    total_bytes: int = 64 << 20
    leaves: int = 400_000
    work: int = 12_000_000


class Cost(Struct):
    """What was spent of a budget on one text: characters, bytes, leaves, and rounds of looking inside."""

    work: int = 0
    bytes: int = 0
    leaves: int = 0
    rounds: int = 0

    def add(self, other: "Cost", later: int = 0) -> None:
        """Add what was spent on a part, which began `later` rounds later."""
        self.work += other.work
        self.bytes += other.bytes
        self.leaves += other.leaves
        self.rounds = max(self.rounds, other.rounds + later)


class Budget:
    """What is left of the limits while one exchange is decoded; `spent` names the limits that were reached."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.bytes = self.raw = limits.total_bytes
        self.leaves = limits.leaves
        self.work = limits.work
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

    def inflated(self, size: int) -> int:
        """How many bytes compressed data of this size may come to: what is real is rarely a hundredth of itself."""
        return min(self.step(), _LEAST + _RATIO * size)

    def take(self, size: int) -> bool:
        """Book `size` decoded bytes; False when they are more than is left."""
        if size > self.bytes:
            self.spent.add("bytes")
            return False
        self.bytes -= size
        return True

    def take_leaves(self, count: int) -> bool:
        """Book `count` leaves; False when they are too many."""
        if count > self.leaves:
            self.spent.add("leaves")
            return False
        self.leaves -= count
        return True

    def room_for(self, count: int) -> bool:
        """Whether as many leaves can still be booked; they are not made where they can't."""
        if count > self.leaves:
            self.spent.add("leaves")
            return False
        return True

    def take_work(self, size: int) -> bool:
        """Book a text that is given to the decoders; False when it is more than is left."""
        if size > self.work:
            self.spent.add("work")
            return False
        self.work -= size
        return True

    def charge(self, cost: Cost, level: int) -> bool:
        """Book all of a cost from round `level` on; False, and nothing booked, where that reaches a limit."""
        if level + cost.rounds + 1 >= self.limits.depth:
            return False
        if cost.work > self.work or cost.bytes > self.bytes or cost.leaves > self.leaves:
            return False
        self.work -= cost.work
        self.bytes -= cost.bytes
        self.leaves -= cost.leaves
        return True
