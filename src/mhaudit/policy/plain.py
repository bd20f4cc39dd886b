"""Reading plain data by type. What has another type raises TypeError: a cache file may hold anything."""

from collections.abc import Mapping
from typing import Any, TypeVar

from mhaudit.model.knowledge import SEVERITIES, Severity

Data = Mapping[str, Any]
T = TypeVar("T", str, int, bool)


def one(value: object, wanted: type[T]) -> T:
    """The value, which must be of just this type: a bool is no int here, but 3.0 is, as it is in JSON Schema."""
    if type(value) is not wanted:
        if wanted is int and type(value) is float and value.is_integer():
            return wanted(value)
        raise TypeError(value)
    return value


def maybe(data: Data, name: str) -> str | None:
    """The text of a field, or None."""
    value = data.get(name)
    return None if value is None else one(value, str)


def text(data: Data, name: str) -> str:
    """The text of a field, or an empty one."""
    return one(data.get(name, ""), str)


def entries(value: object) -> list[Any]:
    """A list, whatever it holds."""
    if type(value) is not list:
        raise TypeError(value)
    return value


def texts(value: object) -> tuple[str, ...]:
    """A list of texts."""
    found = entries(value)
    if not {*map(type, found)} <= {str}:
        raise TypeError(value)
    return tuple(found)


def by_language(data: Data) -> tuple[str, ...]:
    """The words of all languages, each once."""
    return tuple(dict.fromkeys(word for words in data.values() for word in texts(words)))


def bounds(value: object) -> tuple[float, float]:
    """A pair of numbers."""
    low, high = entries(value)
    return float(low), float(high)


def span(value: object) -> tuple[int, int] | None:
    """A pair of whole numbers, or None."""
    if value is None:
        return None
    low, high = entries(value)
    return one(low, int), one(high, int)


def severity(value: object) -> Severity:
    """One of the severities."""
    for known in SEVERITIES:
        if known == value:
            return known
    raise TypeError(value)


def condition(data: Data) -> Mapping[str, Any]:
    """One test with its list of values as a tuple, or all, any, not with conditions below them."""
    if type(data) is not dict or len(data) != 1:
        raise TypeError(data)
    ((name, value),) = data.items()
    if name in ("all", "any"):
        return {name: tuple(condition(part) for part in entries(value))}
    return {one(name, str): condition(value) if name == "not" else texts(value)}
