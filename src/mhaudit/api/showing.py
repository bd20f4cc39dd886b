"""One exchange of a capture, decoded again: the values at its places, as they were sent."""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec import Struct

from mhaudit.auditing.run import File
from mhaudit.decode.limits import Limits
from mhaudit.decode.text_decoders import STEPS, Openings
from mhaudit.decode.walk import Walk
from mhaudit.errors import CaptureUnreadable, UnknownName
from mhaudit.ingest.case.folder import is_case
from mhaudit.ingest.formats import reader_for
from mhaudit.ingest.gather import gather
from mhaudit.ingest.reader import Capture
from mhaudit.model.capture import Exchange
from mhaudit.model.place import Scalar, Wanted, place
from mhaudit.report.text.commands import LONGEST_PLACE
from mhaudit.report.text.escape import visible

_NEAREST = 3  # places that are named where the one that was asked for is missing


class Value(Struct, frozen=True):
    """A value at its place, as reports print the place. `sent`: by the app, not received by it."""

    place: str
    value: Scalar
    sent: bool


class ShownExchange(Struct, frozen=True):
    """An exchange with the values that were asked for, in the order in which they were decoded."""

    exchange: Exchange
    values: tuple[Value, ...]


def show_exchange(capture: File, number: int, wanted: str = "", *, key_logs: Iterable[File] = ()) -> ShownExchange:
    """Return exchange `number` (from 1) of a capture with the values at a place, or inside of it; all without one.

    `capture` is a file, or a file in an archive, a case or a folder as reports name it. Raises CaptureUnreadable, and
    UnknownName where the capture has no such exchange or the exchange no such place.
    """
    with TemporaryDirectory(prefix="mhaudit-") as folder:
        found = _capture(Path(capture), Path(folder), [Path(log) for log in key_logs])
        exchange = _exchange(found, number)
    values = tuple(exchange_values(exchange))
    if not wanted:
        return ShownExchange(exchange, tuple(value for value in values if not _is_chance(value)))
    kept = tuple(value for value in values if _is_at(value.place, wanted))
    if not kept:
        raise UnknownName(_no_place(wanted, number, values))
    return ShownExchange(exchange, kept)


def exchange_values(exchange: Exchange) -> Iterator[Value]:
    """Yield all readings of one exchange, each place with each of its values once."""
    nothing = Wanted(lambda _: False)
    seen: set[tuple[str, bool, type, Scalar]] = set()
    for document in Walk(exchange, Limits(), Openings(), nothing, nothing).documents():
        for trail, _, value in [*document.leaves, *document.odd]:
            one = Value(visible(place(trail), LONGEST_PLACE), value, document.sent)
            key = (one.place, one.sent, type(value), value)
            if key not in seen:
                seen.add(key)
                yield one


def _is_chance(one: Value) -> bool:
    """Whether a value is bytes that a text decodes to by chance, as any long word does in base64."""
    return isinstance(one.value, bytes) and one.place.rpartition(" > ")[2] in STEPS


def _capture(path: Path, folder: Path, key_logs: list[Path]) -> Capture:
    """Return the capture that a path names: a file, or one of those in the folder or archive around it."""
    source = path
    while not source.exists() and source != source.parent:
        source = source.parent
    if source.is_dir() and not path.exists():
        raise CaptureUnreadable(f"{path}: No such file or directory. Give the path of a capture file.")
    if is_case(path.parent) and path.is_file():
        source = path.parent
    captures = gather([source], folder, key_logs).captures
    named = [one for one in captures if str(path) in (one.name, one.where)] or captures
    if len(named) == 1:
        return named[0]
    names = ", ".join(visible(one.where) for one in named[:10])
    raise UnknownName(f"{path} holds {len(named)} captures; name one of them, such as {names}")


def _exchange(capture: Capture, number: int) -> Exchange:
    reader = reader_for(capture)
    numbers = []
    for item in reader.read(capture) if reader else ():
        if isinstance(item, Exchange):
            if item.number == number:
                return item
            numbers.append(item.number)
    there = f"it has {len(numbers)}, numbered from {min(numbers)} to {max(numbers)}" if numbers else "it has none"
    raise UnknownName(f"{capture.where} has no exchange {number}; {there}")


def _is_at(found: str, wanted: str) -> bool:
    """Whether a place is the one that was asked for, or inside of it."""
    return found == wanted or found.startswith((f"{wanted} > ", f"{wanted}/", f"{wanted}:"))


def _no_place(wanted: str, number: int, values: Iterable[Value]) -> str:
    places = list(dict.fromkeys(value.place for value in values))
    near = get_close_matches(wanted, places, _NEAREST, cutoff=0.0)
    return f"exchange {number} has no value at {visible(wanted)!r}; the nearest places are {', '.join(map(repr, near))}"
