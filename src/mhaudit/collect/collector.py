"""The books of one audit: facts, contacts, links and coverage, filled exchange by exchange."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable

from msgspec import Struct

from mhaudit.collect.accesses import Accesses, Use, Uses
from mhaudit.collect.ai_settings import Settings
from mhaudit.collect.apps import Apps
from mhaudit.collect.contacts import Contacts, Host, Sight
from mhaudit.collect.linkage import Key, Link, Links, Trace, Traces, telling
from mhaudit.collect.masking import Redactor, mask
from mhaudit.collect.observations import Facts, Tallies, distinct, outgoing
from mhaudit.collect.pieces import Piece, Pieces
from mhaudit.crisis.disclosures import Disclosure, Disclosures
from mhaudit.detect.hit import Hit
from mhaudit.detect.spellings import is_searched
from mhaudit.model.audit import Flag
from mhaudit.model.capture import Access, Contact, Exchange, Gap
from mhaudit.model.knowledge import Policies
from mhaudit.model.place import Scalar
from mhaudit.model.subject import AppProfile, Period, Persona
from mhaudit.recipients.directory import Directory


class Pages(Struct, frozen=True):
    """Books without what they were written with, as one process hands them to another."""

    tallies: Tallies
    decoys: int
    contacts: dict[str, Host]
    links: dict[str, Link]
    sight: Sight
    accesses: dict[Use, Uses]
    rows: Counter[str]
    traces: dict[Key, Trace]
    disclosures: list[Disclosure]
    settings: dict[str, set[Flag]]
    pieces: list[Piece]


class Books:
    """Everything that is known so far. What is written here is already masked: `shown` makes the previews."""

    def __init__(
        self,
        directory: Directory,
        policies: Policies,
        redact: Redactor,
        app_id: str = "",
        crisis: frozenset[int] = frozenset(),
        shown: Callable[[Scalar], str] = mask,
    ) -> None:
        self.redact = redact
        self.facts = Facts(self.redact, shown)
        self.contacts = Contacts(directory, self.redact)
        self.links = Links(directory, policies.kinds, self.redact)
        self.sight = Sight()
        self.accesses = Accesses(self.redact)
        self.apps = Apps(app_id)
        self.traces = Traces()
        self.disclosures = Disclosures(crisis)
        self.settings = Settings()
        self.pieces = Pieces(self.redact)

    def add(
        self, exchange: Exchange, hits: Iterable[Hit], opaque: int, gaps: Iterable[Gap], alike: Iterable[str] = ()
    ) -> None:
        """Book one exchange: its hits, how many of its sent bytes stayed opaque, and what else could not be read.

        `alike` are reasons to take its host for one that somebody runs a known service on.
        """
        found = distinct(hits)
        self.facts.add(exchange, found)
        if sent := outgoing(exchange, found):
            seen = telling(sent)
            self.traces.add(exchange, seen)
            self.links.add(exchange, sent, seen)
            self.disclosures.add(exchange, sent)
        self.contacts.add(exchange, alike)
        self.sight.add(exchange, opaque, self.redact)
        self.add_gaps(gaps)

    def add_attempt(self, exchange: Exchange, hits: Iterable[Hit]) -> None:
        """Book a request that never reached its server: a contact and a gap. What it held was sent to nobody."""
        self.contacts.add_attempt(exchange)
        self.sight.exchanges += 1
        held = sorted({hit.category for hit in hits if not hit.decoy})
        would = f"; it held {', '.join(held)}" if held else ""
        detail = f"{exchange.capture}: {exchange.attempted}{would}"
        self.add_gaps([Gap(code="never-arrived", host=exchange.host, detail=detail, blocking=True)])

    def add_gaps(self, gaps: Iterable[Gap]) -> None:
        """Book what could not be seen."""
        self.sight.add_gaps(gaps, self.redact)

    def add_listed(self, row: Contact | Access) -> None:
        """Book a row of a list: a host that was contacted, or something on the phone that was used."""
        if isinstance(row, Access):
            self.accesses.add(row)
        else:
            self.contacts.add_listed(row)

    def close(self, periods: Collection[Period] = ()) -> None:
        """Book what only the whole shows. Raises AppNotChosen. `periods` are phases that some exchange should be in."""
        self.apps.check()
        if periods and self.sight.exchanges and not any(host.phases for host in self.contacts.contacts.values()):
            self.add_gaps([Gap(code="phases-not-met", blocking=True)])
        if self.disclosures.crisis and not self.disclosures.found:
            self.add_gaps([Gap(code="crisis-not-tested")])
        self.add_gaps(self.apps.gaps())
        self.add_gaps(self.contacts.gaps())

    def note_missing(self, persona: Persona | None, app: AppProfile | None) -> None:
        """What the audit could not ask because it was not told: gaps like any other."""
        if persona is None:
            self.add_gaps([Gap(code="no-persona", blocking=True)])
        for value in persona.values if persona else ():
            if not is_searched(value):
                self.add_gaps([Gap(code="value-not-searched", detail=f"persona: {value.category}", blocking=True)])
        if app is None:
            self.add_gaps([Gap(code="no-app-profile", blocking=True)])

    def pages(self) -> Pages:
        """What was written."""
        return Pages(
            self.facts.tallies,
            self.facts.decoys,
            self.contacts.contacts,
            self.links.links,
            self.sight,
            self.accesses.uses,
            self.apps.rows,
            self.traces.traces,
            self.disclosures.found,
            self.settings.flags,
            self.pieces.found,
        )

    def merge(self, pages: Pages) -> None:
        """Take in the books of another share of the same captures."""
        self.facts.merge(pages.tallies, pages.decoys)
        self.contacts.merge(pages.contacts)
        self.links.merge(pages.links)
        self.sight.merge(pages.sight)
        self.accesses.merge(pages.accesses)
        self.apps.merge(pages.rows)
        self.traces.merge(pages.traces)
        self.disclosures.merge(pages.disclosures)
        self.settings.merge(pages.settings)
        self.pieces.merge(pages.pieces)
