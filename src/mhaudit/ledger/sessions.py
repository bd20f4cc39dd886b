"""Sessions: exchanges with one organisation that an identifier value joins, and what stood in any of them.

Who got an e-mail address with a device id in one request, and a mood with the same device id in another, has both.
"""

from collections.abc import Iterable, Iterator

from msgspec import Struct, field

from mhaudit.ledger.traces import Key, Where, first

_MOST_KEYS = 5000


class Session(Struct, eq=False):
    """Values that belong together, and the kinds of identifiers and health data that came with any of them."""

    keys: set[Key] = field(default_factory=set)
    identifiers: set[str] = field(default_factory=set)
    categories: set[str] = field(default_factory=set)
    exchanges: list[Where] = field(default_factory=list)

    def take(self, other: "Session") -> None:
        """Take in what turned out to be the same session."""
        self.keys |= other.keys
        self.identifiers |= other.identifiers
        self.categories |= other.categories
        self.exchanges = first(self.exchanges, *other.exchanges)


class Sessions:
    """The sessions of one organisation."""

    def __init__(self, sessions: Iterable[Session] = ()) -> None:
        self.by_key: dict[Key, Session] = {}
        for session in sessions:
            self.join(session)

    def join(self, new: Session) -> None:
        """Add what stood in one exchange; sessions that it joins become one. Beyond some thousands of values, stop."""
        known = list(dict.fromkeys(self.by_key[key] for key in new.keys if key in self.by_key))
        if not new.keys or (not known and len(self.by_key) >= _MOST_KEYS):
            return
        whole = max(known, key=lambda session: len(session.keys), default=Session())
        for part in (*known, new):
            if part is not whole:
                whole.take(part)
                self.by_key.update(dict.fromkeys(part.keys, whole))

    def all(self) -> Iterator[Session]:
        """Every session once."""
        return iter(dict.fromkeys(self.by_key.values()))
