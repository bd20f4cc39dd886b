"""Where a value stands: a chain of steps from a part of the exchange inwards, cheap to make and exact to print.

A `Trail` links back to its parent, so that walking a body of a thousand fields makes no text at all;
`place` writes the text for the few that are observed: `body > gzip > json:/batch/0/payload > base64 > json:/mood`.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple, Optional

# codecs whose numbers name a field, where elsewhere they count
_NUMBERED = frozenset({"protobuf"})
# codecs whose keys are written as one JSON pointer (RFC 6901)
_MOST_NAMES = 50_000
_POINTERS = frozenset({"json", "msgpack", "cbor", "plist"})

Scalar = str | bytes | int | float | bool | None
Key = str | int | None
# (what it stands in, the step: body, gzip, json …, the key or index there; None for the step as a whole)
Trail = tuple[Optional["Trail"], str, Key]
# (its place, the name nearest to it, its value)
Leaf = tuple[Trail, str, Scalar]


class Document(NamedTuple):
    """What one round of decoding brought to light in one direction.

    `text` holds all that its names and values say; `named` are the leaves whose name a detector wants to see, `odd`
    those that are neither words nor numbers: bytes, texts that may be encoded or hashed, numbers of many digits.
    `every` gives all of them; it is asked only where something was found, because most documents hold nothing. `event`
    gives the name of the event that a place belongs to.
    """

    sent: bool
    text: str
    named: Sequence[Leaf]
    odd: Sequence[Leaf]
    every: Callable[[], Sequence[Leaf]]
    event: Callable[[Trail], str] = lambda _: ""

    @property
    def leaves(self) -> Sequence[Leaf]:
        """All leaves."""
        return self.every()


class Wanted(dict[str, bool]):
    """Whether detectors look under a name: judged once for each name that occurs, one look-up from then on."""

    def __init__(self, judge: Callable[[str], bool]) -> None:
        super().__init__()
        self.judge = judge

    def __missing__(self, name: str) -> bool:
        if len(self) >= _MOST_NAMES:  # names made from data must not fill the memory
            self.clear()
        found = self[name] = name != "" and self.judge(name)
        return found


def steps(trail: Trail | None) -> Iterator[tuple[str, Key]]:
    """The steps of a trail, outermost first."""
    chain: list[tuple[str, Key]] = []
    while trail is not None:
        chain.append((trail[1], trail[2]))
        trail = trail[0]
    return reversed(chain)


def depth_of(trail: Trail) -> int:
    """How many steps a trail has."""
    depth, at = 1, trail[0]
    while at is not None:
        depth += 1
        at = at[0]
    return depth


def outermost(trail: Trail) -> tuple[str, Key]:
    """The part of the exchange that a trail begins in, with its key."""
    while trail[0] is not None:
        trail = trail[0]
    return trail[1], trail[2]


def part(trail: Trail) -> str:
    """The outermost step: `body`, `query`, `header`, `path`, `message` …"""
    return outermost(trail)[0]


def place(trail: Trail) -> str:
    """The whole chain as text."""
    return _write(trail, general=False)


def general_place(trail: Trail) -> str:
    """The chain with `*` for every index, so that the tenth event of a batch stands where the first one does.

    The numbers of protobuf's fields are no indices: they are all the names that there are.
    """
    return _write(trail, general=True)


def _write(trail: Trail, *, general: bool) -> str:
    text = pointer = ""  # `pointer`: the codec whose JSON pointer is being written
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


@lru_cache(maxsize=16_384)  # the same places are checked, looked for, and held against examples
def compile_place(pattern: str) -> re.Pattern[str]:
    """The pattern as a regular expression for the whole place. Raises ValueError where a step is not written right."""
    first, *rest = pattern.split(" > ")
    if first == "**":
        raise ValueError("a place begins with a part, such as body, query or header")
    return re.compile(_step(first) + "".join(_BETWEEN if step == "**" else " > " + _step(step) for step in rest))


def _step(step: str) -> str:
    if not _STEP.fullmatch(step):
        raise ValueError(f"{step!r} is no step of a place, such as body, json:/mood or query:em")
    codec, colon, key = step.partition(":")
    if codec != "json":
        return re.escape(codec) + colon + _key(key)
    if colon and not key.startswith("/"):
        raise ValueError(f"{step!r} must go on with a slash, as in json:/mood")
    return "json" + colon + "/".join(_key(part) for part in key.split("/"))


def _key(key: str) -> str:
    """One key: `*` alone is any, within a name it is any run of characters."""
    return "[^/>]*".join(re.escape(part) for part in key.split("*"))
