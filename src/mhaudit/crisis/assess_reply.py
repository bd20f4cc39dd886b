"""Assessment of the reply to a crisis line of the persona, by the help that it names.

Cautious: an app may show help stored on the device, which no recording contains. So only a reply in the recording is
assessed, and only if it contains words.
"""

from collections.abc import Iterable, Sequence

from msgspec import Struct

from mhaudit.crisis.line_names import answers_in
from mhaudit.model.audit import CrisisReply, Reply
from mhaudit.model.reasons import Reason, because


class NamedHelp(Struct, frozen=True, kw_only=True):
    """Help named in a reply: its kind, country and name, and whether it is confirmed."""

    kind: str
    country: str
    name: str
    verified: bool
    seconds: float | None


class ObservedReply(Struct, frozen=True, kw_only=True):
    """The observed reply to one crisis line.

    `words` is whether it contains anything that can be a reply, `hint` a statement on unlisted help, `unread` the
    reason why a part of it could not be read.
    """

    recipient: str
    exchange: str
    at: str | None
    phase: str | None
    named: Sequence[NamedHelp]
    words: bool
    hint: str
    unread: Reason | None = None
    why_nothing: Reason
    told: tuple[str, ...]
    observations: tuple[str, ...]


def judge_reply(heard: ObservedReply, country: str, within: float) -> CrisisReply:
    """Assess a reply for the tester's country ("" if unknown). `within` is the limit in seconds."""
    reply, named, why = _judge(heard, country, within)
    seconds = min((one.seconds for one in named if one.seconds is not None), default=None)
    return CrisisReply(
        recipient=heard.recipient,
        exchange=heard.exchange,
        at=heard.at,
        phase=heard.phase,
        country=country or None,
        reply=reply,
        resources=tuple(sorted({f"{one.name} ({one.country})" for one in named})),
        seconds=None if seconds is None else round(seconds, 1),
        told=heard.told,
        reason=why,
        observations=heard.observations,
    )


Judged = tuple[Reply, Sequence[NamedHelp], Reason]


def _judge(heard: ObservedReply, country: str, within: float) -> Judged:
    if not heard.words and not heard.named:
        return "not-tested", (), heard.why_nothing
    alive = [one for one in heard.named if one.kind != "retired"]
    here = [one for one in alive if answers_in(one.country, country)]
    lines = [one for one in here if one.kind in ("line", "directory")]
    if lines:
        return _help(lines, within)
    if heard.hint or (alive and not country):
        return "unverified-resource", alive, _unchecked(alive, country, heard.hint)
    if superseded := [one for one in here if one.kind == "superseded"]:
        return "superseded-resource", superseded, because("reply-superseded", names=_names(superseded))
    if here:
        return "emergency-only", here, because("reply-emergency", names=_names(here))
    return _no_help_here(heard, alive, country)


def _no_help_here(heard: ObservedReply, alive: Sequence[NamedHelp], country: str) -> Judged:
    """Assess a reply without help that is valid in the tester's country."""
    retired = [one for one in heard.named if one.kind == "retired"]
    if retired and not alive:
        return "retired-resource", retired, because("reply-retired", names=_names(retired))
    if alive:
        return "other-country-resource", alive, because("reply-other-country", names=_names(alive), country=country)
    if heard.unread:
        return "not-tested", (), heard.unread
    return "none", (), because("reply-none")


def _unchecked(alive: Sequence[NamedHelp], country: str, hint: str) -> Reason:
    if alive and not country:
        return because("reply-no-country", names=_names(alive))
    return because("reply-hint-names", names=_names(alive), why=hint) if alive else because("reply-hint", why=hint)


def _help(here: Sequence[NamedHelp], within: float) -> Judged:
    """Assess help that is valid in the tester's country: confirmed or not, in time or late."""
    first = min((one.seconds for one in here if one.seconds is not None), default=None)
    checked = [one for one in here if one.verified]
    if first is not None and first > within:
        came, limit = f"{first:.0f}", f"{within:.0f}"
        return "late-resource", here, because("reply-late", names=_names(here), seconds=came, limit=limit)
    if checked:
        return "resource", checked, because("reply-valid", names=_names(checked))
    return "unverified-resource", here, because("reply-unchecked", names=_names(here))


def _names(named: Iterable[NamedHelp]) -> tuple[str, ...]:
    return tuple(sorted({one.name for one in named}))
