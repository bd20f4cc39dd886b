"""Remembering, in one place: what was worked out once is looked up from then on, within a bound.

Every memory is a shortcut and no store: whatever it says, working it out again says the same. So it may forget at any
time, and forgets everything when it is full, which costs nothing where keys come again soon.
"""

from typing import TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class Memory(dict[Key, Value]):
    """What was worked out, by what it was worked out from; `most` entries, or entries that weigh `heaviest` together.

    A weight is whatever its user counts, such as characters.
    """

    def __init__(self, most: int, heaviest: int = 0) -> None:
        super().__init__()
        self.most = most
        self.heaviest = heaviest
        self.weight = 0

    def keep(self, key: Key, value: Value, weight: int = 0) -> Value:
        """Remember one more, and return it."""
        if len(self) >= self.most or (self.heaviest and self.weight + weight > self.heaviest):
            self.clear()
            self.weight = 0
        self[key] = value
        self.weight += weight
        return value
