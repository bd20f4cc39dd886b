"""A person, and what looks for her."""

from functools import cache

from mhaudit.auditing.engine import Question
from mhaudit.auditing.options import question
from mhaudit.model.capture import Exchange
from mhaudit.model.subject import Persona, PlantedValue
from mhaudit.redaction.finds import Finder
from mhaudit.redaction.pseudonyms import Pseudonyms

EMAIL = "ines.calderon+mh31@quietpost.example"
JOURNAL = "I rehearse phone calls in the shower and then never make them"
VALUES = (
    PlantedValue(category="identity.email", value=EMAIL),
    PlantedValue(category="free_text.journal", value=JOURNAL),
    PlantedValue(category="mood.score", value=3, scale=(1, 5)),
)


@cache
def asked() -> Question:
    from msgspec.structs import replace

    return replace(question(), persona=Persona(id="ines", values=VALUES))


def finder() -> Finder:
    return Finder(asked(), Pseudonyms(VALUES))


def exchange(**fields: object) -> Exchange:
    first = {"capture": "a.har", "number": 1, "host": "t.tracker.example", "method": "POST", "path": "/"}
    return Exchange(**{**first, **fields})  # type: ignore[arg-type]
