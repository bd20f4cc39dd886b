"""One exchange from bytes to books."""

import json

from mhaudit.engine import Engine, Question
from mhaudit.model.capture import Exchange
from mhaudit.model.knowledge import Pack
from mhaudit.model.subject import AppProfile, Persona, PlantedValue
from mhaudit.policy import load

PERSONA = Persona(id="p", values=(PlantedValue(category="identity.email", value="nora.lind@quiet.example"),))
APP = AppProfile(id="a", name="A", first_party=("own.example",))


def engine() -> Engine:
    every = Pack(id="every", title="", rules=("HLT", "IDN"), fail_on="high")
    return Engine(Question(policies=load(), pack=every, persona=PERSONA, app=APP))


def exchange(number: int, body: object, host: str = "api.mixpanel.com") -> Exchange:
    return Exchange(capture="c", number=number, host=host, body=json.dumps(body).encode(), method="POST", path="/track")


def test_take_books_what_is_in_an_exchange() -> None:
    built = engine()
    books = built.books()
    built.take(exchange(1, {"user": {"email": "Nora.Lind@quiet.example"}, "mood_score": 2}), books)
    parties = {contact.host: contact.party for contact in books.contacts.recipients()}
    seen = {(fact.category, fact.detector, fact.at[0].place) for fact in books.facts.observations(parties)}
    assert seen == {
        ("identity.email", "planted", "body > json:/user/email"),
        ("mood.score", "field", "body > json:/mood_score"),
    }
    (link,) = books.links.linkage()
    assert (link.organisation, link.identifiers, link.categories, link.exchanges) == (
        "Mixpanel, Inc.",
        ("identity.email",),
        ("mood.score",),
        ("c#1",),
    )


def test_an_engine_serves_many_audits() -> None:
    built = engine()
    first, second = built.books(), built.books()
    built.take(exchange(1, {"mood_score": 2}), first)
    built.take(exchange(1, {"colour": "blue"}), second)
    assert len(first.facts.tallies) == 1
    assert second.facts.tallies == {}
