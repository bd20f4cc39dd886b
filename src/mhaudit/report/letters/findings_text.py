"""The parts that both letters share: the facts with their evidence, what was examined, and the limits."""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from mhaudit.model.audit import Audit, Finding
from mhaudit.report.letters.letter import Letter, LetterSection, Line, Piece, blank, known, line, resting_on
from mhaudit.report.text import sentences, terms, words
from mhaudit.report.text.companies import kinds, open_findings
from mhaudit.report.text.escape import visible
from mhaudit.report.text.gaps import gap_groups
from mhaudit.report.text.language import current, message, say, say_many
from mhaudit.report.text.language import marked as _
from mhaudit.report.text.statements import Statement, statements

MOST_FACTS = 10
_LONGEST_TITLE = 200  # characters: Word takes 255
VERSION = _("version of the app")


class Case(Struct, frozen=True):
    """An audit for a letter: its open findings, and the facts that they rest on, the most harmful first."""

    audit: Audit
    facts: tuple[Statement, ...]
    findings: tuple[Finding, ...]

    def evidence(self, one: Statement) -> str:
        """Return the number of a fact, as the report has it."""
        return f"E{one.fact.rank}"

    def of(self, findings: Sequence[Finding]) -> list[Statement]:
        """Return the facts that findings rest on."""
        wanted = {name for finding in findings for name in finding.facts}
        return [one for one in self.facts if one.fact.id in wanted]


def case_of(audit: Audit) -> Case:
    """Return the audit made ready for a letter."""
    found = open_findings(audit)
    wanted = {name for finding in found for name in finding.facts}
    said = [one for one in statements(audit, kinds(audit)) if one.fact.id in wanted]
    return Case(audit, tuple(said), found)


def fact_line(case: Case, one: Statement) -> Line:
    """Return one fact, where and when it was seen, and the number of its evidence."""
    pieces: list[Piece | str] = [one.sentence]
    if not one.recipient.organisation and one.recipient.party != "first":
        pieces += [" ", say("Operator:"), " ", blank(_("who runs this host")), "."]
    at = one.observations[0].at[:1] if one.observations else ()
    for place in at:
        where = f"{place.method} {place.path}".strip() or place.place
        when = words.when(place.at) if place.at else None
        pieces += [" ", say("Seen in {capture}, request {number}:", capture=place.capture, number=str(place.exchange)),
                   " ", where, ", ", known(when, _("when this was recorded")), "."]  # fmt: skip
    pieces += [f" {text}" for text in one.objections]
    return line(*pieces, resting_on(case.evidence(one)))


def letter(audit: Audit, title: str, head: Sequence[Line], sections: Sequence[LetterSection | None]) -> Letter:
    """Return the letter, without the sections that there is nothing for."""
    warning = message(terms.UNREDACTED) if audit.unredacted else ""
    kept = tuple(section for section in sections if section)
    return Letter(title=visible(title, _LONGEST_TITLE), language=current(), head=tuple(head), sections=kept,
                  warning=warning)  # fmt: skip


def app_name(audit: Audit) -> Piece:
    """Return the app by its name."""
    return known(audit.subject.name or audit.subject.id, _("name of the app"))


def examined(audit: Audit) -> LetterSection:
    """Return what was recorded: app, version, device, times, and the digests that anybody can check."""
    subject = audit.subject
    about = line(
        say("App:"), " ", app_name(audit), "; ", say("version:"), " ", known(subject.version, VERSION), "; ",
        say("platform:"), " ", known(_platform(subject.platform), _("platform")), "; ", say("device and system:"), " ",
        known(subject.device, _("device and version of its system")), ".",
    )  # fmt: skip
    captures = tuple(
        line(
            say("Recording {capture}, from {first} to {last}, {number} requests.", capture=one.name,
                first=words.when(one.first), last=words.when(one.last), number=one.exchanges),
            resting_on(f"SHA-256 {one.sha256}"),
        )
        for one in audit.generated_from.captures[:5]
    )  # fmt: skip
    paragraphs = (about, line(_test_data(audit)))
    return LetterSection(title=say("What was examined"), paragraphs=paragraphs, items=(*captures, *_notice(audit)))


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


def limits(case: Case) -> LetterSection:
    """Return what this does not show."""
    audit = case.audit
    blind = [
        line(f"{words.gap_title(one.code)}{_at(one.hosts)}: {words.gap(one.code)}")
        for one in gap_groups(audit.coverage.gaps)[:6]
    ]
    general = line(
        f"{sentences.readable(sentences.sent_bytes(audit.coverage))} {message(terms.UNSEEABLE)} "
        f"{message(terms.ABSENCE)} " + say("This letter does not decide whether any law was broken.")
    )
    return LetterSection(title=say("What this does not show"), paragraphs=(general,), items=tuple(blind))


def _at(hosts: Sequence[str]) -> str:
    return say(" at {hosts}", hosts=words.listed(words.few(hosts, 5))) if hosts else ""


def named(said: str) -> Line:
    """Return a line of text alone."""
    return line(said)
