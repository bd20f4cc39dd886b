"""The result of one check."""

from collections.abc import Collection
from typing import Literal

from msgspec import Struct

State = Literal["fine", "trouble", "unknown"]
_MOST = 5


class CheckResult(Struct, frozen=True):
    """One result: `about` is the subject, `says` the finding, `do` the remedy, "" where nothing has to be done.

    `unknown` means that nothing was seen: neither fine nor trouble.
    """

    about: str
    state: State
    says: str
    do: str = ""


def abbreviated(hosts: Collection[str]) -> str:
    """Return some of the hosts by name, and the number of the others."""
    shown = sorted(hosts)[:_MOST]
    return ", ".join(shown) + (f" and {len(hosts) - _MOST} more" if len(hosts) > _MOST else "")


def pluralized(number: int, one: str) -> str:
    """Return a number with its noun: `1 host`, `2 hosts`."""
    return f"{number:,} {one}{'' if number == 1 else 's'}"
