"""Find fields that changed with the persona: equal in all recordings of one person, different in those of the other.

A value that changes by itself (time, nonce, counter) differs between two recordings of one person, and is left out. A
value that stays by chance is not, so each field has the probability that chance splits the recordings in this way, and
whether it holds the changed value.
"""

from collections.abc import Iterator, Mapping, Sequence, Set
from math import comb
from pathlib import Path
from tempfile import TemporaryDirectory

from mhaudit.auditing.engine import Question
from mhaudit.collect.apps import Apps
from mhaudit.compare.fields import LENGTH, Field, Fields, Key, around, sent_fields
from mhaudit.compare.personas import Changed
from mhaudit.detect.automaton import fold
from mhaudit.ingest.formats import reader_for
from mhaudit.ingest.gather import gather
from mhaudit.model.audit import Certainty
from mhaudit.model.capture import Exchange
from mhaudit.model.comparison import Variation
from mhaudit.model.place import Scalar
from mhaudit.model.reasons import Reason, because
from mhaudit.model.subject import PlantedValue

# Values in every recording of one person and in none of the other's, for each side.
Split = tuple[set[str], set[str]]

_CHANCE_NEGLIGIBLE = 1 / 20
_TELLING = 6  # characters: shorter values can be equal by chance
_SHORTEST_TEXT = 4


def variations(before: Sequence[Fields], after: Sequence[Fields], changed: Changed) -> list[Variation]:
    """Return all fields that changed between the recordings of two persons, innermost places only."""
    found = {key: pair for key in before[0] if (pair := _split(key, before, after))}
    outer = {(key.host, key.request, place) for key in found for place in around(before[0][key].trail)}
    return [
        _variation(key, before[0][key], pair, changed, (len(before), len(after)))
        for key, pair in sorted(found.items())
        if (key.host, key.request, key.place) not in outer and not _told_otherwise(key, found, outer)
    ]


def _told_otherwise(key: Key, found: Mapping[Key, Split], outer: Set[tuple[str, str, str]]) -> bool:
    """Return whether another field covers this one: a length whose bytes changed, or a text with another reading."""
    text, step, last = key.place.rpartition(" > ")
    if last == LENGTH:
        return key._replace(place=text) in found
    return bool(step) and ":" not in last and (key.host, key.request, text) in outer


def _split(key: Key, before: Sequence[Fields], after: Sequence[Fields]) -> Split | None:
    """Return the values by which a field splits the recordings, or None where it does not."""
    sides = [[recording.get(key) for recording in side] for side in (before, after)]
    if any(field is None or field.noisy for side in sides for field in side):
        return None
    ours, theirs = ([set(field.values) for field in side if field] for side in sides)
    own = set[str].intersection(*ours).difference(*theirs)
    other = set[str].intersection(*theirs).difference(*ours)
    return (own, other) if own and other else None


def _variation(key: Key, field: Field, pair: Split, changed: Changed, recorded: tuple[int, int]) -> Variation:
    own = [field.values[written] for written in sorted(pair[0])]
    explained = any(_is(value, changed.before) for value in own) and changed.after is not None
    explained = explained and any(_is(_read(written), changed.after) for written in pair[1])
    return Variation(
        host=key.host,
        scheme=field.scheme,
        category=changed.category,
        certainty=_certainty(own, recorded, explained=explained),
        form="plain" if explained else "changed",
        reason=_reason(key, recorded, explained=explained),
        count=field.count,
        place=key.place,
        value=str(own[0]),
        at=tuple(field.at),
    )


def _is(value: Scalar, planted: PlantedValue | None) -> bool:
    """Return whether a value is the entered one, as a number or a text."""
    if planted is None or isinstance(value, bytes | bool) or value is None:
        return False
    text, wanted = fold(str(value)), fold(str(planted.value))
    if text == wanted or (len(wanted) >= _SHORTEST_TEXT and wanted in text):
        return True
    return _number(text) is not None and _number(text) == _number(wanted)


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _read(written: str) -> Scalar:
    """Return a value from the form that `fields` compares; None where only a digest was kept."""
    return written[1:] if written[0] in "sv" else None


def _chance(recorded: tuple[int, int]) -> float:
    """Return the probability that a field splits the recordings in this way by chance."""
    return 1 / comb(sum(recorded), recorded[0])


def _certainty(own: Sequence[Scalar], recorded: tuple[int, int], *, explained: bool) -> Certainty:
    repeated = sum(recorded) > 2
    if explained:
        return "proven" if repeated else "likely"
    if not repeated:
        return "possible"
    if _chance(recorded) <= _CHANCE_NEGLIGIBLE:
        return "likely"
    return "likely" if any(_tells(value) for value in own) else "possible"


def _tells(value: Scalar) -> bool:
    """Return whether a value is too long to be equal twice by chance."""
    return isinstance(value, bytes) or (isinstance(value, str) and len(value) >= _TELLING and not value.isdigit())


def _reason(key: Key, recorded: tuple[int, int], *, explained: bool) -> Reason:
    code = "-explained" if explained else ""
    if sum(recorded) == 2:
        return because(f"varied-once{code}", first=_field(key))
    times = comb(sum(recorded), recorded[0])
    return because(f"varied{code}", first=_field(key), ours=recorded[0], theirs=recorded[1], times=times)


def _field(key: Key) -> Reason:
    if key.place.endswith(f" > {LENGTH}"):
        return because("varied-length")
    codec, colon, _ = key.place.rpartition(" > ")[2].partition(":")
    if colon:
        return because("varied-field", name=key.name) if key.name else because("varied-nameless")
    return because("varied-body" if codec else "varied-part")


def varied(
    before: Sequence[Path], after: Sequence[Path], changed: Changed, question: Question
) -> tuple[list[Variation], bool]:
    """Return the fields that changed between the recordings of two persons, each path being one recording.

    Also return whether a recording had more fields than could be compared. Raise CaptureUnreadable.
    """
    sides = [[_fields(path, question) for path in side] for side in (before, after)]
    full = any(recording.full for side in sides for recording in side)
    return variations(sides[0], sides[1], changed), full


def _fields(path: Path, question: Question) -> Fields:
    with TemporaryDirectory(prefix="mhaudit-") as folder:
        return sent_fields(_exchanges(path, Path(folder), question), question.limits)


def _exchanges(path: Path, folder: Path, question: Question) -> Iterator[Exchange]:
    """Yield the exchanges of the audited app."""
    apps = Apps(question.app_id or (question.app.id if question.app else ""))
    captures, _ = gather([path], folder)
    for capture in captures:
        reader = reader_for(capture)
        for item in reader.read(capture) if reader else ():
            if isinstance(item, Exchange) and apps.mine(item.app):
                yield item
