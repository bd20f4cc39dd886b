"""List the domains in a capture, for the user to select the app's own."""

from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

from mhaudit.auditing.run import audit
from mhaudit.auditing.workers import Progress
from mhaudit.model.audit import Audit

MOST_DOMAINS = 60


class Offer(Struct, frozen=True, kw_only=True):
    """One registrable domain. `known` is its company in the policies, "" where it is unknown.

    `certificate` is the subject of its servers' certificates, `hosts` are the requested ones, most often first.
    """

    domain: str
    exchanges: int
    hosts: tuple[str, ...]
    known: str = ""
    service: str = ""
    certificate: str = ""


def offers(captures: Iterable[Path], progress: Progress = lambda _: None) -> tuple[Offer, ...]:
    """Return the domains of captures: unknown ones first, then by number of requests. Raise the errors of an audit."""
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
