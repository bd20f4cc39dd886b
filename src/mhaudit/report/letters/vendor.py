"""The vendor's right of reply on two pages: at most ten facts, eight questions, and dates to fill in."""

from collections.abc import Iterator

from mhaudit.model.audit import Audit
from mhaudit.report.letters.findings_text import (
    MOST_FACTS,
    Case,
    app_name,
    case_of,
    danger,
    examined,
    facts_table,
    letter,
    limits,
    named,
    promises,
)
from mhaudit.report.letters.letter import Letter, LetterSection, Line, blank, known, line
from mhaudit.report.text.language import marked as _
from mhaudit.report.text.language import say

_MOST_QUESTIONS = 8


def vendor(audit: Audit) -> Letter:
    """Return the letter in the current language."""
    case = case_of(audit)
    name = audit.subject.name or audit.subject.id
    title = say("Right of reply: {app}", app=name) if name else say("Right of reply")
    broken = promises(audit, say("What you say, and the traffic contradicts"))
    sections = (_opening(case), examined(audit), _facts(case), broken, _questions(case, promised=bool(broken)),
                limits(case), _reply())  # fmt: skip
    return letter(audit, title, _head(audit), sections)


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
        say("Please tell us by"), " ", blank(_("deadline")), " ",
        say("whether they are accurate and whether you wish to comment."),
    )  # fmt: skip
    return LetterSection(title=say("Why we write"), paragraphs=(asked,))


def _facts(case: Case) -> LetterSection:
    outside = [one for one in case.facts if one.recipient.party != "first"]
    replies = danger(case.audit)
    if not outside and not replies:
        none = named(say("No rule names a fact in what could be read."))
        return LetterSection(title=say("What we found"), paragraphs=(none,))
    more = len(outside) - MOST_FACTS
    rest = (named(say("{number} more facts are in the report.", number=more)),) if more > 0 else ()
    table = facts_table(case, outside[:MOST_FACTS]) if outside else None
    return LetterSection(title=say("What we found"), paragraphs=(*replies, *rest), table=table)


def _questions(case: Case, *, promised: bool) -> LetterSection | None:
    if not case.facts:
        return None
    asked = tuple(_asked(case, promised=promised))[:_MOST_QUESTIONS]
    return LetterSection(title=say("What we ask"), items=tuple(named(one) for one in asked), numbered=True)


def _asked(case: Case, *, promised: bool) -> Iterator[str]:
    yield say("Which of these facts are wrong, and how can we verify that?")
    yield say("Since which version of the app are the data sent, and how many users does that concern?")
    yield say("What do users agree to before it happens?")
    yield say("Which contract binds each recipient, and may it use the data for itself?")
    yield say("In which countries are the data stored, and when are they deleted?")
    if promised:
        yield say("Will you change the statements quoted above, or the app?")
    if danger(case.audit):
        yield say("What should the app reply to a message that signals danger, and who checks that it does?")
    yield say("What will you change, and by when?")


def _reply() -> LetterSection:
    return LetterSection(
        title=say("Your reply"),
        paragraphs=(
            line(say("We ask for your reply by"), " ", blank(_("deadline")), ". ",
                 say("We will publish it as follows:"), " ", blank(_("in full, or shortened how")), "."),
            line(say("Received on:"), " ", blank(_("date of the reply")), "; ", say("your words:"), " ",
                 blank(_("the vendor’s reply, or that there was none")), "; ", say("signed:"), " ",
                 blank(_("signature"))),
        ),
    )  # fmt: skip
