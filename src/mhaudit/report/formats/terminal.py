"""Render the audit for a terminal: at most 25 lines, worst first, one line per recipient; the rest with --verbose."""

from collections.abc import Iterator, Sequence
from io import StringIO

from rich.console import Console
from rich.text import Text

from mhaudit.model.audit import Audit
from mhaudit.model.knowledge import SEVERITIES, Severity
from mhaudit.report.text import claims, overview, sentences, terms, words
from mhaudit.report.text.companies import Company, companies, kinds, open_findings
from mhaudit.report.text.disputes import all_objections, objections
from mhaudit.report.text.escape import visible
from mhaudit.report.text.gaps import GapGroup, gap_groups
from mhaudit.report.text.language import DEFAULT, message, say, say_many, speaking
from mhaudit.report.text.statements import ROUTINE, Said, statements
from mhaudit.report.text.titles import titled

STYLES: dict[Severity, str] = {
    "critical": "bold red",
    "high": "red",
    "medium": "yellow",
    "low": "cyan",
    "info": "dim",
}
OUTCOMES = {
    "fail": "bold red",
    "pass": "bold green",
    "below": "bold yellow",
    "accepted": "bold yellow",
    "incomplete": "bold yellow",
}
NAME_LENGTH = 60
MOST_LINES, FEWEST_RECIPIENTS, MOST_KINDS, MOST_GAPS = 24, 3, 4, 3  # one more line says what was written
MOST_OBJECTIONS = 2


def render(
    audit: Audit,
    width: int,
    colour: bool,
    language: str = DEFAULT,
    *,
    verbose: bool = False,
    quiet: bool = False,
) -> str:
    """Return the summary, `width` columns wide, with ANSI colours if asked for. Text from traffic can't contain escape
    codes.

    `verbose` lists every recipient, statement and gap; `quiet` leaves the verdict only.
    """
    out = StringIO()
    console = Console(
        file=out,
        width=width,
        force_terminal=colour,
        color_system="standard" if colour else None,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
        _environ={},
    )
    with speaking(language):
        for line in [_headline(audit)] if quiet else _lines(console, audit, verbose=verbose):
            console.print(line)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def _lines(console: Console, audit: Audit, *, verbose: bool) -> Iterator[Text]:
    """Yield the lines of the summary, with as many recipients as fit, or all of them if `verbose`."""
    known = kinds(audit)
    found = companies(audit, statements(audit, known))
    before = [Text(message(terms.UNREDACTED), "bold red")] if audit.unredacted else []
    before += [_headline(audit)]
    before += [Text(f"  {lead} {text}.") for lead, text in overview.numbers(audit, found, known)]
    after = [_fitted(Text(f"  {visible(said)}"), console, verbose) for said in _vendor(audit, verbose=verbose)]
    after += [_fitted(one, console, verbose) for one in _objections(audit)]
    after += [Text(visible(sentence), "dim") for sentence in overview.strip(audit)]
    after += _gaps(audit, verbose=verbose)
    used = sum(len(line.wrap(console, console.width)) for line in (*before, *after))
    most = max(FEWEST_RECIPIENTS, MOST_LINES - used - 4)  # two empty lines, the marks, how many more there are
    yield from (*before, Text())
    yield from _recipients(console, audit, found, len(found) if verbose else most)
    yield from (Text(), *after)
    if verbose:
        yield from (Text(), *_details(audit, found))


def _fitted(line: Text, console: Console, whole: bool) -> Text:
    """Return a line cut to the width of the terminal, or uncut if `whole`."""
    if not whole:
        line.truncate(console.width, overflow="ellipsis")
    return line


def _headline(audit: Audit) -> Text:
    app = audit.subject.name or audit.subject.id
    outcome = sentences.outcome_of(audit)
    line = Text(message(terms.OUTCOMES[outcome]), style=OUTCOMES[outcome])
    said = f" {visible(app, NAME_LENGTH)}".rstrip() + f": {overview.verdict(audit)}"
    return line.append(said, style="not bold default")


def _recipients(console: Console, audit: Audit, found: Sequence[Company], most: int) -> Iterator[Text]:
    """Yield one line per company, worst first: its severity, its name, and the data with the certainty of each kind."""
    grave = _gravest(audit)
    severities: dict[str, Severity] = {
        one.name: max((grave.get(host.host, "info") for host in one.hosts), key=SEVERITIES.index) for one in found
    }
    outside = [one for one in found if one.statements and not one.own]
    outside.sort(key=lambda one: -SEVERITIES.index(severities[one.name]))
    for one in outside[:most]:
        severity = severities[one.name]
        line = Text("  " + f"{message(terms.SEVERITIES_SAID[severity]):<9}", STYLES[severity])
        line.append(f"{visible(one.name, NAME_LENGTH)}: ", "bold default").append(_kinds(one), "not bold default")
        yield _fitted(line, console, most >= len(found))
    if len(outside) > most:
        more = len(outside) - most
        yield Text("  " + say_many("{number} more recipient (-v)", "{number} more recipients (-v)", more))
    if outside:
        marks = "  ".join(f"{mark} {message(terms.CERTAINTIES_SAID[sure])}" for sure, mark in terms.MARKS.items())
        yield Text(f"  {marks}", "dim")
    elif audit.coverage.exchanges:
        yield Text("  " + say("No personal data was recognised in what other companies received."))


def _gravest(audit: Audit) -> dict[str, Severity]:
    """Return the highest severity of the open findings of each host."""
    found: dict[str, Severity] = {}
    for finding in reversed(open_findings(audit)):
        for host in finding.hosts or (finding.recipient,):
            found[host] = finding.severity
    return found


def _kinds(one: Company) -> str:
    best: dict[str, Said] = {}
    for statement in one.statements:
        for said in statement.kinds:
            kept = best.get(said.kind.id)
            if kept is None or terms.SURE.index(said.certainty) < terms.SURE.index(kept.certainty):
                best[said.kind.id] = said
    telling = [said for said in best.values() if not said.kind.id.startswith(ROUTINE)] or list(best.values())
    telling.sort(key=lambda said: (not said.kind.special, terms.SURE.index(said.certainty)))
    shown = [f"{terms.MARKS[said.certainty]} {visible(said.text, NAME_LENGTH)}" for said in telling[:MOST_KINDS]]
    more = [say("and {number} more", number=len(telling) - MOST_KINDS)] if len(telling) > MOST_KINDS else []
    return ", ".join([*shown, *more])


def _vendor(audit: Audit, *, verbose: bool) -> Iterator[str]:
    known = kinds(audit)
    if verbose:
        yield from claims.claims(audit, known)
    replies = [*claims.crisis(audit, known)]
    yield from replies if verbose else replies[:2]


def _objections(audit: Audit) -> Iterator[Text]:
    """Yield the first objections to findings, one per line."""
    for subject, text in [*all_objections(audit)][:MOST_OBJECTIONS]:
        yield Text(visible(f"  {text} ({subject})"))


def _gaps(audit: Audit, *, verbose: bool) -> Iterator[Text]:
    found = gap_groups(audit.coverage.gaps)
    for one in found if verbose else found[:MOST_GAPS]:
        yield Text(f"{say('Gap')}: {_gap(one)}", "dim")
    if not verbose and len(found) > MOST_GAPS:
        more = len(found) - MOST_GAPS
        yield Text(say_many("{number} more kind of gap (-v)", "{number} more kinds of gaps (-v)", more), "dim")
    if audit.coverage.corroboration:
        yield Text(visible(sentences.corroborated(audit.coverage.corroboration)), "dim")


def _gap(one: GapGroup) -> str:
    at = say(" at {hosts}", hosts=", ".join(visible(host, NAME_LENGTH) for host in one.hosts[:3])) if one.hosts else ""
    often = f" ({words.counted(one.count, 'time', 'times')})" if one.count > 1 else ""
    blocking = say(", could hide what this audit asks about") if one.blocking else ""
    return f"{visible(words.gap_title(one.code), NAME_LENGTH)}{at}{often}{blocking}"


def _details(audit: Audit, found: Sequence[Company]) -> Iterator[Text]:
    for one in found:
        yield from (Text(f"  {visible(statement.sentence)}") for statement in one.statements)
    for finding in open_findings(audit):
        who = visible(finding.organisation or finding.recipient, NAME_LENGTH)
        line = f"  {finding.rule} {message(terms.SEVERITIES_SAID[finding.severity])}: {titled(finding, audit)}: {who}"
        yield Text(visible(line))
        yield from (Text(f"    {visible(text)}") for text in objections(audit, [finding.id]))
    for use in audit.accesses:
        by = say(" by {app}", app=use.app) if use.app else ""
        yield Text(visible(f"  {use.resource}, {words.counted(use.count, 'time', 'times')}{by}"))
