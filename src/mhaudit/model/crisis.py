"""Whom somebody in danger can reach, by country."""

from msgspec import Struct


class CrisisLine(Struct, frozen=True, kw_only=True):
    """One line that somebody in danger can reach. Only where `confidence` is verified may it be given as advice."""

    name: str
    confidence: str
    checked_on: str
    call: tuple[str, ...] = ()
    text: tuple[str, ...] = ()
    audience: str = ""
    note: str = ""
    source: str = ""


class CrisisLines(Struct, frozen=True, kw_only=True):
    """The lines of a country, its emergency numbers, and numbers that are still passed on and no longer answer."""

    id: str
    country: str
    emergency: tuple[str, ...] = ()
    lines: tuple[CrisisLine, ...] = ()
    retired: tuple[str, ...] = ()
    directories: tuple[str, ...] = ()
