"""Whom somebody in danger can reach, by country."""

from msgspec import Struct, field


class CrisisLine(Struct, frozen=True, kw_only=True):
    """One line that somebody in danger can reach. Only where `confidence` is verified may it be given as advice."""

    name: str
    confidence: str
    checked_on: str
    call: tuple[str, ...] = ()
    text: tuple[str, ...] = ()
    audience: str = field(default="", name="for")
    note: str = ""
    source: str = ""


class FormerNumber(Struct, frozen=True, kw_only=True):
    """A number that is still passed on and no longer answers; `was` says for what."""

    number: str
    confidence: str
    was: str = ""


class CrisisLines(Struct, frozen=True, kw_only=True):
    """The lines of a country, its emergency numbers, and numbers that are still passed on and no longer answer."""

    id: str
    country: str
    emergency: tuple[str, ...] = ()
    lines: tuple[CrisisLine, ...] = ()
    retired: tuple[FormerNumber, ...] = ()
    directories: tuple[str, ...] = ()
