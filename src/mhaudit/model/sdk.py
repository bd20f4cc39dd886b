"""What the requests of an SDK hold, as its documentation or code states it."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class SdkEndpoint:
    """Where an SDK sends to; `path` is a pattern for the address behind the host, "" for any."""

    host: str
    match: Literal["exact", "suffix"]
    path: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SdkField:
    """What stands at a place, and who says so. `at` are place patterns; the whole value must match `value`.

    `form` says how the value is disguised there, such as sha256; `stated`, that the vendor itself says what it means.
    """

    at: tuple[str, ...]
    category: str
    because: str
    form: str = "plain"
    value: str = ""
    stated: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class SdkRequest:
    """A kind of request that an SDK makes."""

    endpoints: tuple[SdkEndpoint, ...]
    fields: tuple[SdkField, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sdk:
    """The fields of an SDK whose meaning its documentation or code states."""

    id: str
    name: str
    service: str
    requests: tuple[SdkRequest, ...]
