"""What was looked for and not found: said only as far as the coverage carries it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from mhaudit.model.audit import Audit, GapCount, Kind
from mhaudit.report.html.companies import Group
from mhaudit.report.text import words
from mhaudit.report.text.language import marked as _
from mhaudit.report.text.language import message, say

PREPARATION = ("no-app-profile", "no-persona")
# The services whose absence is worth a sentence, and the sentence.
ROLES = {
    "session-replay": _("No session-replay service was contacted"),
    "advertising": _("No advertising service was contacted"),
    "data-broker": _("No data broker was contacted"),
    "social": _("No social network was contacted"),
    "attribution": _("No ad-attribution service was contacted"),
    "ai-inference": _("No AI model provider was contacted"),
}


def negatives(audit: Audit, groups: Sequence[Group], kinds: dict[str, Kind]) -> tuple[str, ...]:
    """One sentence for each negative; none where nothing was recorded, for then nothing was tested."""
    if not audit.coverage.exchanges or not audit.recipients:
        return ()
    limit = say(" in what could be read") if any(gap.code not in PREPARATION for gap in audit.coverage.gaps) else ""
    return (*_contacts(audit, limit), *_planted(audit, groups, kinds, limit))


def _contacts(audit: Audit, limit: str) -> Iterator[str]:
    roles = {role for recipient in audit.recipients for role in recipient.roles}
    if any(seen.category == "free_text.replay" for seen in audit.observations):  # by whatever name the service goes
        roles.add("session-replay")
    absent = [sentence for role, sentence in ROLES.items() if role not in roles]
    yield from (f"{message(sentence)}{limit}." for sentence in absent)
    if absent:
        known = sum(host.organisation is not None or host.party == "first" for host in audit.recipients)
        whole = words.counted(len(audit.recipients), "host", "hosts")
        yield say("Who answers is known for {known} of the {hosts} contacted.", known=known, hosts=whole)


def _planted(audit: Audit, groups: Iterable[Group], kinds: dict[str, Kind], limit: str) -> Iterator[str]:
    """Kinds that the persona holds and that no other company was seen to be sent."""
    persona = audit.generated_from.persona
    if persona is None:
        return
    sent = {seen.category for group in groups if not group.own for seen in group.sent}
    missing = [words.inside(kinds[category].label) for category in persona.categories if category not in sent]
    if missing:
        yield say(
            "Planted with the persona, and not found in anything sent outside the app’s own servers{limit}: {kinds}. "
            "Values too short to be unique are found by what a field means, not searched for.",
            limit=limit,
            kinds=words.listed(missing),
        )


class Blindness(Struct, frozen=True, kw_only=True):
    """The gaps of one code; `hosts` are those that are known."""

    code: str
    blocking: bool
    count: int
    hosts: tuple[str, ...]
    gaps: tuple[GapCount, ...]


def blindness(gaps: Iterable[GapCount]) -> tuple[Blindness, ...]:
    """The gaps by code; blocking ones and others stand apart, blocking ones first."""
    alike = defaultdict(list)
    for gap in gaps:
        alike[not gap.blocking, gap.code].append(gap)
    return tuple(
        Blindness(
            code=code,
            blocking=not harmless,
            count=sum(gap.count for gap in members),
            hosts=tuple(sorted({gap.host for gap in members if gap.host})),
            gaps=tuple(members),
        )
        for (harmless, code), members in sorted(alike.items(), key=lambda item: item[0])
    )
