"""The factual annex of a complaint: each provision of the law that was chosen, with the facts that may concern it.

Provisions are those that the rules name for a finding; those on the gravest facts come first. Whether a law was broken
is for the authority to decide; a citation that was not checked against its source says so.
"""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from mhaudit.model.audit import Audit, Citation, Finding
from mhaudit.report.letters.findings_text import Case, case_of, examined, fact_line, letter, limits, named
from mhaudit.report.letters.letter import Letter, LetterSection, Line, blank, known, line, resting_on
from mhaudit.report.text import claims, terms
from mhaudit.report.text.companies import kinds
from mhaudit.report.text.language import marked as _
from mhaudit.report.text.language import message, say, say_many

_EU = frozenset("EU AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split())
# Which jurisdictions of the policies belong to a law; rules of app stores belong to none.
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


def regulator(audit: Audit, law: str) -> Letter:
    """The annex for a law of `LAWS`, in the language being spoken."""
    case = case_of(audit)
    cited = dict(_cited(case, law))
    name = audit.subject.name or audit.subject.id
    title = say("Factual annex: {app}", app=name) if name else say("Factual annex")
    sections = (_opening(case, law), examined(audit), *(_provision(case, *one) for one in cited.values()),
                _uncited(case, law), _promises(audit), _unchecked(cited), limits(case), _closing())  # fmt: skip
    return letter(audit, title, _head(audit), sections)


def _head(audit: Audit) -> tuple[Line, ...]:
    return (
        line(say("To:"), " ", blank(_("the authority that is competent"))),
        line(say("Complaint of:"), " ", blank(_("name and address of who complains"))),
        line(say("Against:"), " ", known(audit.subject.vendor, _("name of the vendor")), ", ",
             blank(_("address of the vendor"))),
        line(say("Date:"), " ", blank(_("date of this letter"))),
    )  # fmt: skip


def _opening(case: Case, law: str) -> LetterSection:
    said = line(
        say("This annex gives facts, and for each the provisions that it may concern, of {law}. "
            "Each fact has the number of its evidence in the report.", law=message(_NAMES[law])),
    )  # fmt: skip
    standing = line(
        say("How the person who complains is concerned:"), " ", blank(_("own use of the app, or a mandate")), "."
    )
    return LetterSection(title=say("What this is"), paragraphs=(said, standing))


def _cited(case: Case, law: str) -> Iterator[tuple[str, tuple[Citation, list[Finding]]]]:
    """Each provision of the law with its findings, by its id."""
    found: dict[str, tuple[Citation, list[Finding]]] = {}
    for finding in case.findings:
        for citation in finding.regulations:
            if LAWS[law](citation.jurisdiction):
                found.setdefault(citation.id, (citation, []))[1].append(finding)
    yield from sorted(found.items(), key=lambda item: (_gravest(case, item[1][1]), item[0]))


def _gravest(case: Case, findings: list[Finding]) -> int:
    """The rank of the most harmful fact behind findings."""
    return min((one.fact.rank for one in case.of(findings)), default=10**9)


def _provision(case: Case, citation: Citation, findings: list[Finding]) -> LetterSection:
    checked = message(terms.CHECKED.get(citation.confidence, terms.UNCHECKED))
    ids = resting_on(*(finding.id for finding in findings))
    why = dict.fromkeys(message(finding.because) for finding in findings)
    intro = say_many(
        "{number} finding may concern this provision; the citation was {checked}.",
        "{number} findings may concern this provision; the citation was {checked}.",
        len(findings),
        checked=checked,
    )
    reasons = say("Why the rules name it: {reasons}", reasons=" ".join(why))
    return LetterSection(
        title=f"{citation.citation} ({message(citation.title)})",
        paragraphs=(line(intro, " ", ids), line(reasons, " ", ids)),
        items=tuple(fact_line(case, one) for one in case.of(findings)),
    )


def _uncited(case: Case, law: str) -> LetterSection | None:
    """Findings that are facts all the same, and for which no rule names a provision of this law."""
    rest = [one for one in case.findings if not any(LAWS[law](law_.jurisdiction) for law_ in one.regulations)]
    if not rest:
        return None
    intro = named(say("The rules name no provision of this law for these; which ones apply:"))
    return LetterSection(
        title=say("Other findings"),
        paragraphs=((*intro, *line(" ", blank(_("provisions, if any")), ".")),),
        items=tuple(fact_line(case, one) for one in case.of(rest)),
    )


def _promises(audit: Audit) -> LetterSection | None:
    known_kinds = kinds(audit)
    broken = [claim for claim in audit.claims if claim.verdict == "contradicted"]
    items = tuple(
        line(
            say("The vendor says: {claim} The traffic contradicts this: {because}", claim=claims.claim_statement(claim),
                because=claims.reason_sentence(claim.reason, known_kinds)),
            resting_on(claim.id),
        )
        for claim in broken
    )  # fmt: skip
    return LetterSection(title=say("What the vendor says"), items=items) if items else None


def _unchecked(cited: Mapping[str, tuple[Citation, list[Finding]]]) -> LetterSection | None:
    unsure = [citation for citation, _findings in cited.values() if citation.confidence not in terms.CHECKED]
    if not unsure:
        return None
    intro = named(say("These citations were not checked against the primary source. Check them before this is sent:"))
    items = tuple(named(f"{one.citation} ({message(one.title)}), {one.id}") for one in unsure)
    return LetterSection(title=say("Citations that were not verified"), paragraphs=(intro,), items=items)


def _closing() -> LetterSection:
    return LetterSection(title=say("Signature"), paragraphs=(line(blank(_("place, date and signature"))),))
