"""What the decoding of one exchange brings to light, as (place, value)."""

from typing import Any

from mhaudit.decode.limits import Limits
from mhaudit.decode.text_decoders import DecodingCache
from mhaudit.decode.walk import Walk
from mhaudit.model.capture import Exchange
from mhaudit.model.place import Document, Leaf, Scalar, Wanted, place

Reading = tuple[str, Scalar]


EVERYTHING = Wanted(lambda _: True)
TINY = Limits(step_bytes=10_000, total_bytes=20_000)


def walk(limits: Limits = Limits(), wanted: Wanted = EVERYTHING, **fields: Any) -> tuple[Walk, list[Document]]:
    """A finished walk over an exchange with these fields, and its documents."""
    defaults: dict[str, Any] = {"capture": "a.har", "number": 1, "host": "in.metrics.example"}
    exchange = Exchange(**defaults | fields)
    under_way = Walk(exchange, limits, DecodingCache(), wanted)
    return under_way, list(under_way.documents())


def written(leaves: list[Leaf]) -> list[Reading]:
    """Leaves as they would be told."""
    return [(place(trail), value) for trail, _, value in leaves]


def readings(limits: Limits = Limits(), **fields: Any) -> list[Reading]:
    """All readings but that of the host's name."""
    _, documents = walk(limits, **fields)
    found = [reading for document in documents for reading in written(list(document.leaves))]
    return [reading for reading in found if reading[0] != "host"]


def body(data: bytes | str, content_type: str = "", encoding: str = "") -> list[Reading]:
    """The readings of a request's body."""
    headers = (("Content-Type", content_type), ("Content-Encoding", encoding))
    content = data.encode() if isinstance(data, str) else data
    return readings(body=content, headers=tuple(header for header in headers if header[1]))
