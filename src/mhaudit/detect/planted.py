"""Planted values: found in plain spellings by the automaton, hashed by a table of raw digests.

Only texts of at least six characters and four distinct ones are searched; digit runs need boundaries. Small numbers,
such as a mood, are never searched by value: they are found by the meaning of their field.
"""

import random
import re
import string
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from mhaudit.detect.automaton import SearchPattern, SearchPatterns, fold
from mhaudit.detect.digests import Digests, Match, may_be_hash
from mhaudit.detect.excerpts import FORM, Excerpts
from mhaudit.detect.excerpts import OWNER as EXCERPT
from mhaudit.detect.hashing import SIZES
from mhaudit.detect.hit import Hit
from mhaudit.detect.spellings import SHORTEST, dull, is_telling, part_of, patterns, variants
from mhaudit.model.alphabet import bytes_of_hex
from mhaudit.model.memory import Memory
from mhaudit.model.place import Document, Scalar, Trail
from mhaudit.model.reasons import because
from mhaudit.model.subject import Persona, PlantedValue

# Separators between digit groups of a phone number, after a plus, and around an area code.
_BETWEEN = re.compile(r"(?<=\d)[\s().\-/]{1,3}(?=\d)|(?<=\+)\s|[()]")
_ANYWHERE = b" ().-/\t\r\n"


class GroupedNumbers:
    """Phone numbers that may be written with separators between digit groups. All texts must be folded."""

    def __init__(self, numbers: Iterable[str]) -> None:
        found = {number.strip("+").encode() for number in numbers}
        self.digits = [one for one in found if not any(other != one and other in one for other in found)]

    def possible(self, text: str) -> bool:
        """Return whether a text may contain one of the numbers: a fast check with false positives but no false
        negatives.
        """
        if not self.digits:
            return False
        bare = text.encode(errors="replace").translate(None, _ANYWHERE)
        return any(number in bare for number in self.digits)

    def joined(self, text: str) -> str:
        """Return the text without separators between digit groups."""
        return _BETWEEN.sub("", text)


OWNER = "planted"
OWNERS = frozenset({OWNER, EXCERPT})  # owners of the patterns of planted values
_TEXTS = ("free_text", "chat", "crisis")  # kinds whose values are sentences
_HEX_RUN = re.compile(r"[0-9a-fA-F][0-9a-fA-F]{15,}+")  # the leading character class lets the search skip
_HAS_HEX = re.compile(r"[0-9a-fA-F]{16}")  # a search for it takes a third of the time
_LONGEST_HEX = 128  # digits
_DECIMAL = re.compile(r"-?\d{15,39}")
_MOST_SALTS = 4
_SHORTEST_DIGITS = 15
_CUT = 8  # bytes of a truncated hash
_HASHES = SIZES | {_CUT}
_WRITTEN = frozenset(2 * size for size in SIZES)  # hex digits of a hash that is the whole text
_LARGEST = 1 << 128  # upper bound of hashes written as a number
_LONGEST_KEPT, _MOST_KEPT = 512, 10_000
_BESIDE = "\x1e"
_SHORTEST_IN_PIECES = 12  # characters


def _is_long(value: PlantedValue) -> bool:
    """Return whether a text is long enough to be recognised when reassembled from pieces."""
    return isinstance(value.value, str) and len(value.value) >= _SHORTEST_IN_PIECES


def _hex_runs(text: str) -> list[str]:
    """Return the runs of hexadecimal digits in a text that are 8 to 64 whole bytes."""
    if not _HAS_HEX.search(text):
        return []
    return [run for run in _HEX_RUN.findall(text) if len(run) % 2 == 0 and len(run) <= _LONGEST_HEX]


# Kinds whose fields may also hold a value of another kind, or a part of it.
_ALSO_IN = {
    "identity.address": ("location.coarse",),
    "identity.birth_date": ("identity.age",),
    "diagnosis.code": ("diagnosis.name",),
    "diagnosis.name": ("diagnosis.code",),
    "medication.name": ("medication.event",),
}
_SAYS_NOTHING = frozenset({"yes", "no", "true", "false", "none", "other", "unknown"})


def _short(values: Sequence[PlantedValue]) -> dict[str, dict[str, tuple[int, str, str]]]:
    """Return, by kind, the folded texts that are not searched everywhere but match as the whole value of a field."""
    found: dict[str, dict[str, tuple[int, str, str]]] = {}
    for number, value in enumerate(values):
        for variant in variants(value):
            folded = fold(variant.text)
            if (variant.plain and is_telling(folded)) or len(folded) < 2 or folded in _SAYS_NOTHING:
                continue
            form = f"plain ({variant.note})" if variant.note else "plain"
            for category in (value.category, *_ALSO_IN.get(value.category, ())):
                found.setdefault(category, {}).setdefault(folded, (number, value.category, form))
        if value.category == "identity.birth_date" and str(value.value)[:4].isdigit():
            found.setdefault("identity.age", {}).setdefault(
                str(value.value)[:4], (number, value.category, "plain (year)")
            )
    return found


class Planted:
    """Search for the values of a persona. Values from `first_decoy` on were never entered: a hit on one is an error."""

    def __init__(
        self,
        search: SearchPatterns,
        values: Sequence[PlantedValue],
        labels: Mapping[str, str],
        decoys: Sequence[PlantedValue] = (),
    ) -> None:
        self.search = search
        self.labels = labels
        self.values = (*values, *decoys)
        self.first_decoy = len(values)
        self.digests = Digests()
        self.phones = frozenset(n for n, value in enumerate(self.values) if value.category == "identity.phone")
        self.salts: list[str] = []  # of the current exchange; filled and cleared by `Meanings`
        self.dull: Memory[str, bool] = Memory(_MOST_KEPT)  # texts without a hash
        numbers: set[str] = set()
        for number, value in enumerate(self.values):
            spellings = variants(value)
            self.digests.add(number, spellings)
            for pattern, form, exact in patterns(spellings):
                digits = pattern.strip("+").isdigit()
                search.add(pattern, SearchPattern(OWNER, number, form, exact, digits))
                if digits and number in self.phones:
                    numbers.add(pattern)
        texts = {n: str(value.value) for n, value in enumerate(self.values) if value.category.startswith(_TEXTS)}
        self.excerpts = Excerpts(search, texts)
        self.keys: dict[str, dict[int, str]] = {}  # names that are planted values, each with its form
        self.spelt_keys: Memory[str, dict[int, str]] = Memory(_MOST_KEPT)
        self.short = _short(values)
        self.grouped = GroupedNumbers(numbers)
        self.dull_values = dull(values)
        self.blob = _BESIDE.join(
            fold(str(value.value)) for value in values if _is_long(value)
        )  # of values that may be sent in pieces

    def observe(self, document: Document, folded: str, present: Sequence[str]) -> Iterator[Hit]:
        """Yield every planted value in a document, one hit per value and place.

        `folded` is the document's text after `fold`, `present` the patterns found in it.
        """
        if not self.values:
            return
        grouped = self.grouped.possible(folded)
        leaves = document.leaves if present or grouped else ()
        objects: set[int] = set()  # places whose keys were checked, by id(): `leaves` keeps them alive
        for trail, _, value in leaves:
            kind = type(value)
            text = str(value) if kind is str or kind is int or kind is float else ""
            if len(text) >= SHORTEST:
                for number, form in self._spelt(text, present, grouped=grouped).items():
                    yield self._hit(number, form, trail, value)
            if present and id(trail[0]) not in objects:
                yield from self._in_keys(trail, objects)
        for trail, name, _ in document.named if self.keys else ():
            for number, form in self.keys.get(name, {}).items():
                yield self._hit(number, form, trail, name)
        salts = self.salts[-_MOST_SALTS:] if document.sent else []
        for trail, _, value in document.odd:
            for number, form in self._hashed(value, salts):
                yield self._hit(number, form, trail, value)

    def is_key(self, name: str) -> bool:
        """Return whether a name is a planted value, plain or hashed; such names are remembered."""
        if not self.values or len(name) < SHORTEST:
            return False
        found = self._spelt(name, ("",), grouped=False) or dict(self._hashed(name, ()))
        if found:
            self.keys[name] = found
        return bool(found)

    def _in_keys(self, trail: Trail, objects: set[int]) -> Iterator[Hit]:
        """Yield the planted values among the keys of the objects around a leaf, each object once."""
        at: Trail | None = trail[0]
        while at is not None and id(at) not in objects:
            objects.add(id(at))
            key = at[2]
            if isinstance(key, str) and len(key) >= SHORTEST:
                for number, form in self._spelt_key(key).items():
                    yield self._hit(number, form, at, key)
            at = at[0]

    def _spelt_key(self, key: str) -> dict[int, str]:
        found = self.spelt_keys.get(key)
        if found is None:
            found = self.spelt_keys.keep(key, self._spelt(key, ("",), grouped=False))
        return found

    def may_be_salted(self, value: Scalar) -> bool:
        """Return whether a value may be a salted hash: bytes or a run of hexadecimal digits of a hash's size."""
        if type(value) is bytes:
            return len(value) in _HASHES and may_be_hash(value)
        return type(value) is str and len(value) >= _SHORTEST_DIGITS and bool(_hex_runs(value))

    def spelt(self, text: str) -> dict[int, str]:
        """Return the values that a text contains plainly, each with its form; excerpts only from eight words on."""
        return self._spelt(text, ("",), grouped=False, excerpts=False)

    def holds(self, text: str) -> bool:
        """Return whether a text contains a planted value, plain or hashed, including too regular ones."""
        if not self.values or len(text) < SHORTEST:
            return False
        if self.dull_values and any(value in fold(text) for value in self.dull_values):
            return True
        return bool(self._spelt(text, ("",), grouped=True)) or bool(self._hashed(text, self.salts[-_MOST_SALTS:]))

    def _spelt(self, text: str, present: Sequence[str], *, grouped: bool, excerpts: bool = True) -> dict[int, str]:
        """Return the values that a text contains plainly, each with its form."""
        found: dict[int, str] = {}
        if len(text) < SHORTEST:
            return found
        folded = fold(text)
        for pattern in present:
            if pattern in folded:
                parts = set()
                for entry in self.search.find(folded, text):
                    if entry.owner == OWNER:
                        found.setdefault(entry.number, entry.form)
                    elif entry.owner == EXCERPT:
                        parts.add(entry.number)
                for number in self.excerpts.find(folded, parts - found.keys()) if parts and excerpts else ():
                    found[number] = FORM
                break
        if grouped:
            joined = self.grouped.joined(folded)
            for entry in self.search.find(joined, joined):
                if entry.owner == OWNER and entry.number in self.phones:
                    found.setdefault(entry.number, entry.form)
        return found

    def _hashed(self, value: Scalar, salts: Sequence[str]) -> Sequence[Match]:
        """Return the values whose hash is in the bytes, or in the digits of a text."""
        if type(value) is str:
            return () if len(value) < _SHORTEST_DIGITS or value in self.dull else self._in_text(value, salts)
        if type(value) is bytes:
            return self._match(value, salts)
        if type(value) is int and abs(value) < _LARGEST and (number := self.digests.find_number(str(value))):
            return (number,)
        return ()

    def _in_text(self, text: str, salts: Sequence[str]) -> Sequence[Match]:
        if len(text) in _WRITTEN and not text.isdecimal() and (data := bytes_of_hex(text)):
            return self._match(data, salts)
        runs = _hex_runs(text)
        found = [match for run in runs for match in self._match(bytes.fromhex(run), salts)]
        number = self.digests.find_number(text) if _DECIMAL.fullmatch(text) else None
        if number:
            found.append(number)
        elif not runs and len(text) <= _LONGEST_KEPT:
            self.dull.keep(text, True)
        return found

    def _match(self, data: bytes, salts: Sequence[str]) -> Sequence[Match]:
        if len(data) not in _HASHES:
            return ()
        match = self.digests.find(data)
        if match is None and salts and may_be_hash(data):
            match = self.digests.find_salted(data, salts)
        return (match,) if match else ()

    def _hit(self, number: int, form: str, trail: Trail, value: Scalar) -> Hit:
        planted = self.values[number]
        plain = form == "plain"
        why = (
            because("planted", kind=planted.category)
            if plain
            else because("planted-form", kind=planted.category, form=form)
        )
        return Hit(
            planted.category,
            "planted",
            "proven",
            form,
            why,
            trail,
            value,
            number >= self.first_decoy,
            number,
            part_of(form),
        )


_SEED = "mhaudit decoy 1"


def decoys(persona: Persona) -> tuple[PlantedValue, ...]:
    """Return a decoy of the same kind and shape for each planted text; deterministic for a persona."""
    return tuple(_decoy(value, value.value) for value in persona.values if isinstance(value.value, str))


def _decoy(value: PlantedValue, text: str) -> PlantedValue:
    chance = random.Random(f"{_SEED} {value.category} {len(text)}")  # noqa: S311 - to be repeatable, not secret
    other = _other_date(text, chance) if value.category == "identity.birth_date" else _other_text(text, chance)
    return PlantedValue(category=value.category, value=other, instrument=value.instrument, crisis=value.crisis)


def _other_date(text: str, chance: random.Random) -> str:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return _other_text(text, chance)
    return (day + timedelta(days=chance.randint(40, 4000))).isoformat()


def _other_text(text: str, chance: random.Random) -> str:
    """Replace each letter by another letter and each digit by another digit; keep a leading country code."""
    kept = 3 if text.startswith("+") else 0
    return text[:kept] + "".join(_other_character(character, chance) for character in text[kept:])


def _other_character(character: str, chance: random.Random) -> str:
    if character.isdigit():
        return chance.choice([digit for digit in string.digits if digit != character])
    if not character.isalpha():
        return character
    letter = chance.choice([letter for letter in string.ascii_lowercase if letter != character.lower()])
    return letter.upper() if character.isupper() else letter
