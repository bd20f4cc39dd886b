"""Collection exchange by exchange: one collector per question; their states are merged between workers."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Any, Protocol, runtime_checkable

from msgspec import Struct

from mhaudit.collect.accesses import Accesses
from mhaudit.collect.ai_settings import AiSettings
from mhaudit.collect.apps import Apps
from mhaudit.collect.contacts import Contacts, CoverageCounter
from mhaudit.collect.host_names import HostNames, Moved
from mhaudit.collect.linkage import Identifiers, Links, identifying_values
from mhaudit.collect.masking import HostName, Redactor, mask
from mhaudit.collect.observations import Observations, distinct, outgoing
from mhaudit.collect.pieces import Pieces
from mhaudit.crisis.disclosures import Disclosures
from mhaudit.decode.account import Account
from mhaudit.detect.hit import Hit
from mhaudit.detect.planted import Planted
from mhaudit.detect.spellings import is_searched
from mhaudit.model.capture import Access, Contact, Exchange, Gap
from mhaudit.model.knowledge import Policies
from mhaudit.model.place import Scalar
from mhaudit.model.reasons import Reason, because
from mhaudit.model.subject import AppProfile, Period, Persona
from mhaudit.recipients.directory import Directory


class Part(Protocol):
    """A collector, as far as workers use it. `add` is not included, because its arguments differ."""

    def state(self) -> Any:
        """Return the collected data without dependencies such as the redactor: it is sent between processes."""

    def merge(self, other: Any) -> None:
        """Merge the state of the same collector of another worker."""


@runtime_checkable
class ByHost(Protocol):
    """A collector that stores its data by host."""

    def regroup(self, moved: Moved) -> None:
        """Merge hosts that now share a row."""


class CollectorState(Struct, frozen=True):
    """The states of all collectors, by name."""

    parts: dict[str, Any]


class Collector:
    """The collected facts of one audit. No planted value is stored: `shown` makes the previews."""

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
        self.names = HostNames(directory.rank, redact, self._regroup)
        self.observations = Observations(redact, shown)
        self.contacts = Contacts(directory, redact)
        self.links = Links(directory, policies.kinds, redact)
        self.coverage = CoverageCounter(redact, self.names.shown)
        self.accesses = Accesses(redact)
        self.apps = Apps(app_id)
        self.identifiers = Identifiers()
        self.disclosures = Disclosures(crisis)
        self.settings = AiSettings()
        self.pieces = Pieces(redact, self.names.shown)

    def host(self, raw: str) -> HostName:
        """Return a host with its printable name."""
        return self.names(raw)

    def _regroup(self, moved: Moved) -> None:
        """Merge hosts that now share a row."""
        for _, part in self.parts():
            if isinstance(part, ByHost):
                part.regroup(moved)

    def parts(self) -> Iterator[tuple[str, Part]]:
        """Yield the collectors with their names: the attributes that have a state."""
        return ((name, part) for name, part in vars(self).items() if hasattr(part, "state"))

    def add(
        self,
        exchange: Exchange,
        hits: Iterable[Hit],
        opaque: int,
        gaps: Iterable[Gap],
        alike: Iterable[Reason] = (),
        accounts: Sequence[Account] = (),
    ) -> None:
        """Add one exchange: its hits, the number of undecodable bytes sent, and its gaps.

        `alike` are reasons why its host may be a self-hosted server of a known service; `accounts` are those of the
        sent and the received bytes.
        """
        found, host = distinct(hits), self.host(exchange.host)
        self.observations.add(exchange, host, found)
        if sent := outgoing(exchange, found):
            seen = identifying_values(sent)
            self.identifiers.add(exchange, host, seen)
            self.links.add(exchange, host, sent, seen)
            if self.disclosures.crisis:
                self.disclosures.add(exchange, sent)
        self.contacts.add(exchange, host, alike)
        self.coverage.add(exchange, host, opaque, accounts)
        self.coverage.add_gaps(gaps, counted=bool(accounts))

    def add_attempt(self, exchange: Exchange, hits: Iterable[Hit]) -> None:
        """Add a request that failed to reach its server: a contact and a gap. Its content was received by nobody."""
        self.contacts.add_attempt(exchange, self.host(exchange.host))
        self.coverage.exchanges += 1
        held = sorted({hit.category for hit in hits if not hit.decoy})
        text = f"{exchange.capture}: {exchange.attempted}"
        why = because("never-arrived-held", text=text, kinds=tuple(held)) if held else because("noted", text=text)
        self.add_gaps([Gap(code="never-arrived", host=exchange.host, reason=why, blocking=True)])

    def add_gaps(self, gaps: Iterable[Gap]) -> None:
        """Add gaps."""
        self.coverage.add_gaps(gaps)

    def add_listed(self, row: Contact | Access) -> None:
        """Add a row of a list: a contacted host, or a resource of the phone that was used."""
        if isinstance(row, Access):
            self.accesses.add(row)
        else:
            self.contacts.add_listed(row, self.host(row.host))

    def note_crisis_pieces(self, planted: Planted) -> None:
        """Add the crisis lines that were sent in pieces. Call it after everything was read and merged."""
        known = {(one.capture, one.host, one.value) for one in self.disclosures.found}
        in_pieces = self.pieces.disclosures(planted, self.disclosures.crisis)
        self.disclosures.merge([one for one in in_pieces if (one.capture, one.host, one.value) not in known])

    def close(self, periods: Collection[Period] = ()) -> None:
        """Add gaps of the audit as a whole. Raise AppNotChosen. `periods` are phases that should contain exchanges."""
        self.apps.check()
        if periods and self.coverage.exchanges and not any(host.phases for host in self.contacts.hosts.values()):
            self.add_gaps([Gap(code="phases-not-met", blocking=True)])
        if self.disclosures.crisis and not self.disclosures.found:
            self.add_gaps([Gap(code="crisis-not-tested")])
        self.add_gaps(self.apps.gaps())
        self.add_gaps(self.contacts.gaps())
        self.add_gaps(self.names.gaps())

    def note_missing(self, persona: Persona | None, app: AppProfile | None) -> None:
        """Add gaps for what can't be audited: no persona, a value that can't be searched, no app profile."""
        if persona is None:
            self.add_gaps([Gap(code="no-persona", blocking=True)])
        for value in persona.values if persona else ():
            if not is_searched(value):
                why = because("persona-value", kind=value.category)
                self.add_gaps([Gap(code="value-not-searched", reason=why, blocking=True)])
        if app is None:
            self.add_gaps([Gap(code="no-app-profile", blocking=True)])

    def state(self) -> CollectorState:
        """Return the states of all collectors."""
        return CollectorState({name: part.state() for name, part in self.parts()})

    def merge(self, other: CollectorState) -> None:
        """Merge the state of another worker, which read another part of the same captures."""
        moved = self.names.merge(other.parts["names"])
        for name, part in self.parts():
            if name != "names":
                part.merge(other.parts[name])
        if moved:
            self._regroup(moved)
