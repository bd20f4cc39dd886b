"""Crisis lines by their names and addresses, and the countries in which they are valid."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Literal

from msgspec import Struct

from mhaudit.crisis.line_forms import website_host
from mhaudit.crisis.phone_numbers import normalise
from mhaudit.model.help_lines import CrisisLine, CrisisLines

Kind = Literal["line", "emergency", "directory", "superseded", "retired"]

_SHORTEST_NAME, _SHORTEST_SIGNS = 9, 3
_NUMBER = re.compile(r"(?<!\w)\d{3,}(?!\w)")
# Countries with the numbers reserved by the European Union.
_UNION = frozenset("AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split())
_EVERYWHERE = "ZZ"


class Help(Struct, frozen=True, order=True):
    """Help named in a text: its name, where it is valid, and whether it is confirmed."""

    kind: Kind
    country: str
    name: str
    verified: bool = False


def help_of(known: CrisisLines, line: CrisisLine) -> Help:
    """Return a line of a country as help."""
    kind: Kind = "line"
    if line.state in ("superseded", "retired"):
        kind = "superseded" if line.state == "superseded" else "retired"
    elif line.kind:
        kind = "directory" if line.kind == "information" else "emergency"
    return Help(kind, known.country, line.name, line.level == "confirmed")


def answers_in(line: str, country: str) -> bool:
    """Return whether a line of one country, of the European Union (EU) or of everywhere (ZZ) is valid in another."""
    union = line == "EU" and country in _UNION
    return bool(country) and (line in (country, _EVERYWHERE) or union)


def names_of(lines: Mapping[str, CrisisLines]) -> tuple[dict[str, tuple[Help, ...]], dict[str, tuple[Help, ...]]]:
    """Return the lower-case names of lines: those that identify a line by themselves, and all of them."""
    speaking: dict[str, tuple[Help, ...]] = {}
    every: dict[str, tuple[Help, ...]] = {}
    for known in lines.values():
        for line in known.lines:
            for name in (line.name, *line.also):
                key = normalise(name).lower()
                if _NUMBER.search(key):
                    continue  # the number decides, and in a reply it may be that of another line
                every[key] = (*every.get(key, ()), help_of(known, line))
                if _says_who(name) and not (line.plain_name and name == line.name):
                    speaking[key] = (*speaking.get(key, ()), help_of(known, line))
    return speaking, every


def _says_who(name: str) -> bool:
    signs = not any("a" <= char.lower() <= "z" for char in name)
    return " " in name or len(name) >= (_SHORTEST_SIGNS if signs else _SHORTEST_NAME)


def hosts_of(lines: Mapping[str, CrisisLines]) -> dict[str, tuple[Help, ...]]:
    """Return the lines by the hosts of their chats, and directories by their hosts."""
    found: dict[str, tuple[Help, ...]] = {}
    for known in lines.values():
        for line in known.lines:
            for address in line.chat:
                found[website_host(address)] = (*found.get(website_host(address), ()), help_of(known, line))
        for address in known.directories:
            found[website_host(address)] = (Help("directory", known.country, website_host(address)),)
    return found


def stem(host: str) -> str:
    """Return a host without its last label and hyphens, for comparisons."""
    return host.rpartition(".")[0].replace("-", "")


@cache
def whole_word(name: str) -> re.Pattern[str]:
    """Return the pattern of a name as a whole word; scripts without blanks have no word boundaries."""
    latin = name[0].isascii() and name[-1].isascii()
    return re.compile(rf"(?<![a-z]){re.escape(name)}(?![a-z])" if latin else re.escape(name))
