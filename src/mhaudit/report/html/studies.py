"""Published studies beside this audit: only rows that measure what this audit measured, each with its denominator."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from msgspec import Struct

from mhaudit.model.audit import Audit, Observation
from mhaudit.report.html.companies import Group
from mhaudit.report.text.language import message, say
from mhaudit.report.text.words import share

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


STUDIES = Path(__file__).parents[1] / "studies"


class StudyRow(Struct, frozen=True, kw_only=True):
    """One figure of a study: `part` of `whole` things did what `counted` says. `measure` is a key of `MEASURES`."""

    measure: str
    counted: str
    part: int
    whole: int
    of: str
    confidence: Literal["verified", "secondary"]


class Study(Struct, frozen=True, kw_only=True):
    """A study with its rows; figures are facts, and where it was published is their source."""

    id: str
    cite: str
    about: str
    rows: tuple[StudyRow, ...]

    def texts(self) -> Iterator[str]:
        """What a report says of it, for the catalogue."""
        yield self.about
        for row in self.rows:
            yield from (row.counted, row.of)


class Beside(Struct, frozen=True, kw_only=True):
    """A row of a study, and what this audit has to set beside it."""

    study: Study
    row: StudyRow
    theirs: str
    ours: str


@cache
def studies() -> tuple[Study, ...]:
    """The studies that are known, by id."""
    return tuple(_study(json.loads(path.read_bytes())) for path in sorted(STUDIES.glob("*-[0-9]*.json")))


def beside_studies(audit: Audit, groups: Sequence[Group]) -> tuple[Beside, ...]:
    """The rows that fit what was measured; none where nothing was recorded."""
    if not audit.coverage.exchanges:
        return ()
    return tuple(
        Beside(study=study, row=row, theirs=_theirs(row), ours=_ours(measured))
        for study in studies()
        for row in study.rows
        if (measured := MEASURES[row.measure](audit, groups)) is not None
    )


def _study(data: dict[str, Any]) -> Study:
    return Study(**{**data, "rows": tuple(StudyRow(**row) for row in data["rows"])})


def _theirs(row: StudyRow) -> str:
    return say(
        "{part} of {whole} {things} ({percent})",
        part=row.part,
        whole=row.whole,
        things=message(row.of),
        percent=share(row.part, row.whole),
    )


def _ours(measured: Measured) -> str:
    if isinstance(measured, bool):
        return say("yes") if measured else say("not in what could be read")
    part, whole = measured
    return say("{part} of {whole} organisations ({percent})", part=part, whole=whole, percent=share(part, whole))
