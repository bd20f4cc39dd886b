"""Patterns over places: `body > ** > json:/batch/*/traits/email` holds for that field in every event of any batch.

`*` stands for one key or index, `**` for any number of decoding steps, none included. A pattern is held against the
place as it is printed (`model/place.py`).
"""

import re
from functools import lru_cache

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
