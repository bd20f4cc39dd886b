"""What the requests of an SDK hold, as its documentation or code states it."""

from typing import Literal

from msgspec import Struct


class SdkEndpoint(Struct, frozen=True, kw_only=True):
    """Where an SDK sends to; `path` is a pattern for the address behind the host, "" for any."""

    host: str
    match: Literal["exact", "suffix"]
    path: str = ""


class SdkField(Struct, frozen=True, kw_only=True):
    """What stands at a place, and who says so. `at` are place patterns; the whole value must match `value`.

    `form` says how the value is disguised there, such as sha256; `source` is the page that says what it means, "" where
    none does.
    """

    at: tuple[str, ...]
    category: str
    because: str
    form: str = "plain"
    value: str = ""
    source: str = ""

    @property
    def stated(self) -> bool:
        """Whether a page says so; without one the meaning is known or worked out, and so likely."""
        return bool(self.source)


class SdkRequest(Struct, frozen=True, kw_only=True):
    """A kind of request that an SDK makes."""

    endpoints: tuple[SdkEndpoint, ...]
    fields: tuple[SdkField, ...]


class Sdk(Struct, frozen=True, kw_only=True):
    """The fields of an SDK whose meaning its documentation or code states."""

    id: str
    name: str
    service: str
    requests: tuple[SdkRequest, ...]
