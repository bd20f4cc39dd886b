"""All books of one audit."""

import pickle

from mhaudit.collect.collector import Books
from mhaudit.model.capture import Gap
from mhaudit.model.subject import AppProfile, Persona, PlantedValue
from tests.collect.sightings import REDACT, directory, exchange, hit
from tests.rules.knowledge import policies


def books() -> Books:
    return Books(directory(), policies(), REDACT)


def test_one_exchange_stands_in_every_book() -> None:
    kept = books()
    kept.add(exchange(body=b"1"), [hit(), hit("identity.email")], 1, [Gap(code="decode-failed")])
    assert len(kept.facts.tallies.found) == 2
    assert len(kept.contacts.recipients()) == 1
    assert len(kept.links.linkage()) == 1
    assert [gap.code for gap in kept.sight.coverage().gaps] == ["body-opaque", "decode-failed"]


def test_what_was_not_told_is_a_blocking_gap() -> None:
    kept = books()
    kept.note_missing(None, None)
    assert [(gap.code, gap.blocking) for gap in kept.sight.coverage().gaps] == [
        ("no-app-profile", True),
        ("no-persona", True),
    ]
    told = books()
    told.note_missing(Persona(id="p", values=()), AppProfile(id="a", name="A"))
    assert told.sight.coverage().gaps == ()


def test_a_planted_value_that_can_not_be_searched_is_a_gap() -> None:
    kept = books()
    texts = {"identity.birth_date": "2000-02-02", "identity.name": "Ana", "identity.email": "ana@quiet.example"}
    values = (PlantedValue(category=category, value=text) for category, text in texts.items())
    persona = Persona(id="p", values=(*values, PlantedValue(category="mood.score", value=3)))
    kept.note_missing(persona, AppProfile(id="a", name="A"))
    assert [(gap.code, gap.detail, gap.blocking) for gap in kept.sight.coverage().gaps] == [
        ("value-not-searched", "persona: identity.birth_date", True),
        ("value-not-searched", "persona: identity.name", True),
    ]


def test_pages_can_be_handed_to_another_process() -> None:
    whole, one, two = books(), books(), books()
    for number in range(4):
        for kept in (whole, one if number % 2 else two):
            kept.add(exchange(number), [hit()], 0, [])
    one.merge(pickle.loads(pickle.dumps(two.pages())))  # noqa: S301 - made in the line itself
    parties = {"x.tracker.example": "third"}
    assert one.facts.observations(parties) == whole.facts.observations(parties)  # type: ignore[arg-type]
    assert one.contacts.recipients() == whole.contacts.recipients()
    assert one.sight.coverage() == whole.sight.coverage()
