"""The domains that a capture names, for somebody to say which of them are the app's own."""

from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

from mhaudit.auditing.run import audit
from mhaudit.auditing.workers import Progress
from mhaudit.model.audit import Audit

MOST_DOMAINS = 60


class Offer(Struct, frozen=True, kw_only=True):
    """One registrable domain. `known` is the company that the policies name, "" where nobody is known.

    `certificate` is what a certificate of its servers says, `hosts` are those that were asked, most often first.
    """

    domain: str
    exchanges: int
    hosts: tuple[str, ...]
    known: str = ""
    service: str = ""
    certificate: str = ""


def offers(captures: Iterable[Path], progress: Progress = lambda _: None) -> tuple[Offer, ...]:
    """Return the domains of captures: those of nobody known first, the most asked first. Raises as an audit does."""
    return offers_of(audit(captures, progress=progress))


def offers_of(found: Audit) -> tuple[Offer, ...]:
    """Return the domains of an audit that was made without an app profile."""
    groups: dict[str, list[int]] = {}
    for number, recipient in enumerate(found.recipients):
        groups.setdefault(recipient.domain, []).append(number)
    made = [_offer(found, domain, numbers) for domain, numbers in groups.items() if domain]
    made.sort(key=lambda offer: (bool(offer.known), -offer.exchanges, offer.domain))
    return tuple(made[:MOST_DOMAINS])


def _offer(found: Audit, domain: str, numbers: list[int]) -> Offer:
    rows = sorted((found.recipients[number] for number in numbers), key=lambda row: (-row.exchanges, row.host))
    said = (evidence.says for row in rows for evidence in row.evidence if evidence.what == "certificate")
    return Offer(
        domain=domain,
        exchanges=sum(row.exchanges for row in rows),
        hosts=tuple(row.host for row in rows),
        known=next((row.organisation for row in rows if row.organisation), ""),
        service=next((row.service for row in rows if row.service), ""),
        certificate=next(said, ""),
    )
