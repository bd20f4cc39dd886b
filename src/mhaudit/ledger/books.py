"""The books of one audit: facts, contacts, links and coverage, filled exchange by exchange."""

from collections.abc import Callable, Iterable

from mhaudit.detect.hit import Hit
from mhaudit.ledger.contacts import Contacts
from mhaudit.ledger.coverage import Sight
from mhaudit.ledger.facts import Facts
from mhaudit.ledger.links import Links
from mhaudit.ledger.masking import Redactor
from mhaudit.ledger.nesting import distinct
from mhaudit.model.capture import Exchange, Gap
from mhaudit.model.knowledge import Policies
from mhaudit.model.subject import AppProfile, Persona
from mhaudit.recipients.directory import Directory


class Books:
    """Everything that is known so far. What is written here is already masked."""

    def __init__(self, directory: Directory, policies: Policies, holds_value: Callable[[str], bool]) -> None:
        redact = Redactor(holds_value)
        self.facts = Facts(redact)
        self.contacts = Contacts(directory, redact)
        self.links = Links(directory, policies.kinds, redact)
        self.sight = Sight(redact)
        self.exchanges = 0

    def add(self, exchange: Exchange, hits: Iterable[Hit], opaque: int, gaps: Iterable[Gap]) -> None:
        """Book one exchange: its hits, how many of its sent bytes stayed opaque, and what else could not be read."""
        found = distinct(hits)
        self.exchanges += 1
        self.facts.add(exchange, found)
        self.links.add(exchange, found)
        self.contacts.add(exchange)
        self.sight.add(exchange, opaque)
        self.sight.add_gaps(gaps)

    def note_missing(self, persona: Persona | None, app: AppProfile | None) -> None:
        """What the audit could not ask because it was not told: gaps like any other."""
        if persona is None:
            self.sight.add_gaps([Gap(code="no-persona", blocking=True)])
        if app is None:
            self.sight.add_gaps([Gap(code="no-app-profile", blocking=True)])
