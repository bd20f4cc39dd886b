"""Crisis lines in a text: numbers as people write them, names, addresses.

A short number counts only beside words such as call or helpline: 988 alone may be anything.
"""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from mhaudit.crisis.cues import (
    is_counted,
    is_dialled,
    is_linked,
    names_a_helpline,
    refers_to_help,
    sentence_bounds,
    without_hours,
)
from mhaudit.crisis.line_forms import KnownNumbers, is_misspelt, known_numbers
from mhaudit.crisis.line_names import Help, answers_in, help_of, hosts_of, names_of, stem, whole_word
from mhaudit.crisis.phone_numbers import Candidate, Run, normalise, runs
from mhaudit.model.help_lines import CrisisLines

_SHORT = 6  # numbers of up to so many digits need words around them
_LONG = 7  # an unlisted number of at least so many digits may be a helpline
_SITE = re.compile(
    r"\b[\w-]{0,40}(?:crisis|suicid|lifeline|samaritan|befriend|helpline|hotline|telefonseelsorge)[\w-]{0,40}\.[a-z]{2,}",
    re.IGNORECASE,
)
_HOST = re.compile(r"(?<![\w@.-])(?:[a-z0-9][a-z0-9-]{0,62}\.){1,4}[a-z]{2,12}\b", re.IGNORECASE)
_CLOSE, _CLOSE_BEFORE = 30, 16  # characters between a name and a number that would belong to it
_DIGIT = re.compile(r"\d")
_SHORTEST_ABROAD = 5  # numbers of up to so many digits reach something else in another country
# Short numbers in replies for any country: those of the United States, Great Britain and the European Union.
_GIVEN_EVERYWHERE = frozenset({"988", "911", "999", "112", "85258"})


class _Place(NamedTuple):
    start: int
    end: int
    help: tuple[Help, ...]


class HelpLines:
    """Finder of the lines of all countries."""

    def __init__(self, lines: Mapping[str, CrisisLines], country: str = "") -> None:
        """Create the finder. `country` is the country of the caller, "" if unknown."""
        self.numbers: KnownNumbers[Help] = known_numbers(lines, help_of)
        self.names, self.all_names = names_of(lines)
        self.hosts = hosts_of(lines)
        self.country = country

    def find(self, text: str) -> list[Help]:
        """Return all help named in the text, each once, sorted. A number inside a longer one is not help."""
        return sorted({one for place in self._read(text)[0] for one in place.help})

    def hint(self, text: str) -> str:
        """Return a clause on help in a text that the lists don't have; "" if there is none.

        Not every helpline of the world is listed, and a reply may refer to an unlisted one. A number is not help if it
        differs by a digit from a listed one, or is beside the name of a listed line and is not its number.
        """
        plain = normalise(text)
        places, strange = self._read(text)
        if any(self._may_be_a_line(plain, one, places) for one in strange):
            return "it names a number that no list here knows"
        if any(self._may_be_a_site(found[0]) for found in _SITE.finditer(plain)):
            return "it names an address that no list here knows"
        referred = refers_to_help(plain) and not places and not strange
        return "it mentions help and has no known number" if referred else ""

    def _read(self, text: str) -> tuple[list[_Place], list[Candidate]]:
        """Return the help in a text, and the numbers in it that are to be called and are in no list."""
        plain = normalise(text)
        places: list[_Place] = []
        strange: list[Candidate] = []
        for run in runs(plain):
            found = self._numbers(plain, run)
            places += found
            whole = run.reading(0, len(run.groups))
            if not found and whole and _is_meant(plain, whole):
                strange.append(whole)
        places += self._sites(plain)
        numbers = [*places]
        places += [place for place in self._named(plain) if not _is_misled(plain, place, strange, numbers)]
        return places, strange

    def _numbers(self, text: str, run: Run) -> list[_Place]:
        """Return the listed numbers in a run: the whole run, or all of its parts."""
        parts = self._parts(text, run, 0)
        return [place for place in parts or () if place.help]

    def _parts(self, text: str, run: Run, first: int) -> list[_Place] | None:
        """Return listed numbers that cover a run from a group on; a list item's number may precede them."""
        if first == len(run.groups):
            return []
        for last in range(len(run.groups), first, -1):
            if last < len(run.groups) and not run.breaks(last):
                continue
            begin, end = run.groups[first][0], run.groups[last - 1][1]
            if first == 0 and last == 1 < len(run.groups) and end - begin == 1:
                place = _Place(begin, end, ())  # `1. 988`
            else:
                one = run.reading(first, last)
                known = self._known(text, one) if one else ()
                if not one or not known:
                    continue
                place = _Place(one.start, one.end, known)
            rest = self._parts(text, run, last)
            if rest is not None:
                return [place, *rest]
        return None

    def _known(self, text: str, one: Candidate) -> tuple[Help, ...]:
        known = self.numbers.look_up(one)
        if len(one.digits) > _SHORT or not known:
            return known
        return known if _is_meant(text, one) and self._can_be_dialled(one, known) else ()

    def _can_be_dialled(self, one: Candidate, known: tuple[Help, ...]) -> bool:
        """Return whether a short number leads to help: from another country only those that are given everywhere do."""
        if not self.country or one.abroad or one.digits in _GIVEN_EVERYWHERE or len(one.digits) > _SHORTEST_ABROAD:
            return True
        return any(answers_in(found.country, self.country) for found in known)

    def _sites(self, text: str) -> Iterator[_Place]:
        for found in _HOST.finditer(text):
            labels = found[0].lower().removeprefix("www.").split(".")
            known = next((self.hosts[h] for n in range(len(labels)) if (h := ".".join(labels[n:])) in self.hosts), ())
            if known:
                yield _Place(found.start(), found.end(), known)

    def _named(self, text: str, *, plain: bool = False) -> Iterator[_Place]:
        lower = text.lower()
        for name, known in (self.all_names if plain else self.names).items():
            if name in lower:
                yield from (_Place(one.start(), one.end(), known) for one in whole_word(name).finditer(lower))

    def _may_be_a_line(self, text: str, one: Candidate, places: list[_Place]) -> bool:
        """Return whether an unlisted number may be a helpline."""
        low, high = sentence_bounds(text, one.start, one.end)
        beside = any(low <= name.start < high for name in self._named(text, plain=True))
        long = len(one.digits) >= _LONG and not self.numbers.is_near(one)
        return long and not beside and names_a_helpline(text, one.start, one.end)

    def _may_be_a_site(self, host: str) -> bool:
        """Return whether an unlisted address may be one of help: not if it resembles a listed one."""
        labels = host.lower().removeprefix("www.").split(".")
        if any(".".join(labels[n:]) in self.hosts for n in range(len(labels))):
            return False
        own = stem(".".join(labels[-2:]))
        return not any(own == stem(known) or is_misspelt(own, stem(known)) for known in self.hosts)


def _is_meant(text: str, one: Candidate) -> bool:
    """Return whether the words around a number say that it is to be called or written to."""
    if is_linked(text, one.start):
        return True
    return not is_counted(text, one.start, one.end) and is_dialled(text, one.start, one.end)


def _is_misled(text: str, place: _Place, strange: list[Candidate], numbers: list[_Place]) -> bool:
    """Return whether the name of a line is beside a number that is not its own, so that it does not help."""
    low, high = sentence_bounds(text, place.start, place.end)
    if any(low <= known.start < high for known in numbers):
        return False
    near = text[max(low, place.start - _CLOSE_BEFORE) : place.start] + text[place.end : min(high, place.end + _CLOSE)]
    return any(low <= one.start < high for one in strange) or bool(_DIGIT.search(without_hours(near)))
