"""Printable host names: the redacted name, `*.domain` for thousands of hosts of a domain, or `*`.

An app may contact a new host each time, and a capture must not fill the memory. From the 2,001st host of a domain on,
all of its hosts share one row; of more than 10,000 domains, the last ones in order share one row, where domains in the
policies come before all others. This depends on the set of hosts and not on their order: so the result is the same
however a capture is divided between processes.
"""

from bisect import insort
from collections.abc import Callable, Iterable, Iterator, Mapping
from hashlib import blake2b
from typing import NamedTuple

from msgspec import Struct, field

from mhaudit.collect.masking import HostName, Redactor
from mhaudit.model.capture import Gap
from mhaudit.model.memory import Memory

MOST_HOSTS, MOST_DOMAINS = 2_000, 10_000  # hosts of a domain, and domains, with separate rows
_TOGETHER = 2_000  # domains that are merged at a time: each time all collected data is scanned
_MOST_COUNTED = 100_000  # counted hosts of one row; a minimum from there on
_MOST_REMEMBERED = 20_000
_OTHERS = "*"

# (whether the domain is unknown, the domain): the order in which domains keep separate rows.
Rank = tuple[bool, str]
# Printable names that were replaced → the new names.
Moved = Mapping[str, HostName]


class Row(Struct):
    """A row of several hosts, as digests of their names."""

    hosts: set[bytes] = field(default_factory=set)

    def add(self, host: str) -> None:
        """Count a host."""
        if len(self.hosts) < _MOST_COUNTED:
            self.hosts.add(blake2b(host.encode(errors="replace"), digest_size=8).digest())


def _row(rank: Rank) -> HostName:
    """Return the name of a domain's row."""
    return HostName(f"*.{rank[1]}", f"*.{rank[1]}")


class HostNamesState(NamedTuple):
    """Redacted hosts with separate rows by domain; the rows of whole domains, and the row of all others."""

    own: dict[Rank, set[str]]
    whole: dict[Rank, Row]
    others: Row


class HostNames:
    """Printable names of hosts. `rank` gives the domain of a host; `notify` is called with replaced names."""

    def __init__(self, rank: Callable[[str], Rank], redact: Redactor, notify: Callable[[Moved], None]) -> None:
        self.rank = rank
        self.redact = redact
        self.notify = notify
        self.own: dict[Rank, set[str]] = {}
        self.whole: dict[Rank, Row] = {}
        self.others = Row()
        self.ranks: list[Rank] = []  # of all domains with separate rows, in order
        self.last: Rank | None = None  # the last domain with separate rows, once others lost theirs
        self.known: Memory[str, HostName] = Memory(_MOST_REMEMBERED)

    def __call__(self, raw: str) -> HostName:
        """Return a host with its printable name."""
        known = self.known.get(raw)
        return self.known.keep(raw, self._name(raw)) if known is None else known

    def shown(self, raw: str) -> str:
        """Return the printable name of a host; "" for no host."""
        return self(raw).shown if raw else ""

    def _name(self, raw: str) -> HostName:
        """Name a host by its printable name: hosts with the same printable name are one."""
        shown = self.redact(raw)
        rank = self.rank(shown)
        if shown == _OTHERS or (shown == f"*.{rank[1]}" and rank in self.whole):  # the name of a row, not a host
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
        """Return whether a new domain gets separate rows, for now: domains are merged in batches."""
        if self.last and rank > self.last:
            return False
        insort(self.ranks, rank)
        self.own[rank] = set()
        if len(self.ranks) > MOST_DOMAINS + _TOGETHER:
            self.settle()
        return rank in self.own

    def settle(self) -> None:
        """Merge the last domains into the row of all others if there are too many."""
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
        """Merge all hosts of a domain into one row."""
        hosts, row = self.own.pop(rank, set()), self.whole.setdefault(rank, Row())
        for host in hosts:
            row.add(host)
        self._move(hosts, _row(rank))

    def _move(self, shown: Iterable[str], to: HostName) -> None:
        self.known.clear()
        self.notify(dict.fromkeys(shown, to))

    def state(self) -> HostNamesState:
        """Return the named hosts. Merges domains first, which changes the data of other collectors."""
        self.settle()
        return HostNamesState(self.own, self.whole, self.others)

    def merge(self, other: HostNamesState) -> Moved:
        """Merge the hosts of another worker; return those of its names that are replaced."""
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
        """Add a row of a whole domain."""
        if rank not in self.own and rank not in self.whole and not self._enter(rank):
            self.others.hosts.update(row.hosts)
            return
        if rank in self.own:
            self._group(rank)
        self.whole[rank].hosts.update(row.hosts)

    def _of(self, shown: str) -> HostName:
        """Return the current name for an earlier printable name: itself, or a row."""
        rank = self.rank(shown)
        if rank in self.whole:
            return _row(rank)
        return HostName(shown, shown) if rank in self.own else HostName(_OTHERS, _OTHERS)

    def counts(self) -> dict[str, int]:
        """Return the number of hosts in each row of several hosts, by its printable name."""
        self.settle()
        found = {_row(rank).shown: len(row.hosts) for rank, row in self.whole.items()}
        return found | ({_OTHERS: len(self.others.hosts)} if self.others.hosts else {})

    def gaps(self) -> Iterator[Gap]:
        """Yield a gap for each row of several hosts."""
        for shown, count in self.counts().items():
            yield Gap(code="hosts-grouped", host=shown, count=count)
