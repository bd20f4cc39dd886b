"""Linkage: which health data and which identifiers reached one organisation in the same exchange."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from mhaudit.detect.hit import Hit
from mhaudit.ledger.facts import direction
from mhaudit.ledger.masking import Redactor
from mhaudit.model.audit import Linkage
from mhaudit.model.capture import Exchange
from mhaudit.model.knowledge import DataKind
from mhaudit.recipients.directory import Directory

_IDENTIFYING = ("identity.", "identifier.")
_SAMPLES = 20


@dataclass(slots=True)
class Link:
    """What reached one organisation together, and the first exchanges in which it did."""

    identifiers: set[str] = field(default_factory=set)
    categories: set[str] = field(default_factory=set)
    exchanges: list[tuple[str, int]] = field(default_factory=list)

    def merge(self, other: "Link") -> None:
        """Take in the links of another share of the same capture."""
        self.identifiers |= other.identifiers
        self.categories |= other.categories
        self.exchanges = sorted([*self.exchanges, *other.exchanges])[:_SAMPLES]


class Links:
    """Joins, per organisation (or host where none is known), what stood in one exchange."""

    def __init__(self, directory: Directory, kinds: Mapping[str, DataKind], redact: Redactor) -> None:
        self.directory = directory
        self.special = frozenset(kind.id for kind in kinds.values() if kind.special)
        self.redact = redact
        self.links: dict[str, Link] = {}

    def add(self, exchange: Exchange, hits: Sequence[Hit]) -> None:
        """Take in the distinct hits of one exchange; what the server sent back does not count."""
        if self.special.isdisjoint([hit.category for hit in hits]):
            return
        found = {hit.category for hit in hits if not hit.decoy and direction(exchange, hit) == "sent"}
        identifiers = {category for category in found if category.startswith(_IDENTIFYING)}
        health = found & self.special - identifiers
        if not identifiers or not health:
            return
        company = self.directory.answer(exchange.host).organisation
        link = self.links.setdefault(company.name if company else self.redact(exchange.host), Link())
        link.identifiers |= identifiers
        link.categories |= health
        if len(link.exchanges) < _SAMPLES:
            link.exchanges.append((exchange.capture, exchange.number))

    def merge(self, other: "dict[str, Link]") -> None:
        """Take in what another share saw."""
        for name, link in other.items():
            if name in self.links:
                self.links[name].merge(link)
            else:
                self.links[name] = link

    def linkage(self) -> list[Linkage]:
        """All links, by organisation; `exchanges` are the first twenty."""
        return [
            Linkage(
                organisation=name,
                identifiers=tuple(sorted(link.identifiers)),
                categories=tuple(sorted(link.categories)),
                exchanges=tuple(f"{capture}#{number}" for capture, number in sorted(link.exchanges)),
            )
            for name, link in sorted(self.links.items())
        ]
