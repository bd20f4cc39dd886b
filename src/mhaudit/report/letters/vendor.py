"""A vendor's right of reply: what was found, at most eight questions, and a deadline that is left open."""

from mhaudit.model.audit import Audit
from mhaudit.report.letters.findings_text import (
    MOST_FACTS,
    Case,
    app_name,
    case_of,
    examined,
    fact_line,
    letter,
    limits,
    named,
)
from mhaudit.report.letters.letter import Letter, LetterSection, Line, blank, known, line, resting_on
from mhaudit.report.text import claims
from mhaudit.report.text.companies import kinds
from mhaudit.report.text.language import marked as _
from mhaudit.report.text.language import say


def vendor(audit: Audit) -> Letter:
    """Return the letter, in the language being spoken."""
    case = case_of(audit)
    name = audit.subject.name or audit.subject.id
    title = say("Right of reply: {app}", app=name) if name else say("Right of reply")
    return letter(audit, title, _head(audit), (_opening(case), examined(audit), _facts(case), _promises(case),
                                               _questions(case), limits(case), _reply()))  # fmt: skip


def _head(audit: Audit) -> tuple[Line, ...]:
    return (
        line(say("To:"), " ", known(audit.subject.vendor, _("name of the vendor")), ", ",
             blank(_("address of the vendor"))),
        line(say("From:"), " ", blank(_("your name, organisation and address"))),
        line(say("Date:"), " ", blank(_("date of this letter"))),
    )  # fmt: skip


def _opening(case: Case) -> LetterSection:
    asked = line(
        say("We tested this app and plan to publish the findings below:"), " ", app_name(case.audit), ". ",
        say("Please tell us by the date at the end whether they are accurate and whether you wish to comment."),
    )  # fmt: skip
    return LetterSection(title=say("Why we write"), paragraphs=(asked,))


def _facts(case: Case) -> LetterSection:
    outside = [one for one in case.facts if one.recipient.party != "first"]
    if not outside:
        none = named(say("No rule names a fact in what could be read."))
        return LetterSection(title=say("What we found"), paragraphs=(none,))
    items = tuple(fact_line(case, one) for one in outside[:MOST_FACTS])
    more = len(outside) - MOST_FACTS
    rest = (named(say("{number} more facts are in the report.", number=more)),) if more > 0 else ()
    return LetterSection(title=say("What we found"), paragraphs=rest, items=items, numbered=True)


def _promises(case: Case) -> LetterSection | None:
    known_kinds = kinds(case.audit)
    broken = [claim for claim in case.audit.claims if claim.verdict == "contradicted"][:5]
    items = tuple(
        line(
            claims.claim_statement(claim), ": ", claims.reason_sentence(claim.reason, known_kinds), resting_on(claim.id)
        )
        for claim in broken
    )
    return LetterSection(title=say("What you say, and the traffic contradicts"), items=items) if items else None


def _questions(case: Case) -> LetterSection | None:
    if not case.facts:
        return None
    asked = (
        say("Which of these facts are wrong, and how can that be seen?"),
        say("Since which version of the app are the data sent, and how many users does that concern?"),
        say("What do users agree to before it happens?"),
        say("Which contract binds each recipient, and may it use the data for itself?"),
        say("In which countries are the data stored, and when are they deleted?"),
        say("What will you change, and by when?"),
    )
    return LetterSection(title=say("What we ask"), items=tuple(named(one) for one in asked), numbered=True)


def _reply() -> LetterSection:
    return LetterSection(
        title=say("Your reply"),
        paragraphs=(
            line(say("We ask for your reply by"), " ", blank(_("deadline")), ". ",
                 say("We will publish it as follows:"), " ", blank(_("in full, or shortened how")), "."),
            line(say("Signed:"), " ", blank(_("signature"))),
        ),
    )  # fmt: skip
