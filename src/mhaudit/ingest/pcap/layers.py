"""The layers of a packet as tshark's JSON has them: fields by name, and beside each its bytes in hexadecimal.

A field that occurs once is a value, one that occurs more often a list of values. The bytes of `x` stand under `x_raw`
as a list of hexadecimal digits, place, length and two more numbers.
"""

from collections.abc import Iterator
from typing import Any

Layer = dict[str, Any]


def all_of(layers: Layer, name: str) -> Iterator[Layer]:
    """The layers of one protocol: there are several in a packet that holds several messages."""
    found = layers.get(name)
    for layer in found if isinstance(found, list) else [found]:
        if isinstance(layer, dict):
            yield layer


def text(layer: Layer, name: str) -> str:
    """The first value of a field, "" where there is none."""
    found = layer.get(name)
    first = found[0] if isinstance(found, list) and found else found
    return first if isinstance(first, str) else ""


def raws(layer: Layer, name: str) -> list[bytes]:
    """The bytes of a field, once for each time it occurs."""
    found = layer.get(f"{name}_raw")
    if not isinstance(found, list) or not found:
        return []
    return [_bytes(each) for each in (found if isinstance(found[0], list) else [found])]


def raw(layer: Layer, name: str) -> bytes | None:
    """The bytes of a field where it first occurs, None where it does not."""
    return next(iter(raws(layer, name)), None)


def within(layer: Layer, name: str) -> Layer:
    """The part of a layer that holds a field: tshark puts a request's line under a key that is the line itself."""
    if name in layer:
        return layer
    return next((part for part in layer.values() if isinstance(part, dict) and name in part), {})


def _bytes(found: Any) -> bytes:
    digits = found[0] if isinstance(found, list) and found else ""
    try:
        return bytes.fromhex(digits)
    except (TypeError, ValueError):
        return b""


def decoded(value: bytes) -> str:
    """Headers are latin-1 on paper and UTF-8 in practice."""
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("latin-1")
