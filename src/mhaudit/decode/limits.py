"""Limits of work for one exchange, counted before it is done: the same input gives the same output on any machine."""

from msgspec import Struct

_LEAST, _RATIO = 1 << 20, 100


class Limits(Struct, frozen=True, kw_only=True):
    """Limits for one exchange: nested steps, output bytes of one step and of all steps, leaves, characters.

    A body's size in the capture is limited like a step, and that of all bodies like all steps. `work` counts the
    characters passed to the text decoders, which scan them once each.
    """

    depth: int = 10
    step_bytes: int = 16 << 20
    total_bytes: int = 64 << 20
    leaves: int = 400_000
    work: int = 12_000_000


class Cost(Struct):
    """The part of a budget spent on one text: characters, bytes, leaves, and rounds of decoding."""

    work: int = 0
    bytes: int = 0
    leaves: int = 0
    rounds: int = 0

    def add(self, other: "Cost", later: int = 0) -> None:
        """Add the cost of a part that began `later` rounds later."""
        self.work += other.work
        self.bytes += other.bytes
        self.leaves += other.leaves
        self.rounds = max(self.rounds, other.rounds + later)


class Budget:
    """The remaining limits while one exchange is decoded; `spent` names the limits that were reached."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.bytes = self.raw = limits.total_bytes
        self.leaves = limits.leaves
        self.work = limits.work
        self.spent: set[str] = set()

    def cut(self, data: bytes) -> bytes:
        """Truncate captured data to the remaining limit."""
        room = min(self.limits.step_bytes, self.raw)
        if len(data) > room:
            self.spent.add("bytes")
            data = data[:room]
        self.raw -= len(data)
        return data

    def step(self) -> int:
        """Return the output limit (bytes) of the next decoder."""
        return max(0, min(self.limits.step_bytes, self.bytes))

    def inflated(self, size: int) -> int:
        """Return the output limit for compressed data of a size: genuine data rarely exceeds a ratio of 100."""
        return min(self.step(), _LEAST + _RATIO * size)

    def take(self, size: int) -> bool:
        """Take `size` decoded bytes from the budget; return False if fewer are left."""
        if size > self.bytes:
            self.spent.add("bytes")
            return False
        self.bytes -= size
        return True

    def take_leaves(self, count: int) -> bool:
        """Take `count` leaves from the budget; return False if fewer are left."""
        if count > self.leaves:
            self.spent.add("leaves")
            return False
        self.leaves -= count
        return True

    def room_for(self, count: int) -> bool:
        """Return whether `count` leaves are left; they must not be built otherwise."""
        if count > self.leaves:
            self.spent.add("leaves")
            return False
        return True

    def take_work(self, size: int) -> bool:
        """Take the characters of a text for the decoders from the budget; return False if fewer are left."""
        if size > self.work:
            self.spent.add("work")
            return False
        self.work -= size
        return True

    def charge(self, cost: Cost, level: int) -> bool:
        """Take a cost from the budget, from round `level` on; return False and take nothing if it reaches a limit."""
        if level + cost.rounds + 1 >= self.limits.depth:
            return False
        if cost.work > self.work or cost.bytes > self.bytes or cost.leaves > self.leaves:
            return False
        self.work -= cost.work
        self.bytes -= cost.bytes
        self.leaves -= cost.leaves
        return True
