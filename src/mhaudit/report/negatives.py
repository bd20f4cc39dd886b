"""What was looked for and not found: said only as far as the coverage carries it."""

from collections.abc import Iterable, Iterator, Sequence

from mhaudit.model.audit import Audit, Kind
from mhaudit.report import words
from mhaudit.report.groups import Group

PREPARATION = ("no-app-profile", "no-persona")
ROLES = {
    "session-replay": "session-replay service",
    "advertising": "advertising service",
    "data-broker": "data broker",
    "social": "social network",
    "attribution": "ad-attribution service",
    "ai-inference": "AI model provider",
}


def negatives(audit: Audit, groups: Sequence[Group], kinds: dict[str, Kind]) -> tuple[str, ...]:
    """One sentence for each negative; none where nothing was recorded, for then nothing was tested."""
    if not audit.coverage.exchanges or not audit.recipients:
        return ()
    limit = " in what could be read" if any(gap.code not in PREPARATION for gap in audit.coverage.gaps) else ""
    return (*_contacts(audit, limit), *_planted(audit, groups, kinds, limit))


def _contacts(audit: Audit, limit: str) -> Iterator[str]:
    roles = {role for recipient in audit.recipients for role in recipient.roles}
    absent = [f"no {name}" for role, name in ROLES.items() if role not in roles]
    if absent:
        known = sum(host.organisation is not None or host.party == "first" for host in audit.recipients)
        whole = words.counted(len(audit.recipients), "host")
        yield f"N{words.listed(absent)[1:]} was contacted{limit}."
        yield f"Who answers is known for {known:,} of the {whole} contacted."


def _planted(audit: Audit, groups: Iterable[Group], kinds: dict[str, Kind], limit: str) -> Iterator[str]:
    """Kinds that the persona holds and that no other company was seen to be sent."""
    persona = audit.generated_from.persona
    if persona is None:
        return
    sent = {seen.category for group in groups if not group.own for seen in group.sent}
    missing = [words.inside(kinds[category].label) for category in persona.categories if category not in sent]
    if missing:
        yield (
            f"Planted with the persona, and not found in anything sent outside the app’s own servers{limit}: "
            f"{words.listed(missing)}. Values too short to be unique are found by what a field means, not searched for."
        )
