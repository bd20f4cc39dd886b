"""Show one exchange of a capture, decoded: the values at its places, with personal and planted ones masked."""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec import Struct
from msgspec.structs import replace

from mhaudit.auditing.options import question
from mhaudit.auditing.run import File
from mhaudit.decode.limits import Limits
from mhaudit.decode.text_decoders import STEPS, DecodingCache
from mhaudit.decode.walk import Walk
from mhaudit.errors import CaptureUnreadable, UnknownName
from mhaudit.ingest.case.folder import brought_along, is_case
from mhaudit.ingest.formats import reader_for
from mhaudit.ingest.gather import gather
from mhaudit.ingest.reader import Capture
from mhaudit.model.capture import Exchange
from mhaudit.model.place import Scalar, Trail, Wanted, place
from mhaudit.model.subject import PERSONA
from mhaudit.redaction.masked_values import MaskedExchange, ValueMasker
from mhaudit.report.text.commands import LONGEST_PLACE
from mhaudit.report.text.escape import visible

_NEAREST = 3  # places to suggest where the requested one is missing


class Value(Struct, frozen=True):
    """A value at its place, as reports print the place. `sent` is whether the app sent it."""

    place: str
    value: Scalar
    sent: bool


class ShownExchange(Struct, frozen=True):
    """The head of an exchange, and the requested values in the order of decoding.

    `masked` is the number of masked values, which include those of a persona where `persona` is true. Headers, bodies
    and messages of the exchange are left out: they are the values.
    """

    exchange: Exchange
    values: tuple[Value, ...]
    masked: int = 0
    persona: bool = False


def show_exchange(
    capture: File,
    number: int,
    wanted: str = "",
    *,
    persona: File | None = None,
    policies: Iterable[File] = (),
    unredacted: bool = False,
    key_logs: Iterable[File] = (),
) -> ShownExchange:
    """Return exchange `number` (from 1) of a capture with the values at or inside a place; all values without one.

    `capture` is a file, or a file in an archive, a case or a folder as reports name it; a case has its own persona.
    Values of the persona are masked, in every encoding and in part, and all that a detector of the audit recognises as
    personal; `unredacted` masks none. Raise CaptureUnreadable, InvalidFiles, and UnknownName where the capture has no
    such exchange or the exchange no such place.
    """
    path = Path(capture)
    own = Path(persona) if persona else brought_along([path, path.parent], PERSONA)
    asked = question(persona=own, policies=[Path(folder) for folder in policies])
    with TemporaryDirectory(prefix="mhaudit-") as folder:
        found = _capture(path, Path(folder), [Path(log) for log in key_logs])
        exchange = _exchange(found, number)
    masked = None if unredacted else ValueMasker(asked).of(exchange)
    read = [(_shown(trail, value, masked), value.value) for trail, value in _readings(exchange)]
    if wanted:
        kept = [one for one in read if _is_at(one[0].place, wanted)]
        if not kept:
            raise UnknownName(_no_place(wanted, number, [value for value, _ in read]))
    else:
        kept = [(value, before) for value, before in read if not _is_chance(value, before)]
    values = {(value.place, value.sent, type(value.value), value.value): value for value, _ in kept}
    hidden = sum(value.value is not before for value, before in kept)
    return ShownExchange(_head(exchange, masked), tuple(values.values()), hidden, own is not None)


def exchange_values(exchange: Exchange) -> Iterator[Value]:
    """Yield all readings of one exchange unmasked, each value of a place once."""
    return (value for _, value in _readings(exchange))


def _shown(trail: Trail, value: Value, masked: MaskedExchange | None) -> Value:
    """Return a value at its place, masked if necessary."""
    if masked is None:
        return value
    return Value(visible(masked.place(place(trail)), LONGEST_PLACE), masked.value(trail, value.value), value.sent)


def _head(exchange: Exchange, masked: MaskedExchange | None) -> Exchange:
    """Return an exchange without its values."""
    bare = replace(exchange, headers=(), response_headers=(), body=b"", response_body=b"", messages=())
    if masked is None:
        return bare
    path, host = masked.path(exchange.path), masked.place(exchange.host)
    return replace(bare, path=path, host=host, attempted=masked.text(exchange.attempted))


def _readings(exchange: Exchange) -> Iterator[tuple[Trail, Value]]:
    nothing = Wanted(lambda _: False)
    seen: set[tuple[str, bool, type, Scalar]] = set()
    for document in Walk(exchange, Limits(), DecodingCache(), nothing, nothing).documents():
        for trail, _, value in [*document.leaves, *document.odd]:
            one = Value(visible(place(trail), LONGEST_PLACE), value, document.sent)
            key = (one.place, one.sent, type(value), value)
            if key not in seen:
                seen.add(key)
                yield trail, one


def _is_chance(one: Value, before: Scalar) -> bool:
    """Return whether a text decodes to a value by chance, as any long word does in base64."""
    return isinstance(before, bytes) and one.place.rpartition(" > ")[2] in STEPS


def _capture(path: Path, folder: Path, key_logs: list[Path]) -> Capture:
    """Return the capture of a path: a file, or one in the folder or archive around it."""
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
    """Return whether a place is the requested one, or inside of it."""
    return found == wanted or found.startswith((f"{wanted} > ", f"{wanted}/", f"{wanted}:"))


def _no_place(wanted: str, number: int, values: Iterable[Value]) -> str:
    places = list(dict.fromkeys(value.place for value in values))
    near = get_close_matches(wanted, places, _NEAREST, cutoff=0.0)
    return f"exchange {number} has no value at {visible(wanted)!r}; the nearest places are {', '.join(map(repr, near))}"
