"""What changed with the person, and what only changed."""

from pathlib import Path
from typing import Any

import pytest

from mhaudit.compare.fields import Fields, sent_fields
from mhaudit.compare.personas import Changed
from mhaudit.compare.variation import variations
from mhaudit.decode.limits import Limits
from mhaudit.ingest.har.reader import HarReader
from mhaudit.ingest.reader import Capture
from mhaudit.model.capture import Exchange
from mhaudit.model.comparison import Variation
from mhaudit.model.reasons import english
from mhaudit.model.subject import PlantedValue
from tests.compare.samples import OWN, STATS, as_json, hidden, recording

MOOD = Changed(
    "mood.score",
    PlantedValue(category="mood.score", value=3),
    PlantedValue(category="mood.score", value=5),
)


def fields(path: Path, *requests: tuple[str, str, bytes]) -> Fields:
    recorded = recording(path, *requests)
    read = HarReader().read(Capture(recorded, recorded.name))
    return sent_fields((item for item in read if isinstance(item, Exchange)), Limits())


class Recorder:
    """Makes recordings that differ by a mood, and by whatever noise makes of the number of the recording."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.number = 0

    def __call__(self, mood: int, make: Any) -> Fields:
        self.number += 1
        return fields(self.folder / f"{self.number}.har", *make(mood, self.number))


@pytest.fixture
def record(tmp_path: Path) -> Recorder:
    return Recorder(tmp_path)


def told(found: list[Variation]) -> list[tuple[str, str, str, str]]:
    return [(seen.host, seen.place, seen.certainty, seen.form) for seen in found]


def noisy(mood: int, number: int) -> list[tuple[str, str, bytes]]:
    noise = {"at": 1_764_000_000 + number, "nonce": f"{number * 7919:032x}", "n": number, "step": 3, "locale": "es"}
    return [as_json(OWN, {"mood": mood, "label": {3: "so so", 5: "great fun"}[mood], **noise})]


def test_the_mood_is_found_and_no_time_nonce_or_counter(record: Recorder) -> None:
    first, other, again = record(3, noisy), record(5, noisy), record(3, noisy)
    assert told(variations([first, again], [other], MOOD)) == [
        ("api.own.example", "body > json:/label", "possible", "changed"),
        ("api.own.example", "body > json:/mood", "proven", "plain"),
    ]


def test_the_reason_says_how_often_chance_would_do_it(record: Recorder) -> None:
    first, other, again = record(3, noisy), record(5, noisy), record(3, noisy)
    rest = (
        ": the same in all 2 recordings of the first person, another in all 1 of the other; "
        "a field that knows nothing of the person would fall so by chance one time in 3"
    )
    assert [english(seen.reason, {}) for seen in variations([first, again], [other], MOOD)] == [
        f"the field 'label' changed with the value that was changed{rest}",
        f"the field 'mood' changed with the value that was changed, and is that value{rest}",
    ]


def test_without_a_repetition_nothing_is_proven_and_noise_is_no_more_than_possible(record: Recorder) -> None:
    found = {seen.place: seen.certainty for seen in variations([record(3, noisy)], [record(5, noisy)], MOOD)}
    assert found.pop("body > json:/mood") == "likely"
    assert set(found) == {f"body > json:/{name}" for name in ("at", "label", "n", "nonce")}
    assert set(found.values()) == {"possible"}


def test_more_repetitions_make_more_certain(record: Recorder) -> None:
    ours = [record(3, noisy) for _ in range(4)]
    theirs = [record(5, noisy) for _ in range(3)]
    found = {seen.place: seen.certainty for seen in variations(ours, theirs, MOOD)}
    assert found == {"body > json:/mood": "proven", "body > json:/label": "likely"}


def test_a_body_that_nothing_reads_changed_with_it(record: Recorder) -> None:
    def make(mood: int, _: int) -> list[tuple[str, str, bytes]]:
        return [hidden(STATS, {"kind": "check-in", "level": mood})]

    first, other, again = record(3, make), record(5, make), record(3, make)
    (seen,) = variations([first, again], [other], MOOD)
    assert (seen.host, seen.place, seen.certainty) == ("in.opaque.example", "body", "likely")
    assert english(seen.reason, {}).startswith("the body changed with the value that was changed: ")


def test_its_length_tells_where_its_bytes_never_repeat(record: Recorder) -> None:
    def make(mood: int, number: int) -> list[tuple[str, str, bytes]]:
        noise = bytes((number * 37 + n * 11) % 128 + 128 for n in range(40 + mood))
        return [(STATS, "application/octet-stream", noise)]

    first, other, again = record(3, make), record(5, make), record(3, make)
    (seen,) = variations([first, again], [other], MOOD)
    assert (seen.place, seen.certainty) == ("body > length", "possible")
    assert english(seen.reason, {}).startswith("the length of the body changed with")


def test_what_is_inside_an_encoding_is_told_at_its_inner_place(record: Recorder) -> None:
    def make(mood: int, _: int) -> list[tuple[str, str, bytes]]:
        return [as_json(OWN, {"payload": f'{{"v":{{"mood":{mood}}}}}'})]

    first, other, again = record(3, make), record(5, make), record(3, make)
    assert [seen.place for seen in variations([first, again], [other], MOOD)] == ["body > json:/payload > json:/v/mood"]


def test_a_field_that_is_missing_once_is_not_told(record: Recorder) -> None:
    def make(mood: int, number: int) -> list[tuple[str, str, bytes]]:
        return [as_json(OWN, {"a": "b", **({"mood": mood} if number != 3 else {})})]

    first, other, again = record(3, make), record(5, make), record(3, make)
    assert variations([first, again], [other], MOOD) == []


def test_the_same_person_twice_shows_nothing(record: Recorder) -> None:
    first, other, again = record(3, noisy), record(3, noisy), record(3, noisy)
    assert variations([first, again], [other], MOOD) == []
