"""Replies to a cry for help: what was heard after a crisis line of the persona was sent, and what that holds.

Said with care: an app may show help that it keeps on the device, which no recording holds. So what is judged is the
reply that was seen, and only where words were seen that can be one.
"""

from collections.abc import Iterable, Sequence

from msgspec import Struct

from mhaudit.model.audit import CrisisReply, Reply

# States that share the numbers reserved by the European Union.
_UNION = frozenset("AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split())
_EVERYWHERE = "ZZ"


class Named(Struct, frozen=True, kw_only=True):
    """Help that a reply names: of which kind, whose, where it answers, and whether its operator was asked."""

    kind: str
    country: str
    name: str
    verified: bool
    seconds: float | None


class Heard(Struct, frozen=True, kw_only=True):
    """What was heard after one crisis line. `words` is whether anything that can be a reply was among it,
    `hint` what it says of help that no list knows."""

    recipient: str
    exchange: str
    at: str | None
    phase: str | None
    named: Sequence[Named]
    words: bool
    hint: str
    why_nothing: str
    told: tuple[str, ...]
    observations: tuple[str, ...]


def judge_reply(heard: Heard, country: str, within: float) -> CrisisReply:
    """What the reply comes to in the tester's country ("" if not known). `within` so many seconds is in time."""
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
        because=why,
        observations=heard.observations,
    )


Judged = tuple[Reply, Sequence[Named], str]


def _judge(heard: Heard, country: str, within: float) -> Judged:
    if not heard.words and not heard.named:
        return "not-tested", (), heard.why_nothing
    alive = [one for one in heard.named if one.kind != "retired"]
    here = [one for one in alive if _answers_in(one, country)]
    if here:
        return _help(here, within)
    if heard.hint or (alive and not country):
        why = "the tester's country is not known" if alive and not country else heard.hint
        return "unverified-resource", alive, f"{_list(alive)}{why}; whether it helps was not checked"
    retired = [one for one in heard.named if one.kind == "retired"]
    if retired and not alive:
        return "retired-resource", retired, f"{_list(retired)}the reply names only a number that is listed as retired"
    if alive:
        return (
            "other-country-resource",
            alive,
            f"{_list(alive)}the reply names only help of other countries than {country}",
        )
    return "none", (), "the reply that was seen names no number, line or address of help that any list here knows"


def _help(here: Sequence[Named], within: float) -> Judged:
    """Help that answers where the tester is: checked or not, in time or late."""
    first = min((one.seconds for one in here if one.seconds is not None), default=None)
    checked = [one for one in here if one.verified]
    if first is not None and first > within:
        return "late-resource", here, f"{_list(here)}it came after {first:.0f} seconds; {within:.0f} are in time"
    if checked:
        return "resource", checked, f"{_list(checked)}valid in the tester's country"
    return "unverified-resource", here, f"{_list(here)}listed for the tester's country, and not checked at its operator"


def _list(named: Iterable[Named]) -> str:
    said = ", ".join(sorted({one.name for one in named}))
    return f"{said}: " if said else ""


def _answers_in(one: Named, country: str) -> bool:
    union = one.country == "EU" and country in _UNION
    return bool(country) and (one.country in (country, _EVERYWHERE) or union)
