"""What each host is called in the audit: by its own name, redacted; with thousands of others as `*.domain`; as `*`.

An app may ask for a new host each time, and a capture must not fill the memory. From the 2,001st host of a domain on,
all of its hosts are one row; of more than 10,000 domains, those that come last in the alphabet are one row, and domains
that the policies know come before all others. That depends on which hosts there are, and not on which came first: so
it is the same however a capture is divided between processes.
"""

from bisect import insort
from collections.abc import Callable, Iterable, Iterator, Mapping
from hashlib import blake2b
from typing import NamedTuple

from msgspec import Struct, field

from mhaudit.collect.masking import HostName, Redactor
from mhaudit.model.capture import Gap
from mhaudit.model.memory import Memory

MOST_HOSTS, MOST_DOMAINS = 2_000, 10_000  # of one domain, and domains, that have rows of their own
_TOGETHER = 2_000  # domains that lose their rows at a time: each time all that was gathered is gone over
_MOST_COUNTED = 100_000  # hosts of one row; from there on there are at least so many
_MOST_REMEMBERED = 20_000
_OTHERS = "*"

# (whether nothing is known of the domain, the domain): the order in which domains keep rows of their own.
Rank = tuple[bool, str]
# Names that were printed so far, with what takes their place.
Moved = Mapping[str, HostName]


class Row(Struct):
    """One row that stands for several hosts: digests of their names."""

    hosts: set[bytes] = field(default_factory=set)

    def add(self, host: str) -> None:
        """Count a host."""
        if len(self.hosts) < _MOST_COUNTED:
            self.hosts.add(blake2b(host.encode(errors="replace"), digest_size=8).digest())


def _row(rank: Rank) -> HostName:
    """Return the name of the row of a domain."""
    return HostName(f"*.{rank[1]}", f"*.{rank[1]}")


class HostNamesState(NamedTuple):
    """Hosts with rows of their own, redacted, by domain; the rows of whole domains, and the row of all others."""

    own: dict[Rank, set[str]]
    whole: dict[Rank, Row]
    others: Row


class HostNames:
    """Names hosts as they enter. `rank` gives the domain of a host; `notify` is called with the names that change."""

    def __init__(self, rank: Callable[[str], Rank], redact: Redactor, notify: Callable[[Moved], None]) -> None:
        self.rank = rank
        self.redact = redact
        self.notify = notify
        self.own: dict[Rank, set[str]] = {}
        self.whole: dict[Rank, Row] = {}
        self.others = Row()
        self.ranks: list[Rank] = []  # of all domains with rows of their own, in order
        self.last: Rank | None = None  # of the domains that keep rows, where others have lost them
        self.known: Memory[str, HostName] = Memory(_MOST_REMEMBERED)

    def __call__(self, raw: str) -> HostName:
        """Return a host with the name that may be printed of it."""
        known = self.known.get(raw)
        return self.known.keep(raw, self._name(raw)) if known is None else known

    def shown(self, raw: str) -> str:
        """Return the name that may be printed of a host; "" for no host."""
        return self(raw).shown if raw else ""

    def _name(self, raw: str) -> HostName:
        """Name a host by what may be printed of it: hosts of which the same may be printed are one anyway."""
        shown = self.redact(raw)
        rank = self.rank(shown)
        if shown == _OTHERS or (shown == f"*.{rank[1]}" and rank in self.whole):  # the name of a row, and no host
            return HostName(shown, shown)
        if rank in self.whole:
            self.whole[rank].add(shown)
            return _row(rank)
        if rank not in self.own and not self._enter(rank):
            self.others.add(shown)
            return HostName(_OTHERS, _OTHERS)
        hosts = self.own[rank]
        hosts.add(shown)
        if len(hosts) <= MOST_HOSTS:
            return HostName(raw, shown)
        self._group(rank)
        return _row(rank)

    def _enter(self, rank: Rank) -> bool:
        """Whether a new domain gets rows of its own, for now: that is decided for many at a time."""
        if self.last and rank > self.last:
            return False
        insort(self.ranks, rank)
        self.own[rank] = set()
        if len(self.ranks) > MOST_DOMAINS + _TOGETHER:
            self.settle()
        return rank in self.own

    def settle(self) -> None:
        """Put the domains that come last into the row of all others, where there are too many."""
        many, self.ranks = self.ranks[MOST_DOMAINS:], self.ranks[:MOST_DOMAINS]
        moved: list[str] = []
        for rank in many:
            hosts, whole = self.own.pop(rank, set()), self.whole.pop(rank, None)
            moved += [*hosts, _row(rank).shown]
            for host in hosts:
                self.others.add(host)
            if whole:
                self.others.hosts.update(whole.hosts)
        if many:
            self.last = self.ranks[-1]
            self._move(moved, HostName(_OTHERS, _OTHERS))

    def _group(self, rank: Rank) -> None:
        """Make one row of all hosts of a domain."""
        hosts, row = self.own.pop(rank, set()), self.whole.setdefault(rank, Row())
        for host in hosts:
            row.add(host)
        self._move(hosts, _row(rank))

    def _move(self, shown: Iterable[str], to: HostName) -> None:
        self.known.clear()
        self.notify(dict.fromkeys(shown, to))

    def state(self) -> HostNamesState:
        """Return the hosts that were named. What other collectors gathered is settled by that, too."""
        self.settle()
        return HostNamesState(self.own, self.whole, self.others)

    def merge(self, other: HostNamesState) -> Moved:
        """Take in the hosts that another worker named; return those of its names that are others now."""
        before = [host for hosts in other.own.values() for host in hosts]
        before += [_row(rank).shown for rank in other.whole]
        for rank, row in other.whole.items():
            self._take(rank, row)
        for shown in before:
            self(shown)
        self.others.hosts.update(other.others.hosts)
        self.settle()
        return {shown: name for shown in before if (name := self._of(shown)).shown != shown}

    def _take(self, rank: Rank, row: Row) -> None:
        """Take in a row of a whole domain."""
        if rank not in self.own and rank not in self.whole and not self._enter(rank):
            self.others.hosts.update(row.hosts)
            return
        if rank in self.own:
            self._group(rank)
        self.whole[rank].hosts.update(row.hosts)

    def _of(self, shown: str) -> HostName:
        """Return what takes the place of a name that was printed: itself, or a row."""
        rank = self.rank(shown)
        if rank in self.whole:
            return _row(rank)
        return HostName(shown, shown) if rank in self.own else HostName(_OTHERS, _OTHERS)

    def counts(self) -> dict[str, int]:
        """Return how many hosts each row stands for that stands for several, by the name that is printed of it."""
        self.settle()
        found = {_row(rank).shown: len(row.hosts) for rank, row in self.whole.items()}
        return found | ({_OTHERS: len(self.others.hosts)} if self.others.hosts else {})

    def gaps(self) -> Iterator[Gap]:
        """Yield a gap for each row that stands for several hosts."""
        for shown, count in self.counts().items():
            yield Gap(code="hosts-grouped", host=shown, count=count)
