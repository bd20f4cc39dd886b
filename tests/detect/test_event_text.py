"""Event names, titles and addresses that disclose, and those that only sound alike."""

import json

import pytest

from mhaudit.detect.detectors import Detectors
from mhaudit.detect.event_text import EventWording
from mhaudit.model.reasons import english
from tests.detect.sample import LABEL, MOOD, SMALL, hits, policies, seen

DETECTORS = Detectors(SMALL, None)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("event", "Mood Logged"),
        ("event_name", "mood_logged"),
        ("en", "moodLogged"),
        ("dl", "https://a.example/app/mood-logged?x=1"),
        ("page_title", "Diary: mood logged"),
        ("screenName", "MOOD_LOGGED_SCREEN"),
        ("event", "Humeur notée"),
    ],
)
def test_wording_that_discloses(name: str, value: str) -> None:
    found = seen(DETECTORS, body=json.dumps({name: value}).encode())
    assert ("mood.score", "event", "wording", f"body > json:/{name}") in found
    assert {fact[:3] for fact in found} == {("mood.score", "event", "wording")}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("event", "mood board: mood logged"),  # excepted
        ("event", "Moodle logged"),
        ("event", "mood_logger_initialised"),
        ("event", "audit_log"),
        ("event", "Mood"),
        ("event", ""),
        ("event", "mood " + "logged " * 200),  # too long for a name
        ("colour", "mood logged"),  # no name of an event
        ("note", "Mood Logged"),
    ],
)
def test_wording_that_discloses_nothing(name: str, value: str) -> None:
    assert seen(DETECTORS, body=json.dumps({name: value}).encode()) == []


def test_every_part_with_words_in_it() -> None:
    found = seen(
        DETECTORS, path="/app/mood-logged?en=mood_logged", headers=(("Referer", "https://a.example/mood/logged"),)
    )
    assert [place for _, _, _, place in found] == [
        "path",
        "path:2",
        "query:en",
        "header:referer",
        "header:referer > path",
    ]
    assert seen(DETECTORS, headers=(("User-Agent", "mood logged"),)) == []
    assert seen(DETECTORS, response_headers=(("Location", "/mood/logged"),)) == []


def test_why() -> None:
    (hit,) = hits(DETECTORS, body=b'{"event": "Mood Logged at night"}')
    assert (
        english(hit.reason, {"mood.score": "Mood score"})
        == "the text under 'event', as words in lower case, has 'mood logged', which suggests mood score"
    )
    assert (hit.certainty, hit.value) == ("likely", "Mood Logged at night")


def test_kinds_without_events_are_not_looked_for() -> None:
    assert EventWording(policies(LABEL)).kinds == []
    assert [known.kind.id for known in EventWording(policies(MOOD, LABEL)).kinds] == ["mood.score"]


def test_the_same_name_says_the_same_every_time() -> None:
    body = json.dumps([{"event": "Mood Logged"}] * 3 + [{"event": "Other thing"}]).encode()
    assert sorted(place for _, _, _, place in seen(DETECTORS, body=body)) == [
        f"body > json:/{n}/event" for n in range(3)
    ]
