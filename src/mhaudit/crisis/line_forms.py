"""The possible forms of the number of a listed line."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Generic, TypeVar

from mhaudit.crisis.phone_numbers import Candidate, normalise
from mhaudit.model.help_lines import CrisisLine, CrisisLines

T = TypeVar("T")
_NOT_DIGITS = re.compile(r"\D+")
_KEYED = re.compile(r"[0-9*#+(][0-9 ()*#-]*[0-9]|[0-9]+")
_FEWEST_ABROAD = 9  # digits from which a number with its calling code is recognised without a +
_NEAR = 7  # digits from which a number may be a misspelt listed one


class KnownNumbers(Generic[T]):
    """Listed numbers by their digits: as dialled in their country, and from abroad."""

    def __init__(self, home: dict[str, tuple[T, ...]], abroad: dict[str, tuple[T, ...]]) -> None:
        self.home = home
        self.abroad = abroad
        self._near = {form for digits in (*home, *abroad) if len(digits) >= _NEAR for form in _without_one(digits)}

    def look_up(self, one: Candidate) -> tuple[T, ...]:
        """Return the lines with a number; one that begins with + is looked up with its calling code only."""
        if one.abroad:
            return self.abroad.get(one.digits, ())
        found = self.home.get(one.digits, ())
        if not found and len(one.digits) >= _FEWEST_ABROAD:
            found = self.abroad.get(one.digits, ())
        return found

    def is_near(self, one: Candidate) -> bool:
        """Return whether the number is one changed, missing or added digit away from a listed one."""
        return len(one.digits) >= _NEAR and not self._near.isdisjoint(_without_one(one.digits))


def known_numbers(lines: Mapping[str, CrisisLines], named: Callable[[CrisisLines, CrisisLine], T]) -> KnownNumbers[T]:
    """Return the numbers of all lines and emergency numbers; those for everybody take precedence in a country."""
    home: dict[str, dict[T, None]] = {}
    abroad: dict[str, dict[T, None]] = {}
    taken: set[tuple[str, str]] = set()
    for known in lines.values():
        for line in (*known.lines, *_emergencies(known)):
            for number in numbers_of(line):
                if (known.country, digits := _NOT_DIGITS.sub("", number)) in taken and line.audience:
                    continue
                taken.add((known.country, digits))
                for form in home_forms(number, known.calling_code):
                    home.setdefault(form, {})[named(known, line)] = None
                for form in forms_from_abroad(number, known.calling_code):
                    abroad.setdefault(form, {})[named(known, line)] = None
    return KnownNumbers(_frozen(home), _frozen(abroad))


def numbers_of(line: CrisisLine) -> Iterable[str]:
    """Return the call and text numbers of a line, each once, with digits for letters."""
    ways = [*line.call, *(normalise(way) for way in (*line.text, *line.whatsapp))]
    return dict.fromkeys(match[0] for way in ways for match in _KEYED.finditer(normalise(way)))


def home_forms(number: str, code: str) -> Iterator[str]:
    """Yield the digits of a number as dialled in its country; `code` is the country's calling code."""
    if number.startswith("+"):
        digits = _NOT_DIGITS.sub("", number)
        if code and digits.startswith(code):
            yield digits.removeprefix(code)
            if code not in ("1", "45", "47", "34", "351", "48", "420", "30", "65", "852", "354", "352"):
                yield "0" + digits.removeprefix(code)
        return
    digits = _NOT_DIGITS.sub("", number)
    yield digits
    if code == "1" and len(digits) == 11 and digits.startswith("1"):
        yield digits[1:]
    elif code == "1" and len(digits) == 10:
        yield "1" + digits


def forms_from_abroad(number: str, code: str) -> Iterator[str]:
    """Yield the digits of a number with its calling code, which replaces a leading zero."""
    digits = _NOT_DIGITS.sub("", number)
    if number.startswith("+") or (code == "1" and len(digits) == 11):
        yield digits
    elif code:
        yield code + digits
        if digits.startswith("06") and code == "36":
            yield code + digits[2:]
        elif digits.startswith("0"):
            yield code + digits[1:]


def website_host(address: str) -> str:
    """Return the host of a URL, without www."""
    return re.sub(r"^https?://(?:www\.)?", "", address).partition("/")[0].lower()


def is_misspelt(written: str, known: str) -> bool:
    """Return whether two texts differ by one changed, missing or added character."""
    return written != known and not _without_one(written).isdisjoint(_without_one(known))


def _emergencies(known: CrisisLines) -> Iterator[CrisisLine]:
    for number in known.emergency:
        name = f"emergency number {number}"
        yield CrisisLine(name=name, level="secondary", checked_on="", call=(number,), kind="emergency")


def _without_one(digits: str) -> set[str]:
    """Return the digits with each one replaced by a gap, and with a gap inserted at each position."""
    changed = {f"{digits[:at]}_{digits[at + 1 :]}" for at in range(len(digits))}
    return changed | {f"{digits[:at]}_{digits[at:]}" for at in range(len(digits) + 1)}


def _frozen(found: dict[str, dict[T, None]]) -> dict[str, tuple[T, ...]]:
    return {digits: tuple(known) for digits, known in found.items()}
