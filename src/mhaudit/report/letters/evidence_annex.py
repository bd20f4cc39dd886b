"""The evidence annex of a letter to an authority: where each fact is in the recording, and digests of the test data."""

from mhaudit.model.audit import Audit, Sighting
from mhaudit.report.letters.findings_text import Case, named, telling_places
from mhaudit.report.letters.letter import LetterSection, Line, Table, known, line, text
from mhaudit.report.text import words
from mhaudit.report.text.commands import command, show_command
from mhaudit.report.text.companies import kinds
from mhaudit.report.text.escape import visible
from mhaudit.report.text.language import marked as _
from mhaudit.report.text.language import say, say_many
from mhaudit.report.text.statements import Statement

_MOST_PLACES, _MOST_IDS = 4, 4
_LONGEST_REQUEST, _LONGEST_PLACE = 120, 160  # characters


def evidence(case: Case) -> LetterSection | None:
    """Return one row per fact: where it is in the recording, and the findings that rest on it."""
    if not case.facts:
        return None
    head = (say("Evidence"), say("Date and time"), say("Recipient"), say("Request"), say("Place"), say("Findings"))
    rows = tuple(_row(case, one) for one in case.facts)
    at = next((at for one in case.facts for at in telling_places(one)), None)
    said = [line(say("The audit is repeated by"), " ", text(command(case.audit)))]
    if at:
        said.append(line(say("A value is shown at its place by"), " ", text(show_command(case.audit, at))))
    return LetterSection(
        title=say("Annex: evidence"),
        paragraphs=tuple(said),
        table=Table(head=head, widths=(7, 11, 17, 19, 26, 20), rows=rows),
        new_page=True,
    )


def _row(case: Case, one: Statement) -> tuple[Line, ...]:
    places = telling_places(one)
    first = places[0] if places else None
    shown = list(dict.fromkeys(visible(at.place, _LONGEST_PLACE) for at in places))
    wanted = {finding.id for finding in case.findings}
    ids = [name for name in one.fact.findings if name in wanted]
    return (
        line(case.evidence(one)),
        line(known(words.when(first.at) if first and first.at else None, _("when this was recorded"))),
        line(one.recipient.host),
        line(_request(first) if first else ""),
        line("; ".join(words.few(shown, _MOST_PLACES))),
        line(", ".join(words.few(ids, _MOST_IDS))),
    )


def _request(at: Sighting) -> str:
    request = visible(f"{at.method} {at.path}".strip(), _LONGEST_REQUEST)
    return f"{at.capture}#{at.exchange}" + (f": {request}" if request else "")


def entered(audit: Audit) -> LetterSection | None:
    """Return the digests of the entered values, and how the holder of the test data checks them."""
    persona = audit.generated_from.persona
    if not persona or not persona.digests:
        return None
    known_kinds = kinds(audit)
    rows = tuple(
        (
            line(words.label(known_kinds[one.category])),
            line(one.sha256),
        )
        for one in persona.digests
    )
    how = line(
        say("Salt: {salt}. Whoever holds the test data checks a value with", salt=persona.salt),
        " ", text(f"printf '%s' '{persona.salt}:VALUE' | sha256sum"),
    )  # fmt: skip
    paragraphs = [how]
    if without := persona.values - len(persona.digests):
        paragraphs.append(
            named(
                say_many(
                    "{number} value has no digest here, because it could be found by trying.",
                    "{number} values have no digest here, because they could be found by trying.",
                    without,
                )
            )
        )
    return LetterSection(
        title=say("Annex: digests of the test data"),
        paragraphs=tuple(paragraphs),
        table=Table(head=(say("Kind of data"), "SHA-256"), widths=(25, 75), rows=rows),
    )
