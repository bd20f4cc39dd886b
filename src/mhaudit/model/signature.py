"""What requests to a service look like, on whatever host somebody runs it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A field that a request must have: something at one of the places, all of it matching `value` where given."""

    at: tuple[str, ...]
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """A setting in a request that decides what the service keeps or trains on, by its own documentation.

    `values` are what it may be set to, in lower case, with what that means.
    """

    at: tuple[str, ...]
    values: tuple[tuple[str, str], ...]
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """What requests to a service look like on any host: a pattern for the path, and fields that must all be there.

    `because` names path and fields for the reader.
    """

    path: str
    has: tuple[Mark, ...]
    because: str
