"""The sentences that carry the report: the verdict, one for each worst fact, and how far they can be trusted.

Each stands whole in the catalogue, so that a language may order it as it must.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from mhaudit.model.audit import Certainty, Corroboration, Coverage, Verdict, WaiverUse
from mhaudit.report.text import terms
from mhaudit.report.text.language import marked as _
from mhaudit.report.text.language import message, say, say_many
from mhaudit.report.text.words import few, listed, share, size

_SENT: dict[Certainty, tuple[str, str]] = {
    "proven": (_("{whose} {kinds} was sent to {target}{when}"), _("{whose} {kinds} were sent to {target}{when}")),
    "declared": (
        _("{whose} {kinds} was sent, by the SDK’s own definition, to {target}{when}"),
        _("{whose} {kinds} were sent, by the SDK’s own definition, to {target}{when}"),
    ),
    "likely": (
        _("{whose} {kinds} was likely sent to {target}{when}"),
        _("{whose} {kinds} were likely sent to {target}{when}"),
    ),
    "possible": (
        _("{whose} {kinds} was possibly sent to {target}{when}"),
        _("{whose} {kinds} were possibly sent to {target}{when}"),
    ),
}
_ALSO: dict[Certainty, str] = {
    "declared": _("; by the SDK’s own definition also the {kinds}"),
    "likely": _("; likely also the {kinds}"),
    "possible": _("; possibly also the {kinds}"),
}
BEFORE, AFTER = frozenset({"launch", "before-consent"}), frozenset({"after-refusal", "after-opt-out"})


def verdict(judged: Verdict, failing: int, blind: int, blocking: int, expired: Sequence[WaiverUse] = ()) -> str:
    """The outcome in one sentence with its limits. `failing` counts open findings at or above `fail_on`.

    An expired waiver fails an audit as well, and is named.
    """
    floor = message(terms.SEVERITIES_SAID[judged.fail_on])
    unseen = say_many(
        "; {number} thing could not be seen or tested", "; {number} things could not be seen or tested", blind
    )
    rest = (unseen if blind else "") + "."
    if judged.outcome == "fail" and expired and not failing:
        said = say_many(
            "No open finding at or above {severity} in what could be read, but this waiver has expired: {waivers}",
            "No open finding at or above {severity} in what could be read, but these waivers have expired: {waivers}",
            len(expired),
            severity=floor,
            waivers=listed([_waiver(one) for one in expired]),
        )
        return said + rest
    if judged.outcome == "fail":
        said = say_many(
            "{number} open finding at or above {severity}",
            "{number} open findings at or above {severity}",
            failing,
            severity=floor,
        )
        if expired:
            said += say_many(
                "; this waiver has expired: {waivers}",
                "; these waivers have expired: {waivers}",
                len(expired),
                waivers=listed([_waiver(one) for one in expired]),
            )
        return said + rest
    if judged.outcome == "incomplete":
        said = say_many(
            "No open finding at or above {severity} in what could be read, "
            "but {number} gap could hide what this audit asks about",
            "No open finding at or above {severity} in what could be read, "
            "but {number} gaps could hide what this audit asks about",
            blocking,
            severity=floor,
        )
        return said + rest
    return say("No open finding at or above {severity} in what could be read", severity=floor) + rest


def _waiver(one: WaiverUse) -> str:
    return say("{name} of {owner}, on {day}", name=one.id, owner=one.owner, day=one.expires)


def place_of(name: str, *, country: str | None, hosts: int, known: bool, known_as: str = "") -> str:
    """Whom something was sent to: `a host of Braze, Inc. (US)`, or the host alone where nobody is known to answer."""
    if not known:
        return say("{host}, where it is not known who answers", host=name)
    about = "; ".join(part for part in (known_as, country) if part)
    where = f" ({about})" if about else ""
    return say_many("a host of {company}", "{number} hosts of {company}", hosts, company=name) + where


def fact(whose: str, labels: dict[Certainty, list[str]], target: str, phases: Iterable[str | None] = ()) -> str:
    """One plain sentence: what was sent to whom and when, the surest part first, the rest with its certainty."""
    present = [certainty for certainty in terms.SURE if labels.get(certainty)]
    first, rest = present[0], present[1:]
    one, many = _SENT[first]
    blanks = {"whose": whose, "kinds": listed(labels[first]), "target": target, "when": consent(phases)}
    said = message(one if len(labels[first]) == 1 else many).format(**blanks)
    more = "".join(say(_ALSO[certainty], kinds=listed(labels[certainty])) for certainty in rest)
    return f"{said}{more}".removesuffix(".") + "."


def consent(phases: Iterable[str | None]) -> str:
    """`, before anything was agreed to`: said of what was sent in phases that say so, or of some of it."""
    seen = set(phases)
    for those, all_of_it, some_of_it in (
        (AFTER, _(", after consent was refused"), _(", some of it after consent was refused")),
        (BEFORE, _(", before anything was agreed to"), _(", some of it before anything was agreed to")),
    ):
        if seen & those:
            return message(all_of_it if seen <= those else some_of_it)
    return ""


class SentBytes(NamedTuple):
    """Bytes that the app sent: read, present and not decodable, known to be missing."""

    read: int
    opaque: int
    unread: int


def sent_bytes(coverage: Coverage) -> SentBytes:
    """Return the sums over all hosts."""
    rows = [row for row in coverage.bytes if row.direction == "sent"]
    opaque = sum(row.opaque for row in rows)
    return SentBytes(sum(row.captured for row in rows) - opaque, opaque, sum(row.unread for row in rows))


def readable(sent: SentBytes) -> str:
    """How much of what was sent could be read, with its whole."""
    whole = sent.read + sent.opaque + sent.unread
    if not whole:
        return say("The capture holds no bytes of requests.")
    blind = sent.opaque + sent.unread
    if not blind:
        return say("All {size} that the app sent in recorded requests could be read.", size=size(whole))
    return say(
        "{share} of the {size} that the app sent in recorded requests could not be read: not tested.",
        share=share(blind, whole),
        size=size(whole),
    )


def control(values: int, hits: int) -> str:
    """What the decoy measured."""
    decoy = say_many("{number} value", "{number} values", values)
    if not hits:
        return say("none of {values} of a decoy, never entered, was found: no false alarm was measured", values=decoy)
    return say_many(
        "values of a decoy, never entered, were found {number} time: planted ones may be false alarms too",
        "values of a decoy, never entered, were found {number} times: planted ones may be false alarms too",
        hits,
    )


def corroborated(seen: Corroboration) -> str:
    """What a list and a recording say of each other."""
    said = say_many(
        "A list names {number} host that the app contacted; {both} of them were recorded",
        "A list names {number} hosts that the app contacted; {both} of them were recorded",
        seen.listed,
        both=seen.both,
    )
    return said + "".join(_hosts(seen)) + "."


def _hosts(seen: Corroboration) -> Sequence[str]:
    told = (
        (_(". Contacted during the recording, and not in it: {hosts}"), seen.missed),
        (_(". Contacted at other times, and not recorded: {hosts}"), seen.at_other_times),
        (_(". Recorded, and in no list: {hosts}"), seen.not_listed),
    )
    return [say(text, hosts=listed(few(hosts))) for text, hosts in told if hosts]
