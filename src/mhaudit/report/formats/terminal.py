"""The audit in a terminal: the verdict, the findings, and what could not be seen."""

from collections.abc import Iterable, Sequence
from io import StringIO

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from mhaudit.model.audit import Audit, Certainty, Kind
from mhaudit.model.knowledge import Severity
from mhaudit.report.html import headline
from mhaudit.report.html.companies import Judgement, certainties, grouped, judgements, kinds
from mhaudit.report.html.counts import tallies
from mhaudit.report.html.not_found import Blindness, blindness, negatives
from mhaudit.report.text import claims, sentences, terms, words
from mhaudit.report.text.escape import visible
from mhaudit.report.text.language import DEFAULT, message, say, speaking

STYLES: dict[Severity, str] = {
    "critical": "bold red",
    "high": "red",
    "medium": "yellow",
    "low": "cyan",
    "info": "dim",
}
OUTCOMES = {"fail": "bold red", "pass": "bold green", "incomplete": "bold yellow"}
NAME_LENGTH = 60
MOST_NAMES = 12
MOST_KINDS = 6
TEXT_LENGTH = 300


def render(audit: Audit, width: int, colour: bool, language: str = DEFAULT) -> str:
    """The summary as text, `width` columns wide, with ANSI colours if asked for. Text from traffic steers nothing."""
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
        _write(console, audit)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def _write(console: Console, audit: Audit) -> None:
    if audit.unredacted:
        console.print(Text(message(terms.UNREDACTED), "bold red"))
    console.print(_headline(audit))
    groups, kinds_by_id = grouped(audit), kinds(audit)
    for tally in tallies(audit, groups):
        _bullet(console, tally.sentence)
    said = judgements(audit.findings)
    if said:
        console.print(_table(audit, said, kinds_by_id))
        marks = "  ".join(f"{mark} {message(terms.CERTAINTIES_SAID[sure])}" for sure, mark in terms.MARKS.items())
        console.print(Text(marks + "\n", "dim"))
    else:
        console.print(Text(f"\n{say('No rule found fault with what could be read.')} {message(terms.ABSENCE)}\n"))
    _section(console, say("What the vendor says, held against what was seen"), claims.claims(audit))
    _section(console, say("After a crisis line was sent"), claims.crisis(audit))
    _section(console, say("One identifier value, seen by several"), claims.bridges(audit))
    if audit.control.values:
        measured = sentences.control(audit.control.values, audit.control.hits)
        console.print(Text(say("Control: {measured}.", measured=measured) + "\n", "dim"))
    if audit.accesses:
        console.print(Text(say("Used on the phone, as its own list says"), style="bold"))
    for use in audit.accesses:
        by = say(" by {app}", app=use.app) if use.app else ""
        _bullet(console, f"{use.resource}, {words.counted(use.count, 'time', 'times')}{by}")
    console.print(Text(say("Not seen"), style="bold"))
    for blind in blindness(audit.coverage.gaps):
        _bullet(console, _blind(blind))
    if audit.coverage.corroboration:
        _bullet(console, sentences.corroborated(audit.coverage.corroboration))
    _bullet(console, message(terms.UNSEEABLE))
    _section(console, say("Looked for, and not found"), negatives(audit, groups, kinds_by_id))


def _section(console: Console, title: str, told: Iterable[str]) -> None:
    """A heading with its sentences; nothing where there are none."""
    for number, sentence in enumerate(told):
        if not number:
            console.print(Text(title, style="bold"))
        _bullet(console, sentence)


def _headline(audit: Audit) -> Text:
    app = audit.subject.name or audit.subject.id
    outcome = audit.verdict.outcome
    line = Text(message(terms.OUTCOMES[outcome]), style=OUTCOMES[outcome])
    return line.append(
        f" {visible(app, NAME_LENGTH)}".rstrip() + f": {headline.verdict(audit)}", style="not bold default"
    )


def _bullet(console: Console, sentence: str) -> None:
    console.print(Padding(Text("- " + visible(sentence)), (0, 0, 0, 2)))


def _blind(blind: Blindness) -> str:
    at = say(" at {hosts}", hosts=_named(blind.hosts)) if blind.hosts else ""
    often = f" ({words.counted(blind.count, 'time', 'times')})" if blind.count > 1 else ""
    blocking = say(", blocking") if blind.blocking else ""
    return f"{words.gap_title(blind.code)}{at}{often}{blocking}: {words.gap(blind.code)}"


def _table(audit: Audit, said: tuple[Judgement, ...], kinds_by_id: dict[str, Kind]) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False, expand=False)
    table.add_column(say("Severity"), no_wrap=True)
    table.add_column(say("Rule"), no_wrap=True)
    table.add_column(say("What, and to whom"), overflow="fold", ratio=3)
    table.add_column(say("Kinds of data"), overflow="fold", ratio=2)
    by_id = {seen.id: seen for seen in audit.observations}
    for one in said:
        ids = {wanted for finding in one.findings for wanted in finding.observations}
        best = certainties(by_id[wanted] for wanted in ids & by_id.keys())
        kinds_of = {kinds_by_id[category] for finding in one.findings for category in finding.categories}
        marked = [
            _kind(kind, best.get(kind.id)) for kind in sorted(kinds_of, key=lambda kind: (not kind.special, kind.id))
        ]
        table.add_row(
            Text(message(terms.SEVERITIES_SAID[one.severity]), style=STYLES[one.severity]),
            Text(visible(one.rule, NAME_LENGTH)),
            Text(visible(message(one.title), TEXT_LENGTH), "bold").append("\n" + _whom(one), "not bold"),
            Text("\n".join([*marked[:MOST_KINDS], *_rest(marked)])),
        )
    return table


def _kind(kind: Kind, sure: Certainty | None) -> str:
    return f"{terms.MARKS[sure] if sure else '·'} {visible(message(kind.label), NAME_LENGTH)}"


def _rest(marked: list[str]) -> list[str]:
    return ["  " + say("and {number} more", number=len(marked) - MOST_KINDS)] if len(marked) > MOST_KINDS else []


def _whom(said: Judgement) -> str:
    """The organisations, or the hosts where nobody is known; waived findings say so."""
    open_to, waived = (
        sorted({finding.organisation or finding.recipient for finding in said.findings if finding.status == status})
        for status in ("open", "waived")
    )
    lines = [_named(open_to)] if open_to else []
    return "\n".join([*lines, say("waived: {names}", names=_named(waived))] if waived else lines)


def _named(names: Sequence[str]) -> str:
    more = " " + say("and {number} more", number=len(names) - MOST_NAMES) if len(names) > MOST_NAMES else ""
    return " · ".join(visible(name, NAME_LENGTH) for name in names[:MOST_NAMES]) + more
