"""Recipients: every host that was contacted, with who answers there, how much was sent, and when."""

from collections import Counter
from collections.abc import Iterable, Iterator

from msgspec import Struct, field

from mhaudit.collect.masking import Redactor
from mhaudit.model.audit import Bytes, Coverage, GapCount, Recipient
from mhaudit.model.capture import Contact, Exchange, Gap
from mhaudit.model.times import timestamp
from mhaudit.recipients.directory import Directory

_MOST_ADDRESSES = 8
_MOST_ADDRESSES_KEPT = 1000
_MOST_OPINIONS = 4


class Host(Struct):
    """One host: how often, how much, since when, from which addresses, and which services it looks like."""

    host: str
    exchanges: int = 0
    sent: int = 0
    listed: int = 0
    lookups: int = 0
    first: float | None = None
    phases: Counter[str] = field(default_factory=Counter)
    ips: set[str] = field(default_factory=set)
    alike: set[str] = field(default_factory=set)
    says: set[str] = field(default_factory=set)
    listed_first: float | None = None
    listed_last: float | None = None
    attempts: int = 0

    def merge(self, other: "Host") -> None:
        """Take in the contacts of another share of the same capture."""
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
        self.listed_first, self.listed_last = _span(
            self.listed_first, self.listed_last, other.listed_first, other.listed_last
        )


class Contacts:
    """Counts exchanges by host."""

    def __init__(self, directory: Directory, redact: Redactor) -> None:
        self.directory = directory
        self.redact = redact
        self.contacts: dict[str, Host] = {}

    def add(self, exchange: Exchange, alike: Iterable[str] = ()) -> None:
        """Count one exchange. Bytes sent are those of path, headers, body and messages, as on the wire.

        `alike` says which services it looks like one with; the words come from policies, so there are few of them.
        """
        contact = self._met(exchange)
        if exchange.kind == "dns":
            contact.lookups += 1
        else:
            contact.exchanges += 1
        contact.sent += bytes_sent(exchange)
        contact.alike.update(alike)

    def add_attempt(self, exchange: Exchange) -> None:
        """Count a request that never reached its server."""
        self._met(exchange).attempts += 1

    def _met(self, exchange: Exchange) -> Host:
        """The host of an exchange, with when and where it was met."""
        contact = self.contacts.get(exchange.host)
        if contact is None:
            contact = self.contacts[exchange.host] = Host(exchange.host)
        if exchange.started is not None and (contact.first is None or exchange.started < contact.first):
            contact.first = exchange.started
        if exchange.phase:
            contact.phases[exchange.phase] += 1
        if exchange.ip and len(contact.ips) < _MOST_ADDRESSES_KEPT:
            contact.ips.add(exchange.ip)
        return contact

    def add_listed(self, row: Contact) -> None:
        """Count a row of a list that says who was contacted."""
        host = self.contacts.setdefault(row.host, Host(row.host))
        known = Host(row.host, sent=row.sent or 0, first=row.first)
        if row.lookup:
            known.lookups = row.count
        else:
            known.listed, known.listed_first, known.listed_last = row.count, row.first, row.last or row.first
        if row.ip and len(host.ips) < _MOST_ADDRESSES_KEPT:
            known.ips.add(row.ip)
        if row.says and len(host.says) < _MOST_OPINIONS:
            known.says.add(row.says)
        host.merge(known)

    def gaps(self) -> Iterator[Gap]:
        """Hosts of which no exchange was recorded, although they were contacted or their names looked up."""
        for host in self.contacts.values():
            if not host.exchanges and host.listed:
                yield Gap(code="contacts-only", host=host.host, count=host.listed, blocking=True)
            elif not host.exchanges and host.lookups:
                yield Gap(code="looked-up", host=host.host, count=host.lookups)

    def merge(self, other: "dict[str, Host]") -> None:
        """Take in what another share saw."""
        for host, contact in other.items():
            if host in self.contacts:
                self.contacts[host].merge(contact)
            else:
                self.contacts[host] = contact

    def recipients(self) -> list[Recipient]:
        """All of them, by host."""
        return sorted(map(self._recipient, self.contacts.values()), key=lambda recipient: recipient.host)

    def _recipient(self, contact: Host) -> Recipient:
        answer = self.directory.answer(contact.host)
        company = answer.organisation
        return Recipient(
            host=self.redact(contact.host),
            domain=self.redact(answer.domain),
            service=answer.service.name if answer.service else None,
            organisation=company.name if company else None,
            parent=self.directory.name(company.parent) if company and company.parent else None,
            country=company.country if company else None,
            roles=answer.service.roles if answer.service else (),
            party=answer.party,
            declared=answer.declared,
            because=self.redact("; ".join([answer.because, *sorted(contact.alike), *sorted(contact.says)])),
            exchanges=contact.exchanges,
            bytes_sent=contact.sent,
            first_seen=timestamp(contact.first),
            phases=tuple(sorted(contact.phases)),
            ips=tuple(sorted(contact.ips)[:_MOST_ADDRESSES]),
            listed=contact.listed,
            lookups=contact.lookups,
            attempts=contact.attempts,
            country_basis=company.basis if company and company.country else "",
        )


def _span(*times: float | None) -> tuple[float | None, float | None]:
    """The first and the last of the times that are known."""
    known = [time for time in times if time is not None]
    return min(known, default=None), max(known, default=None)


def bytes_sent(exchange: Exchange) -> int:
    """What left the device in one exchange, without the transport's own bytes."""
    head = len(exchange.method) + len(exchange.path) + sum(len(name) + len(value) for name, value in exchange.headers)
    return head + len(exchange.body or b"") + sum(len(message.content) for message in exchange.messages if message.sent)


_LONGEST_DETAIL = 200


class Sight:
    """Adds up coverage over a capture."""

    def __init__(self) -> None:
        self.exchanges = self.sent = self.opaque = self.unread = 0
        self.gaps: dict[tuple[str, str, bool, str], int] = {}

    def add(self, exchange: Exchange, opaque: int, redact: Redactor) -> None:
        """One exchange, with how many of its sent bytes could not be decoded."""
        self.exchanges += 1
        self.sent += bytes_sent(exchange)
        self.opaque += opaque
        if opaque:
            self.add_gaps([Gap(code="body-opaque", host=exchange.host, blocking=True)], redact)

    def add_gaps(self, gaps: Iterable[Gap], redact: Redactor) -> None:
        """Gaps of the same code, host and detail are counted together."""
        for gap in gaps:
            key = (gap.code, redact(gap.host), gap.blocking, redact(gap.detail[:_LONGEST_DETAIL]))
            self.gaps[key] = self.gaps.get(key, 0) + gap.count
            self.unread += gap.unread

    def merge(self, other: "Sight") -> None:
        """Take in what another share could and could not see."""
        self.exchanges += other.exchanges
        self.sent += other.sent
        self.opaque += other.opaque
        self.unread += other.unread
        for key, count in other.gaps.items():
            self.gaps[key] = self.gaps.get(key, 0) + count

    def coverage(self) -> Coverage:
        """The sums; gaps are sorted, blocking ones first."""
        gaps = (
            GapCount(code=code, host=host, count=count, blocking=blocking, detail=detail)
            for (code, host, blocking, detail), count in self.gaps.items()
        )
        return Coverage(
            exchanges=self.exchanges,
            bytes=Bytes(read=self.sent - self.opaque, opaque=self.opaque, unread=self.unread),
            gaps=tuple(sorted(gaps, key=lambda gap: (not gap.blocking, gap.code, gap.host, gap.detail))),
        )
