"""Linkage: health data and identifiers that reached one organisation in the same exchange or session."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from typing import NamedTuple

from msgspec import Struct, field

from mhaudit.collect.host_names import Moved
from mhaudit.collect.masking import HostName, Redactor
from mhaudit.detect.hit import Hit
from mhaudit.model.audit import Linkage
from mhaudit.model.capture import Exchange
from mhaudit.model.knowledge import DataKind
from mhaudit.model.place import Trail
from mhaudit.model.reasons import because
from mhaudit.recipients.directory import Directory

# Kinds that identify one person, device or visit. An IP address, a gender, a birthday do not.
_TELLING = frozenset({"identity.email", "identity.phone", "identity.name", "identity.address"})
_NOT_WORTH_A_TRACE = frozenset({"possible"})
_SHORTEST, _FEWEST = 8, 4  # characters of a value, and distinct ones: "unknown" and "00000000" identify nobody
_MOST = 20_000
_SAMPLES = 20

# The digest of a value, or the number of a planted one.
Key = bytes | int
# The capture and the number of an exchange.
Where = tuple[str, int]


class IdentifyingValue(NamedTuple):
    """An identifier value in an exchange."""

    key: Key
    category: str
    form: str


class IdentifierTrace(Struct):
    """The recipients of one identifier value: the phases for each host, with its kinds and forms."""

    hosts: dict[str, set[str]] = field(default_factory=dict)
    categories: set[str] = field(default_factory=set)
    forms: set[str] = field(default_factory=set)
    exchanges: list[Where] = field(default_factory=list)

    def merge(self, other: "IdentifierTrace") -> None:
        """Merge the trace of another worker."""
        for host, phases in other.hosts.items():
            self.hosts.setdefault(host, set()).update(phases)
        self.categories |= other.categories
        self.forms |= other.forms
        self.exchanges = first(self.exchanges, *other.exchanges)


def first(exchanges: Sequence[Where], *more: Where) -> list[Where]:
    """Return the first twenty of all exchanges in order, independent of the order of the calls."""
    if len(exchanges) >= _SAMPLES and more and min(more) >= exchanges[-1]:
        return list(exchanges)
    return sorted({*exchanges, *more})[:_SAMPLES]


def identifying_values(sent: Sequence[Hit]) -> list[IdentifyingValue]:
    """Return the identifier values that an exchange sent. A planted value is only itself, whatever else it matches."""
    own: dict[Trail, int] = {hit.trail: hit.planted for hit in sent if hit.planted >= 0}
    return list(_identifying_values(sent, own))


def _identifying_values(sent: Iterable[Hit], own: dict[Trail, int]) -> Iterator[IdentifyingValue]:
    for hit in sent:
        if hit.certainty in _NOT_WORTH_A_TRACE or not is_identifying(hit.category):
            continue
        key: Key | None = hit.planted
        if hit.planted < 0:
            key = own[hit.trail] if own and hit.trail in own else _digest(str(hit.value))
        if key is not None:
            yield IdentifyingValue(key, hit.category, hit.form)


def is_identifying(category: str) -> bool:
    """Return whether a value of this kind identifies a person, device or visit."""
    return category.startswith("identifier.") or category in _TELLING


def _digest(text: str) -> bytes | None:
    """Return a digest that ignores dashes, colons, braces and case; None for a value that identifies nobody."""
    bare = text.strip(' {}"').replace("-", "").replace(":", "").lower()
    if len(bare) < _SHORTEST or len(set(bare)) < _FEWEST:
        return None
    return blake2b(bare.encode(errors="replace"), digest_size=12).digest()


class Identifiers:
    """The traces of identifier values. Memory is bounded: values beyond some thousands are not traced."""

    def __init__(self) -> None:
        self.traces: dict[Key, IdentifierTrace] = {}

    def add(self, exchange: Exchange, host: HostName, seen: Iterable[IdentifyingValue]) -> None:
        """Add the identifier values of one exchange."""
        for key, category, form in seen:
            trace = self.traces.get(key)
            if trace is None:
                if len(self.traces) >= _MOST:
                    continue
                trace = self.traces[key] = IdentifierTrace()
            phases = trace.hosts.setdefault(host.shown, set())
            if exchange.phase:
                phases.add(exchange.phase)
            trace.categories.add(category)
            trace.forms.add(form)
            trace.exchanges = first(trace.exchanges, (exchange.capture, exchange.number))

    def regroup(self, moved: Moved) -> None:
        """Merge hosts that now share a row."""
        for trace in self.traces.values():
            for shown in moved.keys() & trace.hosts.keys():
                trace.hosts.setdefault(moved[shown].shown, set()).update(trace.hosts.pop(shown))

    def state(self) -> dict[Key, IdentifierTrace]:
        """Return the traces by value."""
        return self.traces

    def merge(self, other: dict[Key, IdentifierTrace]) -> None:
        """Merge the traces of another worker."""
        for key, trace in other.items():
            if key in self.traces:
                self.traces[key].merge(trace)
            else:
                self.traces[key] = trace


_MOST_KEYS = 5000


class Session(Struct, eq=False):
    """Linked values, and the kinds of identifiers and health data that were sent with any of them."""

    keys: set[Key] = field(default_factory=set)
    identifiers: set[str] = field(default_factory=set)
    categories: set[str] = field(default_factory=set)
    exchanges: list[Where] = field(default_factory=list)

    def take(self, other: "Session") -> None:
        """Merge a session that turned out to be the same."""
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
        """Add the values of one exchange and merge the sessions that it links. Stop beyond some thousands of values."""
        known = list(dict.fromkeys(self.by_key[key] for key in new.keys if key in self.by_key))
        if not new.keys or (not known and len(self.by_key) >= _MOST_KEYS):
            return
        whole = max(known, key=lambda session: len(session.keys), default=Session())
        for part in (*known, new):
            if part is not whole:
                whole.take(part)
                self.by_key.update(dict.fromkeys(part.keys, whole))

    def all(self) -> Iterator[Session]:
        """Return each session once."""
        return iter(dict.fromkeys(self.by_key.values()))


_IDENTIFYING = ("identity.", "identifier.")


class Link(Struct):
    """Data that reached one organisation together, the first such exchanges, and the sessions."""

    identifiers: set[str] = field(default_factory=set)
    categories: set[str] = field(default_factory=set)
    exchanges: list[Where] = field(default_factory=list)
    sessions: Sessions = field(default_factory=Sessions)
    parent: str | None = None

    def merge(self, other: "Link") -> None:
        """Merge the link of another worker, or of another host."""
        self.identifiers |= other.identifiers
        self.categories |= other.categories
        self.exchanges = first(self.exchanges, *other.exchanges)
        for session in other.sessions.all():
            self.sessions.join(session)


class Links:
    """Links, by organisation (or host if unknown), of data in the same exchange or session."""

    def __init__(self, directory: Directory, kinds: Mapping[str, DataKind], redact: Redactor) -> None:
        self.directory = directory
        self.special = frozenset(kind.id for kind in kinds.values() if kind.special)
        self.redact = redact
        self.links: dict[HostName, Link] = {}

    def add(self, exchange: Exchange, host: HostName, sent: Sequence[Hit], seen: Iterable[IdentifyingValue]) -> None:
        """Add the distinct hits that one exchange sent."""
        found = {hit.category for hit in sent}
        identifiers = {category for category in found if category.startswith(_IDENTIFYING)}
        if not identifiers:
            return
        health = found & self.special - identifiers
        link = self.links.setdefault(host, Link())
        where = exchange.capture, exchange.number
        link.sessions.join(Session({each.key for each in seen}, identifiers, health, [where]))
        if health:
            link.identifiers |= identifiers
            link.categories |= health
            link.exchanges = first(link.exchanges, where)

    def _by_company(self) -> dict[str, Link]:
        """Return the links by organisation, which is known only after the whole capture."""
        found: dict[str, Link] = {}
        for host, link in sorted(self.links.items()):
            company = self.directory.answer(host.raw).organisation
            name = company.name if company else host.shown
            if name not in found:
                parent = company.parent if company else None
                found[name] = Link(parent=self.directory.name(parent) if parent else None)
            found[name].merge(link)
        return found

    def regroup(self, moved: Moved) -> None:
        """Merge the links of hosts that now share a row."""
        for host in [host for host in self.links if host.shown in moved]:
            self.links.setdefault(moved[host.shown], Link()).merge(self.links.pop(host))

    def state(self) -> dict[HostName, Link]:
        """Return the links by host."""
        return self.links

    def merge(self, other: "dict[HostName, Link]") -> None:
        """Merge the links of another worker."""
        for host, link in other.items():
            if host in self.links:
                self.links[host].merge(link)
            else:
                self.links[host] = link

    def linkage(self) -> list[Linkage]:
        """Return the links between health data and identifiers, by organisation; `exchanges` are the first twenty."""
        links = [*self._in_exchanges(), *self._in_sessions(), *self._of_parents()]
        return sorted(links, key=lambda link: (link.organisation, link.scope, link.exchanges))

    def among_identifiers(self) -> list[Linkage]:
        """Return identifiers that reached one organisation or one parent together, with or without health data."""
        own = (
            (name, link, session)
            for name, link in sorted(self._by_company().items())
            for session in link.sessions.all()
        )
        return [
            _linkage(name, link, session, "session")
            for name, link, session in (*own, *self._joined_by_parents())
            if len(session.identifiers) > 1
        ]

    def _in_exchanges(self) -> Iterator[Linkage]:
        for name, link in self._by_company().items():
            if link.categories:
                yield _linkage(name, link, link, "exchange")

    def _in_sessions(self) -> Iterator[Linkage]:
        """Yield the sessions that link more than single exchanges do."""
        for name, link in self._by_company().items():
            for session in link.sessions.all():
                more = not (session.identifiers <= link.identifiers and session.categories <= link.categories)
                if session.identifiers and session.categories and more:
                    yield _linkage(name, link, session, "session")

    def _of_parents(self) -> Iterator[Linkage]:
        for parent, link, session in self._joined_by_parents():
            if session.identifiers and session.categories:
                yield _linkage(parent, link, session, "session")

    def _joined_by_parents(self) -> Iterator[tuple[str, Link, Session]]:
        """Yield sessions across the organisations of one parent that share an identifier value, if they link more."""
        families: dict[str, list[Link]] = {}
        for link in self._by_company().values():
            if link.parent:
                families.setdefault(link.parent, []).append(link)
        for parent, members in sorted(families.items()):
            parts = [session for member in members for session in member.sessions.all()]
            copies = (Session(set(p.keys), set(p.identifiers), set(p.categories), p.exchanges) for p in parts)
            for session in Sessions(copies).all() if len(members) > 1 else ():
                if not any(_same(session, part) for part in parts):
                    yield parent, Link(), session


def _same(session: Session, part: Session) -> bool:
    """Return whether one organisation alone has all that its parent can link."""
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
        reason=because("linked-session" if scope == "session" else "linked-exchange"),
    )
