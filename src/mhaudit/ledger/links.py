"""Linkage: which health data and which identifiers reached one organisation together, in an exchange or a session."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct, field

from mhaudit.detect.hit import Hit
from mhaudit.ledger.facts import direction
from mhaudit.ledger.masking import Redactor
from mhaudit.ledger.sessions import Session, Sessions
from mhaudit.ledger.traces import Telling, Where, first
from mhaudit.model.audit import Linkage
from mhaudit.model.capture import Exchange
from mhaudit.model.knowledge import DataKind
from mhaudit.recipients.directory import Directory

_IDENTIFYING = ("identity.", "identifier.")


class Link(Struct):
    """What reached one organisation together, the first exchanges in which it did, and its sessions."""

    identifiers: set[str] = field(default_factory=set)
    categories: set[str] = field(default_factory=set)
    exchanges: list[Where] = field(default_factory=list)
    sessions: Sessions = field(default_factory=Sessions)
    parent: str | None = None

    def merge(self, other: "Link") -> None:
        """Take in the links of another share of the same capture."""
        self.identifiers |= other.identifiers
        self.categories |= other.categories
        self.exchanges = first(self.exchanges, *other.exchanges)
        for session in other.sessions.all():
            self.sessions.join(session)


class Links:
    """Joins, per organisation (or host where none is known), what stood in one exchange or session."""

    def __init__(self, directory: Directory, kinds: Mapping[str, DataKind], redact: Redactor) -> None:
        self.directory = directory
        self.special = frozenset(kind.id for kind in kinds.values() if kind.special)
        self.redact = redact
        self.links: dict[str, Link] = {}

    def add(self, exchange: Exchange, hits: Sequence[Hit], seen: Iterable[Telling]) -> None:
        """Take in the distinct hits of one exchange; what the server sent back does not count."""
        found = {hit.category for hit in hits if not hit.decoy and direction(exchange, hit) == "sent"}
        identifiers = {category for category in found if category.startswith(_IDENTIFYING)}
        if not identifiers:
            return
        health = found & self.special - identifiers
        link = self._link(exchange.host)
        where = exchange.capture, exchange.number
        link.sessions.join(Session({each.key for each in seen}, identifiers, health, [where]))
        if health:
            link.identifiers |= identifiers
            link.categories |= health
            link.exchanges = first(link.exchanges, where)

    def _link(self, host: str) -> Link:
        company = self.directory.answer(host).organisation
        name = company.name if company else self.redact(host)
        if name not in self.links:
            parent = company.parent if company else None
            self.links[name] = Link(parent=self.directory.name(parent) if parent else None)
        return self.links[name]

    def merge(self, other: "dict[str, Link]") -> None:
        """Take in what another share saw."""
        for name, link in other.items():
            if name in self.links:
                self.links[name].merge(link)
            else:
                self.links[name] = link

    def linkage(self) -> list[Linkage]:
        """All links between health data and identifiers, by organisation; `exchanges` are the first twenty."""
        links = [*self._in_exchanges(), *self._in_sessions(), *self._of_parents()]
        return sorted(links, key=lambda link: (link.organisation, link.scope, link.exchanges))

    def among_identifiers(self) -> list[Linkage]:
        """Identifiers that reached one organisation or one parent together, whether or not health data did."""
        own = ((name, link, session) for name, link in sorted(self.links.items()) for session in link.sessions.all())
        return [
            _linkage(name, link, session, "session")
            for name, link, session in (*own, *self._joined_by_parents())
            if len(session.identifiers) > 1
        ]

    def _in_exchanges(self) -> Iterator[Linkage]:
        for name, link in self.links.items():
            if link.categories:
                yield _linkage(name, link, link, "exchange")

    def _in_sessions(self) -> Iterator[Linkage]:
        """Sessions that say more than single exchanges do."""
        for name, link in self.links.items():
            for session in link.sessions.all():
                more = not (session.identifiers <= link.identifiers and session.categories <= link.categories)
                if session.identifiers and session.categories and more:
                    yield _linkage(name, link, session, "session")

    def _of_parents(self) -> Iterator[Linkage]:
        for parent, link, session in self._joined_by_parents():
            if session.identifiers and session.categories:
                yield _linkage(parent, link, session, "session")

    def _joined_by_parents(self) -> Iterator[tuple[str, Link, Session]]:
        """What only the organisations of one parent together have, where an identifier value is the same with both."""
        families: dict[str, list[Link]] = {}
        for link in self.links.values():
            if link.parent:
                families.setdefault(link.parent, []).append(link)
        for parent, members in sorted(families.items()):
            parts = [session for member in members for session in member.sessions.all()]
            copies = (Session(set(p.keys), set(p.identifiers), set(p.categories), p.exchanges) for p in parts)
            for session in Sessions(copies).all() if len(members) > 1 else ():
                if not any(_same(session, part) for part in parts):
                    yield parent, Link(), session


def _same(session: Session, part: Session) -> bool:
    """Whether one organisation alone has all that its parent can join."""
    inside = part.keys <= session.keys
    return inside and (part.identifiers, part.categories) == (session.identifiers, session.categories)


def _linkage(name: str, link: Link, found: Link | Session, scope: str) -> Linkage:
    return Linkage(
        organisation=name,
        identifiers=tuple(sorted(found.identifiers)),
        categories=tuple(sorted(found.categories)),
        exchanges=tuple(f"{capture}#{number}" for capture, number in found.exchanges),
        parent=link.parent,
        scope="session" if scope == "session" else "exchange",
    )
