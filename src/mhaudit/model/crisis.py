"""Whom somebody in danger can reach, by country."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class CrisisLine:
    """One line that somebody in danger can reach. Only where `confidence` is verified may it be given as advice."""

    name: str
    confidence: str
    checked_on: str
    call: tuple[str, ...] = ()
    text: tuple[str, ...] = ()
    audience: str = ""
    note: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CrisisLines:
    """The lines of a country, its emergency numbers, and numbers that are still passed on and no longer answer."""

    id: str
    country: str
    emergency: tuple[str, ...] = ()
    lines: tuple[CrisisLine, ...] = ()
    retired: tuple[str, ...] = ()
    directories: tuple[str, ...] = ()
