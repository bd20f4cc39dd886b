"""Responses in pieces: event streams and lines of JSON, whose pieces are joined.

Language models send a few letters at a time, so no piece contains a whole phone number. Formats: the event streams of
the HTML standard (`data:` lines), JSON lines, and those with a number or a letter before them, as Socket.IO and the AI
SDKs of web frameworks write them.
"""

import re
from collections.abc import Iterable, Iterator

import orjson

_FRAME = re.compile(r"^(?:data:[ ]?|[0-9]{1,3}:?|[a-z]:)?(?=[\[{\"])")
_SPLIT = re.compile(r"[\n\x1e]")
_MOST_LINES = 20_000
_DEEPEST = 12

# The keys that lead to a text, without indices, and the text.
Piece = tuple[str, str]


def pieces(text: str) -> list[Piece]:
    """Return the texts in the lines of a stream, in order; none if it is not a stream."""
    found: list[Piece] = []
    for line in _SPLIT.split(text, _MOST_LINES)[:_MOST_LINES]:
        frame = _FRAME.match(line)
        if frame is None:
            continue
        try:
            found += _texts(orjson.loads(line[frame.end() :]), "", 0)
        except orjson.JSONDecodeError:
            continue
    return found


def joined(found: Iterable[Piece]) -> list[str]:
    """Return the joined pieces of each place, in the order in which the places began."""
    whole: dict[str, list[str]] = {}
    for path, text in found:
        whole.setdefault(path, []).append(text)
    return ["".join(parts) for parts in whole.values()]


def _texts(value: object, path: str, depth: int) -> Iterator[Piece]:
    if isinstance(value, str):
        yield path, value
    elif depth < _DEEPEST and isinstance(value, dict):
        for key, item in value.items():
            yield from _texts(item, f"{path}/{key}", depth + 1)
    elif depth < _DEEPEST and isinstance(value, list):
        for item in value:
            yield from _texts(item, path, depth + 1)
