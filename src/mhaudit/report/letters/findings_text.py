"""The parts that both letters share: the table of facts, the audited recording, the vendor's statements, and the
limits.
"""

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from mhaudit.model.audit import Audit, ClaimResult, Finding, Sighting
from mhaudit.report.letters.letter import (
    Letter,
    LetterSection,
    Line,
    Piece,
    Table,
    blank,
    known,
    line,
    resting_on,
    text,
)
from mhaudit.report.text import claims, sentences, terms, words
from mhaudit.report.text.companies import kinds, open_findings
from mhaudit.report.text.escape import visible
from mhaudit.report.text.gaps import gap_groups
from mhaudit.report.text.language import current, message, say, say_many
from mhaudit.report.text.language import marked as _
from mhaudit.report.text.statements import ROUTINE, Statement, statements, telling_kinds, what

MOST_FACTS = 10
_MOST_CAPTURES, _MOST_GAPS, _MOST_PROMISES, _MOST_HOSTS = 3, 3, 4, 3
_LONGEST_TITLE = 200  # characters: Word takes 255
_LONGEST_WHAT, _LONGEST_PROMISE = 500, 160  # characters, in a table and in a quotation
VERSION = _("version of the app")
_DATED = re.compile(r"\b\d{4}-\d\d-\d\d\b")


class Case(Struct, frozen=True):
    """An audit with its open findings and the facts that they rest on, most harmful first."""

    audit: Audit
    facts: tuple[Statement, ...]
    findings: tuple[Finding, ...]

    def evidence(self, one: Statement) -> str:
        """Return the number of a fact as printed in the report."""
        return f"E{one.fact.rank}"

    def of(self, findings: Sequence[Finding]) -> list[Statement]:
        """Return the facts that findings rest on."""
        wanted = {name for finding in findings for name in finding.facts}
        return [one for one in self.facts if one.fact.id in wanted]


def case_of(audit: Audit) -> Case:
    """Return the audit with the findings and facts that a letter uses."""
    found = open_findings(audit)
    wanted = {name for finding in found for name in finding.facts}
    said = [one for one in statements(audit, kinds(audit)) if one.fact.id in wanted]
    return Case(audit, tuple(said), found)


def facts_table(case: Case, facts: Sequence[Statement]) -> Table:
    """Return one row per fact: time, recipient and data, the certainty of the meaning, and the evidence's number."""
    return Table(
        head=(say("Date and time"), say("Recipient"), say("What was sent"), say("Certainty"), say("Evidence")),
        widths=(14, 22, 40, 15, 9),
        rows=tuple(_row(case, one) for one in facts),
    )


def _row(case: Case, one: Statement) -> tuple[Line, ...]:
    first = next(iter(telling_places(one)), None)
    when = line(known(words.when(first.at) if first and first.at else None, _("when this was recorded")))
    who: list[Piece | str] = [one.company]
    if not one.recipient.organisation and one.recipient.party != "first":
        who += [", ", blank(_("who runs this host"))]
    elif one.company != one.recipient.host:
        who += [f" ({visible(one.recipient.host)})"]
    received = line(" ".join([visible(what(one), _LONGEST_WHAT), *one.objections]))
    sure = [each for each in terms.SURE if any(kind.certainty == each for kind in telling_kinds(one.kinds))]
    certainty = "; ".join(message(terms.CERTAINTIES_SAID[each]) for each in sure)
    return when, line(*who), received, line(certainty), line(case.evidence(one))


def telling_places(one: Statement) -> list[Sighting]:
    """Return the first place of each kind of data; kinds that go with every request only where there are no others."""
    telling = [seen for seen in one.observations if not seen.category.startswith(ROUTINE)] or one.observations
    return list({(at.capture, at.exchange, at.place): at for seen in telling for at in seen.at[:1]}.values())


def letter(audit: Audit, title: str, head: Sequence[Line], sections: Sequence[LetterSection | None]) -> Letter:
    """Return the letter without its empty sections."""
    warning = message(terms.UNREDACTED) if audit.unredacted else ""
    kept = tuple(section for section in sections if section)
    return Letter(title=visible(title, _LONGEST_TITLE), language=current(), head=tuple(head), sections=kept,
                  warning=warning)  # fmt: skip


def app_name(audit: Audit) -> Piece:
    """Return the name of the app."""
    return known(audit.subject.name or audit.subject.id, _("name of the app"))


def examined(audit: Audit) -> LetterSection:
    """Return the section on the recording: app, version, device, times, and the digests that anybody can check."""
    subject = audit.subject
    about = line(
        say("App:"), " ", app_name(audit), "; ", say("version:"), " ", known(subject.version, VERSION), "; ",
        say("platform:"), " ", known(_platform(subject.platform), _("platform")), "; ", say("device and system:"), " ",
        known(subject.device, _("device and version of its system")), "; ", say("tested by:"), " ",
        blank(_("name of the tester")), ".",
    )  # fmt: skip
    paragraphs = (about, line(_test_data(audit)))
    return LetterSection(
        title=say("What was examined"), paragraphs=paragraphs, items=(*_captures(audit), *_notice(audit))
    )


def _captures(audit: Audit) -> Iterator[Line]:
    found = audit.generated_from.captures
    for one in found[:_MOST_CAPTURES]:
        said = say_many(
            "Recording {capture}, from {first} to {last}, {number} request.",
            "Recording {capture}, from {first} to {last}, {number} requests.",
            one.exchanges,
            capture=one.name,
            first=words.when(one.first),
            last=words.when(one.last),
        )
        yield line(said, " ", resting_on(f"SHA-256 {one.sha256}"))
    if more := len(found[_MOST_CAPTURES:]):
        yield line(say("and {number} more in audit.json", number=more))


def _platform(code: str) -> str:
    return message(terms.PLATFORMS.get(code, code))


def _notice(audit: Audit) -> Iterator[Line]:
    if notice := audit.notice:
        said = say("Privacy notice {name}, retrieved on", name=notice.name)
        yield line(said, " ", known(notice.retrieved, _("day")), ". ", resting_on(f"SHA-256 {notice.sha256}"))


def _test_data(audit: Audit) -> str:
    persona = audit.generated_from.persona
    if not persona:
        return say(
            "No test data was entered. The meaning of each field below is suggested by its name or documentation."
        )
    if audit.exercised and not any(row.seen for row in audit.exercised):
        return say("The entries of a fictional person were searched for. None of them was seen in the traffic.")
    return say_many(
        "We used the app as a fictional person with {number} entry. Each fact below says whether we found our own "
        "test data or took the meaning from documentation or a name.",
        "We used the app as a fictional person with {number} entries. Each fact below says whether we found our own "
        "test data or took the meaning from documentation or a name.",
        persona.values,
    )


def promises(audit: Audit, title: str) -> LetterSection | None:
    """Return the vendor's statements that the traffic contradicts: quoted, with source, date, and the observation."""
    broken = [claim for claim in audit.claims if claim.verdict == "contradicted"]
    if not broken:
        return None
    known_kinds = kinds(audit)
    more = len(broken) - _MOST_PROMISES
    rest = (named(say("{more} more are contradicted.", more=more)),) if more > 0 else ()
    items = tuple(_promise(claim, claims.reason_sentence(claim.reason, known_kinds)) for claim in broken)
    return LetterSection(title=title, items=(*items[:_MOST_PROMISES], *rest))


def _promise(claim: ClaimResult, because: str) -> Line:
    source: list[Piece | str] = [" (", say("source:"), " ", known(claim.source, _("where this is published"))]
    if not _DATED.search(claim.source):
        source += [", ", say("read on"), " ", blank(_("day"))]
    said = claims.claim_statement(claim)
    quoted = visible(said, _LONGEST_PROMISE) + ("”" if len(said) > _LONGEST_PROMISE and claim.kind == "claim" else "")
    return line(quoted, *source, "). ", say("Recorded:"), " ", because, " ", resting_on(claim.id))


def danger(audit: Audit) -> tuple[Line, ...]:
    """Return the replies to a message that signals danger that name no valid help."""
    return tuple(named(said) for said in claims.lacking_replies(audit, kinds(audit)))


def limits(case: Case) -> LetterSection:
    """Return the section on the limits of the audit."""
    audit = case.audit
    groups = gap_groups(audit.coverage.gaps)
    blind = [line(f"{words.gap_title(one.code)}{_at(one.hosts)}: {words.gap(one.code)}") for one in groups[:_MOST_GAPS]]
    if more := len(groups[_MOST_GAPS:]):
        blind.append(line(say("and {number} more in audit.json", number=more)))
    general = line(
        f"{sentences.readable(sentences.sent_bytes(audit.coverage))} {message(terms.UNSEEABLE)} "
        f"{message(terms.ABSENCE)} " + say("This letter does not decide whether any law was broken.")
    )
    return LetterSection(title=say("What this does not show"), paragraphs=(general,), items=tuple(blind))


def _at(hosts: Sequence[str]) -> str:
    return say(" at {hosts}", hosts=words.listed(words.few(hosts, _MOST_HOSTS))) if hosts else ""


def named(said: str) -> Line:
    """Return a line of plain text."""
    return (text(said),)
