"""All collectors of one audit."""

import pickle
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from mhaudit.collect.collector import Collector
from mhaudit.model.audit import Flag
from mhaudit.model.capture import Access, Contact, Gap
from mhaudit.model.reasons import english
from mhaudit.model.subject import AppProfile, Persona, PlantedValue
from tests.collect.sightings import REDACT, at, directory, exchange, hit
from tests.rules.knowledge import policies


def collector() -> Collector:
    return Collector(directory(), policies(), REDACT)


def test_one_exchange_reaches_every_collector() -> None:
    kept = collector()
    kept.add(exchange(body=b"1"), [hit(), hit("identity.email")], 1, [Gap(code="decode-failed")])
    assert len(kept.observations.tallies.found) == 2
    assert len(kept.contacts.recipients()) == 1
    assert len(kept.links.linkage()) == 1
    assert [gap.code for gap in kept.coverage.result().gaps] == ["body-opaque", "decode-failed"]


def test_missing_inputs_are_blocking_gaps() -> None:
    kept = collector()
    kept.note_missing(None, None)
    assert [(gap.code, gap.blocking) for gap in kept.coverage.result().gaps] == [
        ("no-app-profile", True),
        ("no-persona", True),
    ]
    told = collector()
    told.note_missing(Persona(id="p", values=()), AppProfile(id="a", name="A"))
    assert told.coverage.result().gaps == ()


def test_a_planted_value_that_can_not_be_searched_is_a_gap() -> None:
    kept = collector()
    texts = {"identity.birth_date": "2000-02-02", "identity.name": "Ana", "identity.email": "ana@quiet.example"}
    values = (PlantedValue(category=category, value=text) for category, text in texts.items())
    persona = Persona(id="p", values=(*values, PlantedValue(category="mood.score", value=3)))
    kept.note_missing(persona, AppProfile(id="a", name="A"))
    assert [
        (gap.code, english(gap.reason, {}) if gap.reason else "", gap.blocking) for gap in kept.coverage.result().gaps
    ] == [
        ("value-not-searched", "persona: identity.birth_date", True),
        ("value-not-searched", "persona: identity.name", True),
    ]


def test_pages_can_be_handed_to_another_process() -> None:
    whole, one, two = collector(), collector(), collector()
    for number in range(4):
        for kept in (whole, one if number % 2 else two):
            kept.add(exchange(number), [hit()], 0, [])
    one.merge(pickle.loads(pickle.dumps(two.state())))  # noqa: S301 - made in the line itself
    parties = {"x.tracker.example": "third"}
    assert one.observations.observations(parties) == whole.observations.observations(parties)  # type: ignore[arg-type]
    assert one.contacts.recipients() == whole.contacts.recipients()
    assert one.coverage.result() == whole.coverage.result()


def test_every_collector_has_a_state_that_another_worker_can_merge() -> None:
    names = [name for name, _ in collector().parts()]
    assert names == [
        *(
            "names",
            "observations",
            "contacts",
            "links",
            "coverage",
            "accesses",
            "apps",
            "identifiers",
            "disclosures",
            "settings",
            "pieces",
        )
    ]
    assert set(collector().state().parts) == set(names)


SENT = st.fixed_dictionaries(
    {
        "host": st.sampled_from(["x.tracker.example", "y.example", "own.example"]),
        "phase": st.sampled_from([None, "launch", "after-refusal"]),
        "started": st.none() | st.floats(0, 1000),
        "ip": st.sampled_from(["", "192.0.2.1", "192.0.2.2"]),
        "body": st.binary(max_size=5),
        "app": st.sampled_from(["", "com.example"]),
    }
)
HITS = st.lists(
    st.builds(
        hit,
        st.sampled_from(["mood.score", "identity.email", "identifier.user"]),
        value=st.sampled_from(["ada@mail.example", "user-48213-kf", 3]),
        certainty=st.sampled_from(["likely", "proven"]),
        planted=st.sampled_from([-1, 0, 1]),
        decoy=st.booleans(),
        trail=st.sampled_from([at("mood"), at("user", 1), (None, "query", "u")]),
    ),
    max_size=4,
)
ROW = st.builds(
    Contact,
    capture=st.just("l.csv"),
    number=st.integers(1, 9),
    host=st.sampled_from(["x.tracker.example", "z.example"]),
    lookup=st.booleans(),
    count=st.integers(1, 5),
    first=st.none() | st.floats(0, 1000),
)
USE = st.builds(
    Access, capture=st.just("l"), resource=st.sampled_from(["microphone", "location"]), app=st.just("a"),
    at=st.none() | st.floats(0, 1000),
)  # fmt: skip
TAKEN = st.one_of(st.tuples(SENT, HITS, st.booleans()), ROW, USE)


def take(kept: Collector, number: int, item: Any) -> None:
    if not isinstance(item, tuple):
        kept.add_listed(item)
        return
    fields, hits, attempted = item
    sent = exchange(number, **fields)
    kept.apps.mine(sent.app)
    if attempted:
        kept.add_attempt(sent, hits)
    else:
        kept.add(sent, hits, number % 3, [Gap(code="decode-limit", host=sent.host, unread=number % 2)])
        kept.settings.add(sent.host, [Flag(name="store", set_to="true", means="kept", source="https://a.example")])


@given(st.lists(TAKEN, max_size=12), st.integers(2, 4))
def test_workers_together_know_what_one_alone_would(items: list[Any], workers: int) -> None:
    def made() -> Collector:
        return Collector(directory(), policies(), REDACT, crisis=frozenset({0}))

    whole, parts = made(), [made() for _ in range(workers)]
    for number, item in enumerate(items):
        take(whole, number, item)
        take(parts[number % workers], number, item)
    first, *others = parts
    for other in others:
        first.merge(pickle.loads(pickle.dumps(other.state())))  # noqa: S301 - made in the line itself
    assert result(first) == result(whole)


def result(kept: Collector) -> tuple[object, ...]:
    parties = {one.host: one.party for one in kept.contacts.recipients()}
    return (
        kept.contacts.recipients(),
        sorted(kept.contacts.gaps(), key=repr),
        kept.observations.observations(parties),
        kept.observations.decoys,
        kept.links.linkage(),
        kept.links.among_identifiers(),
        kept.coverage.result(),
        kept.accesses.counts(),
        kept.apps.rows,
        kept.identifiers.traces,
        sorted(kept.disclosures.found),
        kept.settings.flags,
    )
