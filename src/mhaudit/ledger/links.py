"""Linkage: which health data and which identifiers reached one organisation in the same exchange."""

from collections.abc import Iterable, Mapping
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
class _Link:
    identifiers: set[str] = field(default_factory=set)
    categories: set[str] = field(default_factory=set)
    exchanges: list[str] = field(default_factory=list)


class Links:
    """Joins, per organisation (or host where none is known), what stood in one exchange."""

    def __init__(self, directory: Directory, kinds: Mapping[str, DataKind], redact: Redactor) -> None:
        self.directory = directory
        self.special = frozenset(kind.id for kind in kinds.values() if kind.special)
        self.redact = redact
        self.links: dict[str, _Link] = {}

    def add(self, exchange: Exchange, hits: Iterable[Hit]) -> None:
        """Take in the distinct hits of one exchange; what the server sent back does not count."""
        found = {hit.category for hit in hits if not hit.decoy and direction(exchange, hit) == "sent"}
        identifiers = {category for category in found if category.startswith(_IDENTIFYING)}
        health = found & self.special - identifiers
        if not identifiers or not health:
            return
        company = self.directory.answer(exchange.host).organisation
        link = self.links.setdefault(company.name if company else self.redact(exchange.host), _Link())
        link.identifiers |= identifiers
        link.categories |= health
        if len(link.exchanges) < _SAMPLES:
            link.exchanges.append(f"{exchange.capture}#{exchange.number}")

    def linkage(self) -> list[Linkage]:
        """All links, by organisation; `exchanges` are the first twenty."""
        return [
            Linkage(
                organisation=name,
                identifiers=tuple(sorted(link.identifiers)),
                categories=tuple(sorted(link.categories)),
                exchanges=tuple(link.exchanges),
            )
            for name, link in sorted(self.links.items())
        ]
