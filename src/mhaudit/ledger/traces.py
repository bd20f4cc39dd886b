"""Identifier values as traces: which hosts saw one and the same value, and in which phases.

A value is known by a digest that stays in memory. What was planted is known by its number instead, so that an address
in plain text and its hash are the same trace.
"""

from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from typing import NamedTuple

from msgspec import Struct, field

from mhaudit.detect.hit import Hit
from mhaudit.ledger.facts import direction
from mhaudit.model.capture import Exchange
from mhaudit.model.place import Trail

# What tells one person, device or visit from all others. An address on the network, a gender, a birthday do not.
_TELLING = frozenset({"identity.email", "identity.phone", "identity.name", "identity.address"})
_NOT_WORTH_A_TRACE = frozenset({"possible"})
_SHORTEST, _FEWEST = 8, 4  # characters of a value, and different ones among them: "unknown" and "00000000" are nobody
_MOST = 20_000
_SAMPLES = 20

# The digest of a value, or the number of what was planted.
Key = bytes | int
# The capture and the number of an exchange.
Where = tuple[str, int]


class Telling(NamedTuple):
    """An identifier value in an exchange."""

    key: Key
    category: str
    form: str


class Trace(Struct):
    """Where one identifier value was sent: the phases for each host, the kinds it was taken for, the forms it had."""

    hosts: dict[str, set[str]] = field(default_factory=dict)
    categories: set[str] = field(default_factory=set)
    forms: set[str] = field(default_factory=set)
    exchanges: list[Where] = field(default_factory=list)

    def merge(self, other: "Trace") -> None:
        """Take in what another share saw of the value."""
        for host, phases in other.hosts.items():
            self.hosts.setdefault(host, set()).update(phases)
        self.categories |= other.categories
        self.forms |= other.forms
        self.exchanges = first(self.exchanges, *other.exchanges)


def first(exchanges: Sequence[Where], *more: Where) -> list[Where]:
    """The first twenty of all exchanges, in order, however they come."""
    if len(exchanges) >= _SAMPLES and more and min(more) >= exchanges[-1]:
        return list(exchanges)
    return sorted({*exchanges, *more})[:_SAMPLES]


def telling(exchange: Exchange, hits: Sequence[Hit]) -> list[Telling]:
    """The identifier values that an exchange sent. What was planted is only that, whatever else it looks like."""
    own: dict[Trail, int] = {hit.trail: hit.planted for hit in hits if hit.planted >= 0 and not hit.decoy}
    return list(_telling(exchange, hits, own))


def _telling(exchange: Exchange, hits: Iterable[Hit], own: dict[Trail, int]) -> Iterator[Telling]:
    for hit in hits:
        if hit.decoy or hit.certainty in _NOT_WORTH_A_TRACE or not is_telling(hit.category):
            continue
        if direction(exchange, hit) == "sent":
            key = hit.planted if hit.planted >= 0 else own.get(hit.trail, _digest(str(hit.value)))
            if key is not None:
                yield Telling(key, hit.category, hit.form)


def is_telling(category: str) -> bool:
    """Whether a value of this kind tells somebody or something from all others."""
    return category.startswith("identifier.") or category in _TELLING


def _digest(text: str) -> bytes | None:
    """The same for a value with and without dashes, colons and braces, in either case; None for what tells nobody."""
    bare = text.strip(' {}"').replace("-", "").replace(":", "").lower()
    if len(bare) < _SHORTEST or len(set(bare)) < _FEWEST:
        return None
    return blake2b(bare.encode(errors="replace"), digest_size=12).digest()


class Traces:
    """Follows identifier values. Memory is bounded: values beyond some thousands are not followed."""

    def __init__(self) -> None:
        self.traces: dict[Key, Trace] = {}

    def add(self, exchange: Exchange, seen: Iterable[Telling]) -> None:
        """Take in the identifier values of one exchange."""
        for key, category, form in seen:
            trace = self.traces.get(key)
            if trace is None:
                if len(self.traces) >= _MOST:
                    continue
                trace = self.traces[key] = Trace()
            phases = trace.hosts.setdefault(exchange.host, set())
            if exchange.phase:
                phases.add(exchange.phase)
            trace.categories.add(category)
            trace.forms.add(form)
            trace.exchanges = first(trace.exchanges, (exchange.capture, exchange.number))

    def merge(self, other: dict[Key, Trace]) -> None:
        """Take in what another share saw."""
        for key, trace in other.items():
            if key in self.traces:
                self.traces[key].merge(trace)
            else:
                self.traces[key] = trace
