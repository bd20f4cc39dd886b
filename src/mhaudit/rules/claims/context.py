"""The context of a claim: the facts that can prove or contradict it, and gaps that may hide more."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from msgspec import Struct, field

from mhaudit.model.audit import (
    ClaimKind,
    ClaimResult,
    ClaimVerdict,
    Coverage,
    Linkage,
    Notice,
    Observation,
    Phase,
    Recipient,
)
from mhaudit.model.knowledge import DataKind
from mhaudit.model.reasons import Reason, because
from mhaudit.model.subject import AppProfile, Persona

PROOF = frozenset({"proven", "declared"})
# Gaps in the auditor's inputs hide no traffic.
_NOT_OF_TRAFFIC = frozenset({"no-persona", "no-app-profile", "phases-not-met", "not-exercised", "value-not-searched"})
_MOST_PROOFS = 5
_FIELDS = ("json:", "form:", "query:", "multipart:")


class ClaimContext(Struct, frozen=True, kw_only=True):
    """All facts that a claim is compared with.

    `ids` are those of the service and the organisation of a host; `notice` is the result for the privacy notice.
    """

    app: AppProfile | None
    persona: Persona | None
    recipients: Mapping[str, Recipient]
    observations: Sequence[Observation]
    linkage: Sequence[Linkage]
    coverage: Coverage
    phases: Sequence[Phase]
    kinds: Mapping[str, DataKind]
    ids: Mapping[str, frozenset[str]] = field(default_factory=dict)
    notice: Notice | None = None

    def sent(self) -> Iterator[Observation]:
        """Yield what was surely sent: planted values, and fields with a documented meaning."""
        return (seen for seen in self.observations if seen.direction == "sent" and seen.certainty in PROOF)

    def planted(self, categories: Iterable[str]) -> bool:
        """Return whether the persona has a value of one of the kinds or families."""
        wanted = tuple(categories)
        return any(within(value.category, wanted) for value in (self.persona.values if self.persona else ()))

    def blind(self, parties: Iterable[str]) -> Reason | None:
        """Return the reason that traffic of these parties could not be read completely; None if it could."""
        wanted = set(parties)
        hosts = {
            gap.host
            for gap in self.coverage.gaps
            if gap.blocking and gap.code not in _NOT_OF_TRAFFIC and (not gap.host or self._party(gap.host) in wanted)
        }
        named = sorted(filter(None, hosts))
        if not hosts:
            return None
        return because("blind-at", names=tuple(named)) if named else because("blind")

    def _party(self, host: str) -> str:
        """Return the party of a host, also if only a gap is known of it."""
        if host in self.recipients:
            return self.recipients[host].party
        own = self.app.first_party if self.app else ()
        return "first" if any(host == domain or host.endswith(f".{domain}") for domain in own) else "third"

    def sent_to(self, seen: Observation) -> Reason:
        """Return an observation as the proof of a claim: what was sent to whom, and the evidence."""
        company = self.recipients[seen.recipient].organisation
        if company:
            return because("sent-to-company", kind=seen.category, company=company, first=seen.reason)
        return because("sent-to-host", kind=seen.category, host=seen.recipient, first=seen.reason)


def within(category: str, wanted: Sequence[str]) -> bool:
    """Return whether a kind of data is one of the wanted ones, or of a wanted family."""
    return any(category == name or category.startswith(f"{name}.") for name in wanted)


def shortest(proofs: Iterable[Observation]) -> list[Observation]:
    """Return proofs, the simplest first: planted values in plain text at short places."""
    return sorted(
        proofs,
        key=lambda seen: (seen.certainty != "proven", not seen.form.startswith("plain"), *_length(seen), seen.id),
    )


def _length(seen: Observation) -> tuple[int, int]:
    place = seen.at[0].place if seen.at else ""
    undone = sum(not step.startswith(_FIELDS) for step in place.split(" > ")[1:])  # steps that a reader has to decode
    return undone, len(place)


class Saying(NamedTuple):
    """A statement of the vendor: its type, id, words and source."""

    kind: ClaimKind
    id: str
    says: str
    source: str = ""


def contradicted(saying: Saying, reason: Reason, proofs: Sequence[Observation] = ()) -> ClaimResult:
    """Return the result that an observation is impossible if the statement is true."""
    return _result(saying, "contradicted", reason, proofs)


def consistent(saying: Saying, reason: Reason, seen: Sequence[Observation] = ()) -> ClaimResult:
    """Return the result that the statement could have been contradicted, and was not."""
    return _result(saying, "consistent", reason, seen)


def not_tested(saying: Saying, reason: Reason, seen: Sequence[Observation] = ()) -> ClaimResult:
    """Return the result that this recording could not have shown it."""
    return _result(saying, "not-tested", reason, seen)


def _proofs(seen: Iterable[Observation]) -> list[str]:
    """Return the ids of the first few observations; of one field in several events only the first."""
    found: dict[tuple[str, ...], str] = {}
    for one in seen:
        place = one.at[0].place if one.at else ""
        found.setdefault((one.recipient, one.category, one.detector, one.form, one.phase or "", place), one.id)
    return list(found.values())[:_MOST_PROOFS]


def _result(saying: Saying, verdict: ClaimVerdict, reason: Reason, seen: Sequence[Observation]) -> ClaimResult:
    return ClaimResult(
        id=saying.id,
        says=saying.says,
        verdict=verdict,
        reason=reason,
        observations=tuple(_proofs(seen)),
        kind=saying.kind,
        source=saying.source,
    )
