"""The factual annex of a complaint: facts by severity, the provisions that they may concern, and the evidence.

The provisions are those that the rules name for a finding and that belong to the chosen law. Whether a law was broken
is for the authority to decide; a citation that was not checked against its source is marked as unchecked.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType

from mhaudit.model.audit import Audit, Citation, Finding
from mhaudit.report.letters.evidence_annex import entered, evidence
from mhaudit.report.letters.findings_text import (
    Case,
    case_of,
    danger,
    examined,
    facts_table,
    letter,
    limits,
    named,
    promises,
)
from mhaudit.report.letters.letter import Letter, LetterSection, Line, Table, blank, known, line
from mhaudit.report.text import terms, words
from mhaudit.report.text.language import marked as _
from mhaudit.report.text.language import message, say, say_many
from mhaudit.report.text.statements import Statement

_EU = frozenset("EU AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split())
# The jurisdictions of the policies that belong to each law; rules of app stores belong to none.
LAWS: Mapping[str, Callable[[str], bool]] = MappingProxyType(
    {
        "eu": lambda where: where in _EU,
        "us": lambda where: where == "US" or where.startswith("US-"),
        "uk": lambda where: where in ("GB", "UK"),
    }
)
_NAMES = {
    "eu": _("the law of the European Union and its members"),
    "us": _("the law of the United States and its states"),
    "uk": _("the law of the United Kingdom"),
}
# The provisions on special categories, health data and deception come first, definitions last.
_FIRST = ("EU-GDPR-9", "UK-GDPR-9", "US-FTCA-5", "US-HBNR", "US-WA-MHMDA", "EU-GDPR-5", "EU-GDPR-6", "EU-GDPR-12-14")
_LAST = ("EU-GDPR-4-15",)
_HEALTH = {
    "eu": _("Facts on health and other special categories of data"),
    "us": _("Facts on health"),
    "uk": _("Facts on health and other special categories of data"),
}
_TRANSFERS = {
    "eu": _("Which of these recipients process the data outside the European Economic Area, on what basis under "
            "Chapter V of the GDPR? Known seats: {countries}."),
    "us": _("Which of these recipients pass the data on, sell it, or process it abroad? Known seats: {countries}."),
    "uk": _("Which of these recipients process the data outside the United Kingdom, on what basis under Chapter V of "
            "the UK GDPR? Known seats: {countries}."),
}  # fmt: skip
_CHILDREN = {
    "eu": _("Do children use the app, and how is their age checked?"),
    "us": _("Do children under 13 use the app, and how do their parents consent?"),
    "uk": _("Do children use the app, and how is their age checked?"),
}
_MOST_HEALTH, _MOST_OTHER, _MOST_LAWS, _MOST_COUNTRIES = 14, 6, 8, 8


def regulator(audit: Audit, law: str) -> Letter:
    """Return the annex for a law of `LAWS`, in the current language."""
    case = case_of(audit)
    cited = tuple(_cited(case, law))
    name = audit.subject.name or audit.subject.id
    title = say("Factual annex: {app}", app=name) if name else say("Factual annex")
    health = [one for one in case.facts if _on_health(one)]
    others = [one for one in case.facts if not _on_health(one)]
    sections = (
        _opening(case, law), examined(audit), _group(case, message(_HEALTH[law]), health, _MOST_HEALTH),
        _in_danger(audit), _group(case, say("Other facts"), others, _MOST_OTHER),
        promises(audit, say("What the vendor says")),
        _provisions(cited[:_MOST_LAWS], len(cited)), _questions(case, law), limits(case), _closing(),
        evidence(case), _group(case, say("Annex: further facts"), [*health[_MOST_HEALTH:], *others[_MOST_OTHER:]]),
        _further(cited[_MOST_LAWS:]), entered(audit),
    )  # fmt: skip
    return letter(audit, title, _head(audit), sections)


def _head(audit: Audit) -> tuple[Line, ...]:
    return (
        line(say("To:"), " ", blank(_("the competent authority"))),
        line(say("Complaint of:"), " ", blank(_("name and address of the complainant"))),
        line(say("Against:"), " ", known(audit.subject.vendor, _("name of the vendor")), ", ",
             blank(_("address of the vendor"))),
        line(say("Date:"), " ", blank(_("date of this letter"))),
    )  # fmt: skip


def _opening(case: Case, law: str) -> LetterSection:
    said = line(
        say("This letter gives facts, the most serious first, and the provisions of {law} that they may concern. "
            "Each fact has the number of its evidence, which the annex lists.", law=message(_NAMES[law])),
    )  # fmt: skip
    standing = line(say("How the complainant is affected:"), " ", blank(_("own use of the app, or a mandate")), ".")
    return LetterSection(title=say("What this is"), paragraphs=(said, standing))


def _on_health(one: Statement) -> bool:
    return any(said.kind.special for said in one.kinds)


def _group(case: Case, title: str, facts: Sequence[Statement], most: int = 10**9) -> LetterSection | None:
    if not facts:
        return None
    more = len(facts) - most
    rest = (
        say_many("{number} more fact is in the annex.", "{number} more facts are in the annex.", more)
        if more > 0
        else ""
    )
    table = facts_table(case, facts[:most])
    return LetterSection(title=title, paragraphs=(named(rest),) if rest else (), table=table)


def _in_danger(audit: Audit) -> LetterSection | None:
    said = danger(audit)
    return LetterSection(title=say("When somebody may be in danger"), paragraphs=said) if said else None


def _cited(case: Case, law: str) -> Iterator[tuple[Citation, list[Statement]]]:
    """Yield each provision of the law with the facts that it may concern."""
    found: dict[str, tuple[Citation, list[Finding]]] = {}
    for finding in case.findings:
        for citation in finding.regulations:
            if LAWS[law](citation.jurisdiction):
                found.setdefault(citation.id, (citation, []))[1].append(finding)
    for name in sorted(found, key=lambda name: _order(name, case.of(found[name][1]))):
        citation, findings = found[name]
        yield citation, case.of(findings)


def _order(name: str, facts: Sequence[Statement]) -> tuple[bool, int, int, str]:
    first = _FIRST.index(name) if name in _FIRST else len(_FIRST)
    return name in _LAST, first, min((one.fact.rank for one in facts), default=10**9), name


def _provisions(cited: Sequence[tuple[Citation, list[Statement]]], whole: int) -> LetterSection:
    """Return the provisions; a blank where the rules name none, or for the findings that they name none for."""
    said = [line(say("Further provisions:"), " ", blank(_("provisions, if any")), ".")]
    if (more := whole - len(cited)) > 0:
        said.insert(0, named(say_many("{number} more is in the annex.", "{number} more are in the annex.", more)))
    return LetterSection(
        title=say("Provisions that these facts may concern"),
        paragraphs=tuple(said),
        table=_laws(cited) if cited else None,
    )


def _further(cited: Sequence[tuple[Citation, list[Statement]]]) -> LetterSection | None:
    return LetterSection(title=say("Annex: further provisions"), table=_laws(cited)) if cited else None


def _laws(cited: Sequence[tuple[Citation, list[Statement]]]) -> Table:
    rows = tuple(
        (
            line(message(law.citation)),
            line(message(law.title)),
            line(message(terms.CHECKED.get(law.confidence, terms.UNCHECKED))),
            line(evidence_runs([one.fact.rank for one in facts])),
        )
        for law, facts in cited
    )
    head = (say("Provision"), say("What it is about"), say("Citation"), say("Evidence"))
    return Table(head=head, widths=(30, 32, 20, 18), rows=rows)


def evidence_runs(ranks: Sequence[int]) -> str:
    """Return the numbers of evidence with consecutive ones as a range: `E1–E4, E7`."""
    found: list[list[int]] = []
    for rank in sorted({*ranks}):
        if found and rank == found[-1][-1] + 1:
            found[-1].append(rank)
        else:
            found.append([rank])
    return ", ".join(
        f"E{one[0]}–E{one[-1]}" if len(one) > 2 else ", ".join(f"E{rank}" for rank in one) for one in found
    )


def _questions(case: Case, law: str) -> LetterSection | None:
    outside = [one.recipient for one in case.facts if one.recipient.party != "first"]
    if not outside:
        return None
    seats = sorted({one.country for one in outside if one.country})
    said = words.listed(words.few(seats, _MOST_COUNTRIES)) or say("none known")
    asked = (
        message(_TRANSFERS[law]).format(countries=said),
        say("Are the data used for profiling, advertising or the training of models, by whom?"),
        message(_CHILDREN[law]),
    )
    return LetterSection(
        title=say("What we ask the authority to find out"), items=tuple(named(one) for one in asked), numbered=True
    )


def _closing() -> LetterSection:
    return LetterSection(title=say("Signature"), paragraphs=(line(blank(_("place, date and signature"))),))
