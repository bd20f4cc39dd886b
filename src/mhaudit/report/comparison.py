"""A comparison as a page or as Markdown, in each language of the reports: tables of what is new, gone and changed."""

from collections.abc import Iterator, Mapping

from mhaudit.model.audit import CaptureFacts
from mhaudit.model.comparison import Change, Comparison, FindingChange, FlowChange, Input
from mhaudit.report.letters.letter import Letter, LetterSection, Line, Table, line
from mhaudit.report.letters.rendering import as_html, as_markdown
from mhaudit.report.text import terms
from mhaudit.report.text.escape import visible
from mhaudit.report.text.language import DEFAULT, current, message, say, speaking
from mhaudit.report.text.language import marked as _
from mhaudit.report.text.words import counted, form, inside, listed, when

_LONGEST = 120
HTML, MARKDOWN = "comparison.html", "comparison.md"
_CHANGES: dict[Change, str] = {"new": _("new"), "gone": _("gone"), "changed": _("changed")}
_INPUTS: dict[Input, str] = {
    "mhaudit": "mhaudit",
    "policies": _("policies, by digest"),
    "pack": _("pack of rules"),
    "persona": _("persona"),
    "app-profile": _("app profile"),
}


def comparison_html(compared: Comparison, language: str = DEFAULT) -> str:
    """Return one page without scripts; everything from captures is escaped."""
    with speaking(language):
        return as_html(_page(compared))


def comparison_markdown(compared: Comparison, language: str = DEFAULT) -> str:
    """Return Markdown in which no text from a capture is markup."""
    with speaking(language):
        return as_markdown(_page(compared))


def headline(compared: Comparison) -> str:
    """Return what the comparison comes to, in one sentence."""
    severity = message(terms.SEVERITIES_SAID[compared.fail_on])
    if compared.failing:
        new = counted(compared.failing, "open finding that is new or worse", "open findings that are new or worse")
        return say("{new}, at or above {severity}.", new=new, severity=severity)
    if compared.findings or compared.flows or compared.hosts:
        return say("No open finding at or above {severity} is new or worse.", severity=severity)
    return say("No difference was found in what the two audits saw.")


def _page(compared: Comparison) -> Letter:
    subject = compared.only_new.subject
    title = say("{app}: what changed", app=visible(subject.name or subject.id or say("The app"), _LONGEST))
    return Letter(
        title=title,
        language=current(),
        head=tuple(_head(compared)),
        sections=tuple(_sections(compared)),
        warning=message(terms.UNREDACTED) if compared.only_new.unredacted else "",
    )


def _head(compared: Comparison) -> Iterator[Line]:
    yield line(headline(compared))
    if compared.inputs and (compared.findings or compared.flows or compared.hosts):
        made_with = listed([message(_INPUTS[one.what]) for one in compared.inputs])
        yield line(
            say(
                "The audits also differ in {inputs}. A difference can be due to that and not to the app.",
                inputs=made_with,
            )
        )


def _sections(compared: Comparison) -> Iterator[LetterSection]:
    labels = compared.labels
    head: tuple[str, ...]
    if compared.findings:
        head = (say("Change"), say("Severity"), say("Finding"), say("Recipient"), say("Rule"))
        rows = tuple(_finding(one, labels) for one in compared.findings)
        yield LetterSection(title=say("Findings"), table=Table(head=head, widths=(10, 14, 42, 24, 10), rows=rows))
    if compared.flows:
        head = (say("Change"), say("Kind of data"), say("Recipient"), say("Before"), say("After"))
        rows = tuple(_flow(one, labels) for one in compared.flows)
        yield LetterSection(
            title=say("Data by recipient"), table=Table(head=head, widths=(10, 24, 26, 20, 20), rows=rows)
        )
    if compared.hosts:
        head = (say("Change"), say("Host"), say("Company"))
        rows = tuple(
            (line(message(_CHANGES[one.change])), line(one.host), line(one.organisation or say("not known")))
            for one in compared.hosts
        )
        yield LetterSection(title=say("Hosts"), table=Table(head=head, widths=(12, 48, 40), rows=rows))
    yield _made_with(compared)


def _finding(one: FindingChange, labels: Mapping[str, str]) -> tuple[Line, ...]:
    added = listed([_kind(name, labels) for name in one.added])
    title = message(one.title)
    if added:
        title = say("{title}; now also {kinds}", title=title, kinds=added)
    if one.change != "gone" and not one.open:
        title = say("{title} (waived)", title=title)
    return (
        line(message(_CHANGES[one.change])),
        line(_severity(one)),
        line(title),
        line(_who(one.recipient, one.organisation)),
        line(one.rule),
    )


def _severity(one: FindingChange) -> str:
    before, after = (message(terms.SEVERITIES_SAID[name]) if name else "" for name in (one.before, one.after))
    if before and after and before != after:
        return say("{before}, now {after}", before=before, after=after)
    return after or before


def _flow(one: FlowChange, labels: Mapping[str, str]) -> tuple[Line, ...]:
    kind = _kind(one.category, labels)
    if one.direction == "received":
        kind = say("{kind}, in an answer", kind=kind)
    return (
        line(message(_CHANGES[one.change])),
        line(kind),
        line(_who(one.recipient, one.organisation)),
        line(_how(one.before)),
        line(_how(one.after)),
    )


def _how(told: tuple[str, ...]) -> str:
    """Return certainty and forms as words, "–" for nothing seen."""
    if not told:
        return "–"
    sure = next(message(words) for name, words in terms.CERTAINTIES_SAID.items() if name == told[0])
    return listed([sure, *(form(code) or say("in plain text") for code in told[1:])])


def _kind(category: str, labels: Mapping[str, str]) -> str:
    return inside(labels[category]) if category in labels else category


def _who(host: str, organisation: str | None) -> str:
    return f"{organisation} ({host})" if organisation else host


def _made_with(compared: Comparison) -> LetterSection:
    """Return the recordings that were compared, and the inputs of the audits that differ."""
    head = (say("Made with"), say("Before"), say("After"))
    rows = [(line(say("Recordings")), line(_recordings(compared.before)), line(_recordings(compared.after)))]
    none = say("none")
    rows += [
        (line(message(_INPUTS[one.what])), line(one.before or none), line(one.after or none)) for one in compared.inputs
    ]
    table = Table(head=head, widths=(20, 40, 40), rows=tuple(rows))
    return LetterSection(title=say("How the audits were made"), table=table)


def _recordings(captures: tuple[CaptureFacts, ...]) -> str:
    return "; ".join(f"{one.name} ({when(one.first)}, SHA-256 {one.sha256[:16]}…)" for one in captures) or say("none")
