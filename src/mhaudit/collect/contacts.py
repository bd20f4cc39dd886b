"""Recipients: every contacted host, with its operator, the volume sent, and the times."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from ipaddress import ip_address
from types import MappingProxyType

from msgspec import Struct, field, structs
from msgspec.structs import replace

from mhaudit.collect.host_names import Moved
from mhaudit.collect.masking import HostName, Redactor
from mhaudit.decode.account import Account
from mhaudit.model.audit import ByteAccount, Direction, GapCount, Recipient
from mhaudit.model.audit import Coverage as CoverageFacts
from mhaudit.model.capture import Certificate, Contact, Exchange, Gap
from mhaudit.model.reasons import Reason, because, changed_texts
from mhaudit.model.times import timestamp
from mhaudit.recipients.directory import CARRIERS, Directory, NetworkEvidence

_MOST_ADDRESSES = 8
_MOST_ADDRESSES_KEPT = 1000
_MOST_OPINIONS = 4


class Host(Struct):
    """One host, `raw` as in the traffic: counts, bytes, times, addresses.

    `alike` are reasons why it may be a self-hosted server, `says` notes by recorders.
    """

    host: str
    exchanges: int = 0
    sent: int = 0
    listed: int = 0
    lookups: int = 0
    first: float | None = None
    phases: Counter[str] = field(default_factory=Counter)
    ips: set[str] = field(default_factory=set)
    alike: set[Reason] = field(default_factory=set)
    says: set[str] = field(default_factory=set)
    listed_first: float | None = None
    listed_last: float | None = None
    attempts: int = 0
    raw: str = ""
    roles: set[str] = field(default_factory=set)
    aliases: set[tuple[str, ...]] = field(default_factory=set)
    certificates: set[Certificate] = field(default_factory=set)

    def merge(self, other: "Host") -> None:
        """Add the contacts of another worker, or of another host in the same row."""
        self.exchanges += other.exchanges
        self.sent += other.sent
        self.listed += other.listed
        self.lookups += other.lookups
        self.attempts += other.attempts
        self.first = min((time for time in (self.first, other.first) if time is not None), default=None)
        self.phases.update(other.phases)
        self.ips |= other.ips
        self.alike |= other.alike
        self.says |= other.says
        self.roles |= other.roles
        self.aliases |= other.aliases
        self.certificates |= other.certificates
        self.listed_first, self.listed_last = _span(
            self.listed_first, self.listed_last, other.listed_first, other.listed_last
        )

    def bound(self) -> None:
        """Truncate the sets of merged hosts to the limits of one host: the first in order, whatever came first."""
        self.ips = set(sorted(self.ips)[:_MOST_ADDRESSES_KEPT])
        self.says = set(sorted(self.says)[:_MOST_OPINIONS])
        self.aliases = set(sorted(self.aliases)[:_MOST_OPINIONS])
        self.certificates = set(sorted(self.certificates)[:_MOST_OPINIONS])


class Contacts:
    """Counter of exchanges by host."""

    def __init__(self, directory: Directory, redact: Redactor) -> None:
        self.directory = directory
        self.redact = redact
        self.hosts: dict[str, Host] = {}

    def add(self, exchange: Exchange, name: HostName, alike: Iterable[Reason] = ()) -> None:
        """Add one exchange. Bytes sent are those of path, headers, body and messages, as on the wire.

        `alike` are reasons why the host may be a self-hosted server; they come from policies, so there are few of them.
        """
        contact = self._met(exchange, name)
        if exchange.kind == "dns":
            contact.lookups += 1
        else:
            contact.exchanges += 1
            contact.roles.update(self.directory.roles_of_use(exchange.host, exchange.path))
        contact.sent += bytes_sent(exchange)
        contact.alike.update(alike)
        if exchange.aliases and len(contact.aliases) < _MOST_OPINIONS:
            contact.aliases.add(exchange.aliases)
        if exchange.certificate and len(contact.certificates) < _MOST_OPINIONS:
            contact.certificates.add(exchange.certificate)

    def add_attempt(self, exchange: Exchange, name: HostName) -> None:
        """Add a request that failed to reach its server."""
        self._met(exchange, name).attempts += 1

    def _met(self, exchange: Exchange, name: HostName) -> Host:
        """Return the host of an exchange, with its time, phase and address added."""
        contact = self.hosts.get(name.shown)
        if contact is None:
            contact = self.hosts[name.shown] = Host(name.shown, raw=name.raw)
        if exchange.started is not None and (contact.first is None or exchange.started < contact.first):
            contact.first = exchange.started
        if exchange.phase:
            contact.phases[exchange.phase] += 1
        if (ip := address(exchange.ip)) and len(contact.ips) < _MOST_ADDRESSES_KEPT:
            contact.ips.add(ip)
        return contact

    def add_listed(self, row: Contact, name: HostName) -> None:
        """Add a row of a list of contacted hosts."""
        host = self.hosts.setdefault(name.shown, Host(name.shown, raw=name.raw))
        known = Host(name.shown, raw=name.raw, sent=row.sent or 0, first=row.first)
        if row.lookup:
            known.lookups = row.count
        else:
            known.listed, known.listed_first, known.listed_last = row.count, row.first, row.last or row.first
        if (ip := address(row.ip)) and len(host.ips) < _MOST_ADDRESSES_KEPT:
            known.ips.add(ip)
        if row.aliases and len(host.aliases) < _MOST_OPINIONS:
            known.aliases.add(row.aliases)
        if row.says and len(host.says) < _MOST_OPINIONS:
            known.says.add(row.says)
        host.merge(known)

    def gaps(self) -> Iterator[Gap]:
        """Yield hosts without a recorded exchange that were contacted or looked up."""
        for host in self.hosts.values():
            if not host.exchanges and host.listed:
                yield Gap(code="contacts-only", host=host.host, count=host.listed, blocking=True)
            elif not host.exchanges and host.lookups:
                yield Gap(code="looked-up", host=host.host, count=host.lookups)

    def regroup(self, moved: Moved) -> None:
        """Merge hosts that now share a row."""
        for shown, name in moved.items():
            if (host := self.hosts.pop(shown, None)) is not None:
                whole = self.hosts.setdefault(name.shown, Host(name.shown, raw=name.raw))
                whole.merge(host)
                whole.bound()

    def state(self) -> dict[str, Host]:
        """Return the hosts by printable name."""
        return self.hosts

    def merge(self, other: "dict[str, Host]") -> None:
        """Merge the hosts of another worker."""
        for host, contact in other.items():
            if host in self.hosts:
                self.hosts[host].merge(contact)
            else:
                self.hosts[host] = contact

    def teach(self) -> None:
        """Add the network evidence of the captures to the directory, before anything is derived from operators."""
        for contact in self.hosts.values():
            aliases = tuple(dict.fromkeys(alias for chain in sorted(contact.aliases) for alias in chain))
            certificate = min(contact.certificates, default=None)
            if aliases or certificate:
                self.directory.learn(contact.raw, NetworkEvidence(aliases, certificate))

    def recipients(self, grouped: Mapping[str, int] = MappingProxyType({})) -> list[Recipient]:
        """Return all recipients, sorted by host; `grouped` is the number of hosts in rows that combine several."""
        found = (self._recipient(host, grouped.get(host.host, 0)) for host in self.hosts.values())
        return sorted(found, key=lambda recipient: recipient.host)

    def _reason(self, known: Reason, contact: Host) -> Reason:
        """Return the reasons for the operator: by policies, by similarity, and by notes of recorders."""
        says = (because("recorder-says", text=text) for text in sorted(contact.says))
        return changed_texts(_several([known, *sorted(contact.alike), *says]), self.redact)

    def _recipient(self, contact: Host, grouped: int) -> Recipient:
        answer = self.directory.answer(contact.raw)
        company = answer.organisation
        roles = tuple(sorted(contact.roles)) or (answer.service.roles if answer.service else ())
        carried = answer.party == "third" and bool(roles) and CARRIERS.issuperset(roles)
        return Recipient(
            host=contact.host,
            domain=self.redact(answer.domain),
            service=answer.service.name if answer.service and answer.named else None,
            organisation=company.name if company else None,
            parent=self.directory.name(company.parent) if company and company.parent else None,
            country=company.country if company else None,
            roles=roles,
            party="infrastructure" if carried else answer.party,
            declared=answer.declared,
            reason=self._reason(answer.reason, contact),
            evidence=tuple(replace(one, says=self.redact(one.says)) for one in answer.evidence),
            exchanges=contact.exchanges,
            bytes_sent=contact.sent,
            first_seen=timestamp(contact.first),
            phases=tuple(sorted(contact.phases)),
            ips=tuple(sorted(contact.ips)[:_MOST_ADDRESSES]),
            listed=contact.listed,
            lookups=contact.lookups,
            attempts=contact.attempts,
            hosts_grouped=grouped,
            country_basis=company.basis if company and company.country else "",
        )


def _several(reasons: Sequence[Reason]) -> Reason:
    return reasons[0] if len(reasons) == 1 else because("several", all=tuple(reasons))


def _span(*times: float | None) -> tuple[float | None, float | None]:
    """Return the first and the last of the known times."""
    known = [time for time in times if time is not None]
    return min(known, default=None), max(known, default=None)


def bytes_sent(exchange: Exchange) -> int:
    """Return the number of bytes sent in one exchange, without transport overhead."""
    head = len(exchange.method) + len(exchange.path) + sum(len(name) + len(value) for name, value in exchange.headers)
    return head + len(exchange.body or b"") + sum(len(message.content) for message in exchange.messages if message.sent)


_LONGEST_DETAIL = 200


def _detail(gap: Gap, redact: Redactor) -> Reason | None:
    """Return the reason of a gap, or its reader's text as a reason; None if it has neither."""
    if gap.reason:
        return changed_texts(gap.reason, redact)
    return because("noted", text=redact(gap.detail[:_LONGEST_DETAIL])) if gap.detail else None


class Sum(Struct):
    """Bytes of bodies and messages of one host in one direction."""

    declared: int = 0
    captured: int = 0
    decoded: int = 0
    searched: int = 0
    opaque: int = 0
    unread: int = 0

    def merge(self, other: "Sum | Account") -> None:
        """Add the bytes of another worker, or of an exchange."""
        self.declared += other.declared
        self.captured += other.captured
        self.decoded += other.decoded
        self.searched += other.searched
        self.opaque += other.opaque
        self.unread += other.unread


_DIRECTIONS: tuple[Direction, ...] = ("sent", "received")
# Of a gap: its code, host, whether it blocks, and its reason.
GapKey = tuple[str, str, bool, Reason | None]
CoverageState = tuple[int, dict[GapKey, tuple[int, int]], dict[tuple[Direction, str], Sum]]


class CoverageCounter:
    """Counter of what was read and what was not."""

    def __init__(self, redact: Redactor, shown: Callable[[str], str] | None = None) -> None:
        self.redact = redact
        self.shown = shown or redact  # of hosts
        self.exchanges = 0
        self.gaps: dict[GapKey, tuple[int, int]] = {}
        self.bytes: dict[tuple[Direction, str], Sum] = {}

    def add(self, exchange: Exchange, host: HostName, opaque: int, accounts: Sequence[Account] = ()) -> None:
        """Add one exchange; `opaque` of its sent bytes could not be decoded. `accounts`: see `Collector.add`."""
        self.exchanges += 1
        sent = self._sum("sent", host.shown)
        size = bytes_sent(exchange)
        for direction, account in zip(_DIRECTIONS, accounts, strict=False):
            if account.declared or account.unread:
                self._sum(direction, host.shown).merge(account)
            size -= account.captured if direction == "sent" else 0
        opaque = 0 if accounts else opaque
        sent.declared += size
        sent.captured += size
        sent.decoded += size - opaque
        sent.searched += size - opaque
        sent.opaque += opaque
        closed = [account.opaque for account in accounts] or [opaque, 0]
        if closed[0]:
            self.add_gaps([Gap(code="body-opaque", host=exchange.host, blocking=True, unread=closed[0])], counted=True)
        if closed[1]:
            self.add_gaps([Gap(code="answer-opaque", host=exchange.host, unread=closed[1])], counted=True)

    def add_gaps(self, gaps: Iterable[Gap], *, counted: bool = False) -> None:
        """Count gaps by code, host and reason. `counted`: an account includes their bytes."""
        for gap in gaps:
            key = (gap.code, self.shown(gap.host), gap.blocking, _detail(gap, self.redact))
            count, unread = self.gaps.get(key, (0, 0))
            self.gaps[key] = count + gap.count, unread + gap.unread
            if gap.unread and not counted:
                self._sum("sent", self.shown(gap.host)).unread += gap.unread

    def _sum(self, direction: Direction, host: str) -> Sum:
        key = direction, host
        if key not in self.bytes:
            self.bytes[key] = Sum()
        return self.bytes[key]

    def regroup(self, moved: Moved) -> None:
        """Add up the sums and gaps of hosts that now share a row."""
        gaps, sums = self.gaps, self.bytes
        self.gaps, self.bytes = {}, {}
        for (code, host, blocking, reason), (count, unread) in gaps.items():
            key = code, moved[host].shown if host in moved else host, blocking, reason
            before, missing = self.gaps.get(key, (0, 0))
            self.gaps[key] = before + count, missing + unread
        for (direction, host), found in sums.items():
            self._sum(direction, moved[host].shown if host in moved else host).merge(found)

    def state(self) -> CoverageState:
        """Return the sums."""
        return self.exchanges, self.gaps, self.bytes

    def merge(self, other: CoverageState) -> None:
        """Merge the sums and gaps of another worker."""
        exchanges, gaps, sums = other
        self.exchanges += exchanges
        for key, (count, unread) in gaps.items():
            before, missing = self.gaps.get(key, (0, 0))
            self.gaps[key] = before + count, missing + unread
        for of, found in sums.items():
            self.bytes.setdefault(of, Sum()).merge(found)

    def result(self) -> CoverageFacts:
        """Return the sums; gaps are sorted, blocking ones first."""
        gaps = (
            GapCount(code=code, host=host, count=count, blocking=blocking, reason=reason, bytes=unread)
            for (code, host, blocking, reason), (count, unread) in self.gaps.items()
        )
        rows = (
            ByteAccount(direction=direction, host=host, **structs.asdict(one))
            for (direction, host), one in self.bytes.items()
        )
        return CoverageFacts(
            exchanges=self.exchanges,
            bytes=tuple(sorted(rows, key=lambda row: (row.direction, row.host))),
            gaps=tuple(sorted(gaps, key=lambda gap: (not gap.blocking, gap.code, gap.host, repr(gap.reason)))),
        )


@lru_cache(maxsize=4096)
def address(text: str | None) -> str:
    """Return an IP address in canonical form; "" for any other text of a capture."""
    try:
        return str(ip_address(text)) if text and "%" not in text else ""
    except ValueError:
        return ""
