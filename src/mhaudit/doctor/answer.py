"""An answer of the doctor."""

from collections.abc import Collection
from typing import Literal

from msgspec import Struct

State = Literal["fine", "trouble", "unknown"]
_MOST = 5


class CheckResult(Struct, frozen=True):
    """`about` is what was looked at, `says` what was found, and `do` what helps, "" where nothing has to be done.

    Unknown is what nothing was seen of: it is neither fine nor trouble.
    """

    about: str
    state: State
    says: str
    do: str = ""


def abbreviated(hosts: Collection[str]) -> str:
    """Some of them by name, and how many more there are."""
    shown = sorted(hosts)[:_MOST]
    return ", ".join(shown) + (f" and {len(hosts) - _MOST} more" if len(hosts) > _MOST else "")


def pluralized(number: int, one: str) -> str:
    """`1 host`, `2 hosts`."""
    return f"{number:,} {one}{'' if number == 1 else 's'}"
