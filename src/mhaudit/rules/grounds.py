"""The grounds of a judgement: everything that rules may look at."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

from msgspec import Struct, field

from mhaudit.model.audit import ClaimResult, CrisisReply, Linkage, Observation, Recipient
from mhaudit.model.subject import AppProfile

# Host, phase, and something about what happened there then.
ByPhase = Mapping[str, Mapping[str, int]]
Again = Mapping[str, Mapping[str, AbstractSet[str]]]


class Grounds(Struct, frozen=True, kw_only=True):
    """Facts, and what was made of them. `visits` counts exchanges with a host in a phase; `again` are the kinds of
    identifiers whose very values a host got in that phase and in another one.
    """

    recipients: Sequence[Recipient]
    observations: Sequence[Observation] = ()
    linkage: Sequence[Linkage] = ()
    claims: Sequence[ClaimResult] = ()
    crisis: Sequence[CrisisReply] = ()
    visits: ByPhase = field(default_factory=dict)
    again: Again = field(default_factory=dict)
    app: AppProfile | None = None

    def by_host(self) -> dict[str, Recipient]:
        """Recipients by their host."""
        return {recipient.host: recipient for recipient in self.recipients}
