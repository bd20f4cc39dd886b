"""A bounded cache for computed results.

An entry is never the only copy: computing it again gives the same result. So a full cache is simply emptied, which is
cheap if keys recur soon.
"""

from typing import TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class Memory(dict[Key, Value]):
    """Results by their inputs; at most `most` entries, or entries with a total weight of `heaviest`.

    The unit of weights is up to the caller, such as characters.
    """

    def __init__(self, most: int, heaviest: int = 0) -> None:
        super().__init__()
        self.most = most
        self.heaviest = heaviest
        self.weight = 0

    def keep(self, key: Key, value: Value, weight: int = 0) -> Value:
        """Store a value and return it."""
        if len(self) >= self.most or (self.heaviest and self.weight + weight > self.heaviest):
            self.clear()
            self.weight = 0
        self[key] = value
        self.weight += weight
        return value
