"""The place of a value: a chain of steps from a part of the exchange inwards, cheap to build and precise in print.

A `Trail` links to its parent, so that scanning a body of a thousand fields formats no text; `place` formats it for the
few that are observed: `body > gzip > json:/batch/0/payload > base64 > json:/mood`.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple, Optional

# codecs with numbers as field names, not as indices
_NUMBERED = frozenset({"protobuf"})
# codecs with keys written as one JSON pointer (RFC 6901)
_MOST_NAMES = 50_000
_POINTERS = frozenset({"json", "msgpack", "cbor", "plist"})

Scalar = str | bytes | int | float | bool | None
Key = str | int | None
# (the parent, the step: body, gzip, json …, the key or index in it; None for the step as a whole)
Trail = tuple[Optional["Trail"], str, Key]
# (its place, the nearest name, its value)
Leaf = tuple[Trail, str, Scalar]
# (the step that decodes a text, the result)
Decoded = tuple[str, str | bytes]


class Document(NamedTuple):
    """The readings of one decoding round in one direction.

    `text` contains all names and values; `named` are the leaves whose name a detector wants, `odd` those that are
    neither words nor numbers: bytes, texts that may be encoded or hashed, numbers of many digits. `every` returns all
    leaves; it is called only after a match, because most documents have none. `event` returns the name of the event
    around a place.
    """

    sent: bool
    text: str
    named: Sequence[Leaf]
    odd: Sequence[Leaf]
    every: Callable[[], Sequence[Leaf]]
    event: Callable[[Trail], str] = lambda _: ""

    @property
    def leaves(self) -> Sequence[Leaf]:
        """Return all leaves."""
        return self.every()


class Wanted(dict[str, bool]):
    """Cache of whether detectors want a name: decided once for each name that occurs."""

    def __init__(self, judge: Callable[[str], bool]) -> None:
        super().__init__()
        self.judge = judge

    def __missing__(self, name: str) -> bool:
        if len(self) >= _MOST_NAMES:  # names generated from data must not fill the memory
            self.clear()
        found = self[name] = name != "" and self.judge(name)
        return found


def steps(trail: Trail | None) -> Iterator[tuple[str, Key]]:
    """Return the steps of a trail, outermost first."""
    chain: list[tuple[str, Key]] = []
    while trail is not None:
        chain.append((trail[1], trail[2]))
        trail = trail[0]
    return reversed(chain)


def depth_of(trail: Trail) -> int:
    """Return the number of steps of a trail."""
    depth, at = 1, trail[0]
    while at is not None:
        depth += 1
        at = at[0]
    return depth


def outermost(trail: Trail) -> tuple[str, Key]:
    """Return the part of the exchange in which a trail begins, with its key."""
    while trail[0] is not None:
        trail = trail[0]
    return trail[1], trail[2]


def part(trail: Trail) -> str:
    """Return the outermost step: `body`, `query`, `header`, `path`, `message` …"""
    return outermost(trail)[0]


def place(trail: Trail) -> str:
    """Return the whole chain as text."""
    return _write(trail, general=False)


def general_place(trail: Trail) -> str:
    """Return the chain with `*` for every index, so that all events of a batch have the same place.

    Field numbers of protobuf are kept: they are names, not indices.
    """
    return _write(trail, general=True)


def _write(trail: Trail, *, general: bool) -> str:
    text = pointer = ""  # `pointer`: the codec of the current JSON pointer
    for codec, key in steps(trail):
        if key is None:
            text += f" > {codec}" if text else codec
            pointer = ""
            continue
        name = "*" if general and type(key) is int and codec not in _NUMBERED else str(key)
        if codec not in _POINTERS:
            text += f" > {codec}:{name}" if text else f"{codec}:{name}"
            continue
        if "~" in name or "/" in name:
            name = name.replace("~", "~0").replace("/", "~1")
        text += f"/{name}" if pointer else f":/{name}"
        pointer = codec
    return text


_STEP = re.compile(r"[a-z][a-z0-9-]*(?::.+)?")
_BETWEEN = "(?: > [^>]+)*"


@lru_cache(maxsize=16_384)  # the same places are validated, searched and compared with examples
def compile_place(pattern: str) -> re.Pattern[str]:
    """Compile a place pattern to a regular expression for the whole place. Raise ValueError for an invalid step."""
    first, *rest = pattern.split(" > ")
    if first == "**":
        raise ValueError("a place begins with a part, such as body, query or header")
    return re.compile(_step(first) + "".join(_BETWEEN if step == "**" else " > " + _step(step) for step in rest))


def _step(step: str) -> str:
    if not _STEP.fullmatch(step):
        raise ValueError(f"{step!r} is not a step of a place, such as body, json:/mood or query:em")
    codec, colon, key = step.partition(":")
    if codec != "json":
        return re.escape(codec) + colon + _key(key)
    if colon and not key.startswith("/"):
        raise ValueError(f"{step!r} needs a slash before its key, as in json:/mood")
    return "json" + colon + "/".join(_key(part) for part in key.split("/"))


def _key(key: str) -> str:
    """Return the expression of one key: `*` alone is any key, within a name any run of characters."""
    return "[^/>]*".join(re.escape(part) for part in key.split("*"))
