"""What studies of many apps count, asked of one audit: yes or no, or so many of so many; None where not measured."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType

from mhaudit.model.audit import Audit, Observation
from mhaudit.report.groups import Group

Measured = bool | tuple[int, int]
Measure = Callable[[Audit, Sequence[Group]], Measured | None]

ADVERTISERS = frozenset({"advertising", "attribution", "social", "data-broker", "ad-verification", "affiliate"})
ANALYSTS = frozenset({"analytics", "cdp", "session-replay", "engagement", "audience-measurement", "tag-manager"})
TRACKERS = ADVERTISERS | ANALYSTS
STRONG = frozenset({"identifier.advertising", "identifier.device", "identifier.vendor"})
WRITTEN = ("free_text.", "substance.")
_BIG = ("Google", "Alphabet", "Meta Platforms", "Facebook")


def _outside(groups: Iterable[Group]) -> list[Group]:
    return [group for group in groups if not group.own]


def _known_parties(audit: Audit) -> bool:
    """Without an app profile nobody can be called a third party, so nothing about them was measured."""
    return audit.generated_from.app is not None


def _sent(group: Group) -> list[Observation]:
    """What is surer than a shape."""
    return [seen for seen in group.sent if seen.certainty != "possible"]


def _is(group: Group, names: tuple[str, ...]) -> bool:
    return any(name.startswith(names) for name in (group.name, group.parent or ""))


def _third_party(audit: Audit, groups: Sequence[Group]) -> bool | None:
    return any(group.party == "third" for group in groups) if _known_parties(audit) else None


def _google_or_meta(audit: Audit, groups: Sequence[Group]) -> bool | None:
    return any(_is(group, _BIG) and TRACKERS.intersection(group.roles) for group in groups)


def _strong_identifier(audit: Audit, groups: Sequence[Group]) -> bool | None:
    advertisers = [group for group in groups if ADVERTISERS.intersection(group.roles)]
    return any(seen.category in STRONG for group in advertisers for seen in _sent(group))


def _written_health(audit: Audit, groups: Sequence[Group]) -> bool | None:
    analysts = [group for group in groups if ANALYSTS.intersection(group.roles)]
    return any(seen.category.startswith(WRITTEN) for group in analysts for seen in _sent(group))


def _user_data(audit: Audit, groups: Sequence[Group]) -> bool | None:
    if not _known_parties(audit):
        return None
    return any(not seen.category.startswith("device.") for group in _outside(groups) for seen in _sent(group))


def _receiving(groups: Iterable[Group]) -> list[Group]:
    return [group for group in _outside(groups) if _sent(group)]


def _infrastructure(audit: Audit, groups: Sequence[Group]) -> tuple[int, int] | None:
    receiving = _receiving(groups)
    if not receiving or not _known_parties(audit):
        return None
    return sum(group.party == "infrastructure" for group in receiving), len(receiving)


def _analysis(audit: Audit, groups: Sequence[Group]) -> tuple[int, int] | None:
    receiving = _receiving(groups)
    if not receiving or not _known_parties(audit):
        return None
    return sum(bool(TRACKERS.intersection(group.roles)) for group in receiving), len(receiving)


def _unnamed_tracker(audit: Audit, groups: Sequence[Group]) -> bool | None:
    """Only where the vendor's own words are known: its notice, or what the app profile says of it."""
    trackers = [group for group in _outside(groups) if TRACKERS.intersection(group.roles)]
    if audit.notice:
        return any(group.named_in_notice is False for group in trackers)
    if any(group.declared for group in groups):
        return any(not group.declared for group in trackers)
    return None


def _chats(audit: Audit) -> bool:
    """Whether there was a conversation that could be followed."""
    persona = audit.generated_from.persona
    seen = any(one.category == "chat.message" and one.certainty == "proven" for one in audit.observations)
    return seen or (persona is not None and "chat.message" in persona.categories)


def _chat_to_replay(audit: Audit, groups: Sequence[Group]) -> bool | None:
    if not _chats(audit):
        return None
    replays = [group for group in groups if "session-replay" in group.roles]
    return any(seen.category == "chat.message" for group in replays for seen in _sent(group))


def _chat_third_party(audit: Audit, groups: Sequence[Group]) -> bool | None:
    return _third_party(audit, groups) if _chats(audit) and audit.subject.platform == "web" else None


def _intake(audit: Audit, groups: Sequence[Group]) -> bool | None:
    if audit.subject.platform != "web":
        return None
    trackers = [group for group in groups if TRACKERS.intersection(group.roles)]
    return any(seen.category == "questionnaire.intake" for group in trackers for seen in _sent(group))


MEASURES: Mapping[str, Measure] = MappingProxyType(
    {
        "third-party": _third_party,
        "google-or-meta": _google_or_meta,
        "strong-identifier-to-advertiser": _strong_identifier,
        "written-health-to-analytics": _written_health,
        "user-data": _user_data,
        "infrastructure-share": _infrastructure,
        "analysis-share": _analysis,
        "unnamed-tracker": _unnamed_tracker,
        "chat-to-replay": _chat_to_replay,
        "chat-third-party": _chat_third_party,
        "intake-to-tracker": _intake,
    }
)
