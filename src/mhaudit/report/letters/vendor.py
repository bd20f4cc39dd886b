"""A vendor's right of reply: what was found, what is asked about it, and a deadline that is left open."""

from collections.abc import Iterator

from mhaudit.model.audit import Audit
from mhaudit.report.html.companies import Judgement, judgements
from mhaudit.report.letters.findings_text import Told, app_name, examined, letter, limits, named, tell
from mhaudit.report.letters.letter import Letter, Line, Section, blank, known, line, resting_on
from mhaudit.report.text.language import marked as _
from mhaudit.report.text.language import message, say


def vendor(audit: Audit) -> Letter:
    """The letter, in the language being spoken."""
    told = tell(audit)
    name = audit.subject.name or audit.subject.id
    title = say("Right of reply: {app}", app=name) if name else say("Right of reply")
    return letter(audit, title, _head(audit), (_opening(told), examined(audit), _facts(told), _questions(told),
                                               limits(told), _reply()))  # fmt: skip


def _head(audit: Audit) -> tuple[Line, ...]:
    return (
        line(say("To:"), " ", known(audit.subject.vendor, _("name of the vendor")), ", ",
             blank(_("address of the vendor"))),
        line(say("From:"), " ", blank(_("your name, organisation and address"))),
        line(say("Date:"), " ", blank(_("date of this letter"))),
    )  # fmt: skip


def _opening(told: Told) -> Section:
    asked = line(
        say("We recorded what this app sends, and intend to make the following known:"), " ", app_name(told.audit),
        ". ", say("Before we do, we ask you to say whether it is right, and what you have to say to it."),
    )  # fmt: skip
    return Section(title=say("Why we write"), paragraphs=(asked,))


def _facts(told: Told) -> Section:
    if not told.findings:
        return Section(
            title=say("What was seen"), paragraphs=(named(say("No rule found fault with what could be read.")),)
        )
    items = tuple(told.fact(finding) for finding in told.findings)
    return Section(title=say("What was seen"), items=items, numbered=True)


def _questions(told: Told) -> Section | None:
    if not told.findings:
        return None
    items = (*(question for one in judgements(told.findings) for question in _about(one)), _contracts(told))
    general = named(say("What stands in square brackets names the findings that a question is about."))
    return Section(title=say("What we ask"), paragraphs=(general,), items=items, numbered=True)


def _about(one: Judgement) -> Iterator[Line]:
    ids = resting_on(*(finding.id for finding in one.findings))
    yield line(
        say("{title}: is this right? If not, what is wrong, and how can that be seen? "
            "Since which version is it so, and how many users does it concern?", title=message(one.title)),
        " ", ids,
    )  # fmt: skip
    if one.remedy:
        yield line(
            say("This would mend it: {remedy} Will you do that, and by when?", remedy=message(one.remedy)), " ", ids
        )


def _contracts(told: Told) -> Line:
    ids = resting_on(*(finding.id for finding in told.findings))
    return line(
        say("What do users agree to before it happens, and which contract binds the recipient? May the recipient use "
            "the data for itself, and when does it delete them?"),
        " ", ids,
    )  # fmt: skip


def _reply() -> Section:
    return Section(
        title=say("Your reply"),
        paragraphs=(
            line(say("We ask for your reply by"), " ", blank(_("deadline")), ". ",
                 say("We will make it known as follows:"), " ", blank(_("in full, or shortened how")), "."),
            line(say("We intend to test the app again on"), " ", blank(_("day of another test")), "."),
            line(say("Signed:"), " ", blank(_("signature"))),
        ),
    )  # fmt: skip
