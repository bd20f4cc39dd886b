"""Where crisis lines went."""

from mhaudit.collect.observations import outgoing
from mhaudit.crisis.disclosures import Disclosures
from mhaudit.model.capture import Message
from tests.collect.sightings import at, exchange, hit

LINE = hit("chat.message", planted=4, certainty="proven", trail=at("text"))


def test_only_crisis_lines_that_were_sent() -> None:
    found = Disclosures(frozenset({4}))
    others = (LINE._replace(planted=3), LINE._replace(decoy=True), LINE._replace(trail=(None, "response-body", None)))
    found.add(exchange(1), outgoing(exchange(1), others))
    assert found.found == []
    found.add(exchange(2, started=50.0, phase="chat"), [LINE, LINE._replace(trail=at("copy"))])
    (one,) = found.found
    assert (one.capture, one.number, one.value, one.phase, one.message, one.at) == ("a.har", 2, 4, "chat", -1, 50.0)


def test_a_message_has_its_own_time() -> None:
    found = Disclosures(frozenset({4}))
    messages = (Message(sent=True, content=b"", at=60.0), Message(sent=True, content=b"", at=70.0))
    said = exchange(started=50.0, messages=messages)
    found.add(said, outgoing(said, [LINE._replace(trail=(None, "message", 1))]))
    assert [(one.message, one.at) for one in found.found] == [(1, 70.0)]


def test_shares_are_put_together_in_order() -> None:
    one, two = Disclosures(frozenset({4})), Disclosures(frozenset({4}))
    one.add(exchange(3), [LINE])
    two.add(exchange(2), [LINE])
    one.merge(two.found)
    assert [each.number for each in one.found] == [2, 3]


def test_without_a_crisis_line_nothing_is_collected() -> None:
    found = Disclosures(frozenset())
    found.add(exchange(), [LINE])
    assert found.found == []
