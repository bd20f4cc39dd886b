"""Observations: grouped, counted, with the first few places."""

from collections.abc import Sequence

from mhaudit.collect.observations import Observations, outgoing
from mhaudit.detect.hit import Hit
from mhaudit.model.capture import Exchange, Message
from mhaudit.model.reasons import because
from tests.collect.sightings import REDACT, SECRET, at, exchange, hit, shown


def add(known: Observations, seen: Exchange, hits: Sequence[Hit]) -> None:
    known.add(seen, shown(seen), hits)


def test_the_same_fact_is_counted_and_its_first_places_kept() -> None:
    facts = Observations(REDACT)
    for number in range(1, 9):
        add(facts, exchange(number, started=1_700_000_000.5), [hit(trail=at("batch", number, "mood"))])
    (seen,) = facts.observations({"x.tracker.example": "third"})
    assert (seen.count, len(seen.at)) == (8, 5)
    assert [(place.exchange, place.place) for place in seen.at][:2] == [
        (1, "body > json:/batch/1/mood"),
        (2, "body > json:/batch/2/mood"),
    ]
    assert seen.at[0].at == "2023-11-14T22:13:20.500Z"
    assert (seen.detector, seen.certainty, seen.preview, seen.party) == ("field", "likely", "•••", "third")


def test_other_places_forms_phases_and_hosts_are_other_facts() -> None:
    facts = Observations(REDACT)
    add(facts, exchange(), [hit(), hit(trail=at("feeling")), hit(form="sha256"), hit("mood.label")])
    add(facts, exchange(phase="launch"), [hit()])
    add(facts, exchange(scheme="http"), [hit()])
    add(facts, exchange(host="own.example"), [hit()])
    parties = {"x.tracker.example": "third", "own.example": "first"}
    seen = facts.observations(parties)  # type: ignore[arg-type]
    assert len(seen) == 7
    assert len({one.id for one in seen}) == 7
    assert seen[0].recipient == "own.example"


def test_ids_do_not_depend_on_values_or_order() -> None:
    first, second = Observations(REDACT), Observations(REDACT)
    add(first, exchange(1), [hit(value=1), hit("mood.label", value="sad")])
    add(second, exchange(7), [hit("mood.label", value="glad"), hit(value=9)])
    ids = [[one.id for one in facts.observations({"x.tracker.example": "third"})] for facts in (first, second)]
    assert ids[0] == ids[1]


def test_responses_are_received() -> None:
    facts = Observations(REDACT)
    chat = exchange(messages=(Message(sent=True, content=b""), Message(sent=False, content=b"")))
    trails = [(None, "response-body", None), (None, "set-cookie", "a"), (None, "message", 1), (None, "message", 0)]
    add(facts, chat, [hit(trail=trail) for trail in trails])
    seen = facts.observations({"x.tracker.example": "third"})
    directions = {one.at[0].place: one.direction for one in seen}
    assert directions == {
        "response-body": "received",
        "set-cookie:a": "received",
        "message:1": "received",
        "message:0": "sent",
    }


def test_decoys_are_counted_but_are_not_observations() -> None:
    facts = Observations(REDACT)
    add(facts, exchange(), [hit(decoy=True)])
    assert (facts.decoys, facts.tallies.found) == (1, {})


def test_values_in_names_are_withheld() -> None:
    facts = Observations(REDACT)
    add(
        facts,
        exchange(host=f"{SECRET}.t.example"),
        [hit(trail=at(SECRET, "mood"), reason=because("noted", text=f"the field {SECRET!r}"))],
    )
    (seen,) = facts.observations({"[withheld]": "third"})
    assert SECRET not in f"{seen}"


def test_shares_of_one_capture_give_what_one_process_gives() -> None:
    whole, even, odd = Observations(REDACT), Observations(REDACT), Observations(REDACT)
    for number in range(1, 12):
        found = [hit(trail=at("batch", number, "mood"), reason=because("noted", text=f"seen in {number}"))]
        add(whole, exchange(number), found)
        add((odd if number % 2 else even), exchange(number), found)
    even.merge(odd.state())
    assert even.observations({"x.tracker.example": "third"}) == whole.observations({"x.tracker.example": "third"})


def test_outgoing_is_what_the_app_sent_and_nothing_of_the_decoy() -> None:
    seen = exchange(messages=(Message(sent=True, content=b"a"), Message(sent=False, content=b"b")))
    sent, answer, told, heard = (
        hit(trail=trail)
        for trail in ((None, "body", None), (None, "response-body", None), (None, "message", 0), (None, "message", 1))
    )
    assert outgoing(seen, [sent, answer, told, heard, sent._replace(decoy=True)]) == [sent, told]
