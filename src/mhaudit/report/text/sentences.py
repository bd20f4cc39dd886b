"""Sentences on how far a result can be trusted: the verdict, entries exercised, bytes read, and the control."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

from mhaudit.model.audit import Audit, Corroboration, Coverage, WaiverUse
from mhaudit.model.capture import HIDING
from mhaudit.model.knowledge import SEVERITIES
from mhaudit.report.text import terms
from mhaudit.report.text.language import marked as _
from mhaudit.report.text.language import message, say, say_many
from mhaudit.report.text.words import few, inside, listed, share, size

_TECHNICAL = ("identifier.", "device.")  # kinds of data
# Gaps that come from the auditor's inputs and actions, not from the capture.
PREPARATION = ("no-app-profile", "no-persona", "not-exercised")


class JudgedFinding(Protocol):
    """What the outcome depends on: a finding of an audit, or of a list of audits."""

    @property
    def severity(self) -> str:
        """Return one of SEVERITIES."""

    @property
    def status(self) -> str:
        """Return `open` or `waived`."""

    @property
    def categories(self) -> Sequence[str]:
        """Return the kinds of data; none where the finding is about a contact alone."""


def outcome_key(outcome: str, fail_on: str, findings: Iterable[JudgedFinding]) -> str:
    """Return the key of terms.OUTCOMES: `pass` only where no finding is about data on a person, at any severity.

    Identifiers and facts about a device alone are not counted: they are in nearly every contact.
    """
    if outcome != "pass":
        return outcome
    about_data = [one for one in findings if not all(name.startswith(_TECHNICAL) for name in one.categories)]
    if any(one.status == "waived" and _reaches(one.severity, fail_on) for one in about_data):
        return "accepted"
    return "below" if about_data else "pass"


def outcome_of(audit: Audit) -> str:
    """Return the key of terms.OUTCOMES for an audit."""
    return outcome_key(audit.verdict.outcome, audit.verdict.fail_on, audit.findings)


def _reaches(severity: str, fail_on: str) -> bool:
    known: Sequence[str] = SEVERITIES
    return severity in known and fail_on in known and known.index(severity) >= known.index(fail_on)


def verdict_sentence(audit: Audit, failing: int, expired: Sequence[WaiverUse] = ()) -> str:
    """Return the outcome in one or two sentences.

    `failing` is the number of open findings at or above `fail_on`. An expired waiver also fails an audit, and is named.
    """
    outcome = audit.verdict.outcome
    if outcome == "fail":
        return " ".join(_failed(audit, failing, expired))
    if outcome == "incomplete":
        return " ".join([_no_finding(audit), *_incomplete(audit)])
    return " ".join([_no_finding(audit), exercised(audit)])


def _failed(audit: Audit, failing: int, expired: Sequence[WaiverUse]) -> list[str]:
    floor = message(terms.SEVERITIES_SAID[audit.verdict.fail_on])
    said = []
    if failing:
        said.append(
            say_many(
                "{number} finding is rated {severity} or higher.",
                "{number} findings are rated {severity} or higher.",
                failing,
                severity=floor,
            )
        )
    if expired:
        said.append(
            say_many(
                "This waiver has expired: {waivers}.",
                "These waivers have expired: {waivers}.",
                len(expired),
                waivers=listed([_waiver(one) for one in expired]),
            )
        )
    return said


def _no_finding(audit: Audit) -> str:
    floor = message(terms.SEVERITIES_SAID[audit.verdict.fail_on])
    accepted = sum(one.status == "waived" for one in audit.findings)
    if accepted:
        said = say("No other finding is rated {severity} or higher.", severity=floor)
        waived = say_many(
            "{number} finding is accepted by a waiver or the baseline.",
            "{number} findings are accepted by waivers or the baseline.",
            accepted,
        )
        said = f"{waived} {said}"
    else:
        said = say("No finding is rated {severity} or higher.", severity=floor)
    lower = sum(one.status == "open" and bool(one.categories) for one in audit.findings)
    if not lower:
        return said
    rated = say_many("{number} finding on data is rated lower.", "{number} findings on data are rated lower.", lower)
    return f"{said} {rated}"


def _incomplete(audit: Audit) -> list[str]:
    """Return the reasons why an audit without findings proves nothing."""
    codes = {gap.code for gap in audit.coverage.gaps if gap.blocking or gap.code in PREPARATION}
    said = []
    if "no-persona" in codes:
        said.append(say("No test data was entered, so nothing was tested."))
    elif "not-exercised" in codes:
        said.append(say("No health entry of our test data was seen being sent anywhere, so nothing was tested."))
    if blocking := sum(gap.blocking and gap.code not in PREPARATION for gap in audit.coverage.gaps):
        said.append(
            say_many(
                "{number} gap could hide what this audit asks about.",
                "{number} gaps could hide what this audit asks about.",
                blocking,
            )
        )
    return said or [say("The audit is not complete.")]


def _waiver(one: WaiverUse) -> str:
    return say("{name} of {owner}, on {day}", name=one.id, owner=one.owner, day=one.expires)


def exercised(audit: Audit) -> str:
    """Return how many kinds of test data were seen in traffic, and which were not."""
    rows = audit.exercised
    if not rows:
        return say("No test data was entered.") if not audit.generated_from.persona else say("Not measured: test data.")
    kinds = {kind.id: kind.label for kind in audit.kinds}
    never = [inside(kinds.get(row.category, row.category)) for row in rows if not row.seen]
    said = say(
        "{part} of {whole} kinds of our test data were seen being sent, the app’s own servers included.",
        part=len(rows) - len(never),
        whole=len(rows),
    )
    return f"{said} {say('Never seen: {kinds}.', kinds=listed(never))}" if never else said


class SentBytes(NamedTuple):
    """Bytes that the app sent: read, present but not decodable, known to be missing.

    `more` is whether something of unknown size was or may have been sent as well.
    """

    read: int
    opaque: int
    unread: int
    more: bool = False


def sent_bytes(coverage: Coverage) -> SentBytes:
    """Return the sums over all hosts."""
    rows = [row for row in coverage.bytes if row.direction == "sent"]
    opaque = sum(row.opaque for row in rows)
    more = any(gap.code in HIDING and gap.blocking and not gap.bytes for gap in coverage.gaps)
    return SentBytes(sum(row.captured for row in rows) - opaque, opaque, sum(row.unread for row in rows), more)


def readable(sent: SentBytes) -> str:
    """Return the share of the sent bytes that could be read."""
    whole = sent.read + sent.opaque + sent.unread
    if not whole:
        return say("The capture holds no bytes of requests.")
    if sent.more:
        return _readable_in_part(sent, whole)
    if not sent.opaque + sent.unread:
        return say("All {size} that the app sent in this recording could be read.", size=size(whole))
    said = say(
        "{share} of the {size} that the app sent in this recording could not be read.",
        share=share(sent.opaque + sent.unread, whole),
        size=size(whole),
    )
    return said[:1].upper() + said[1:]


def _readable_in_part(sent: SentBytes, whole: int) -> str:
    """Return the share of the known bytes where more was sent, or may have been, than is known."""
    more = say("More was sent, or may have been: how much is not known.")
    if not sent.opaque + sent.unread:
        return f"{say('The {size} of requests that the recording holds could be read.', size=size(whole))} {more}"
    said = say(
        "{share} of the known {size} could not be read.",
        share=share(sent.opaque + sent.unread, whole),
        size=size(whole),
    )
    return f"{said} {more}"


def control(values: int, hits: int) -> str:
    """Return the result of the control."""
    if not hits:
        return say_many(
            "Control: of {number} value that nobody entered, none was found.",
            "Control: of {number} values that nobody entered, none was found.",
            values,
        )
    return say_many(
        "Control: values that nobody entered were found {number} time, so matches may be false alarms.",
        "Control: values that nobody entered were found {number} times, so matches may be false alarms.",
        hits,
    )


def corroborated(seen: Corroboration) -> str:
    """Return how a list of contacts and a recording agree."""
    said = say_many(
        "A list names {number} host that the app contacted; {both} of them were recorded",
        "A list names {number} hosts that the app contacted; {both} of them were recorded",
        seen.listed,
        both=seen.both,
    )
    rest = (
        (_(". Contacted during the recording, and not in it: {hosts}"), seen.missed),
        (_(". Contacted at other times, and not recorded: {hosts}"), seen.at_other_times),
        (_(". Recorded, and in no list: {hosts}"), seen.not_listed),
    )
    return said + "".join(say(text, hosts=listed(few(hosts))) for text, hosts in rest if hosts) + "."
