"""What requests to a service look like, on whatever host somebody runs it."""

from msgspec import Struct, field


class Mark(Struct, frozen=True, kw_only=True):
    """A field that a request must have: something at one of the places, all of it matching `value` where given."""

    at: tuple[str, ...]
    value: str = ""


class SettingValue(Struct, frozen=True, kw_only=True):
    """One value of a setting, as text, and what it means for what is kept."""

    is_: str = field(name="is")
    means: str


class Setting(Struct, frozen=True, kw_only=True):
    """A setting in a request that decides what the service keeps or trains on, by its own documentation.

    `values` are what it may be set to, with what that means.
    """

    at: tuple[str, ...]
    values: tuple[SettingValue, ...]
    source: str


class Signature(Struct, frozen=True, kw_only=True):
    """What requests to a service look like on any host: a pattern for the path, and fields that must all be there.

    `because` names path and fields for the reader.
    """

    path: str
    has: tuple[Mark, ...]
    because: str
