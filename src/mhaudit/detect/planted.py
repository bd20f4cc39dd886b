"""Planted values: found plain in any spelling by the automaton, hashed by a table of raw digests.

Only what is at least six characters long and not too regular is searched; runs of digits need a boundary. A number as
small as a mood is never searched by value: it is found by what its field means.
"""

import base64
import codecs
import re
from collections.abc import Iterator, Mapping, Sequence

from mhaudit.detect.digests import Digests
from mhaudit.detect.folding import fold
from mhaudit.detect.hashing import SIZES
from mhaudit.detect.hit import Hit
from mhaudit.detect.needles import Needle, Needles
from mhaudit.detect.variants import Variant, variants
from mhaudit.model.alphabet import substitute
from mhaudit.model.place import Document, Scalar, Trail
from mhaudit.model.subject import PlantedValue

OWNER = "planted"
_SHORTEST = 6
_FEWEST_LETTERS = 4  # different characters: "000000" says nothing
_HEX_RUN = re.compile(r"(?<![0-9a-fA-F])(?:[0-9a-fA-F]{2}){8,64}(?![0-9a-fA-F])")
_DECIMAL = re.compile(r"-?\d{15,39}")
_SPACED = re.compile(r"(?<=\d)[\s().\-/]{1,3}(?=\d)|(?<=\+)\s|[()]")
_SPACED_NUMBER = re.compile(r"\d[\s().\-/]{1,3}\d{2,}[\s().\-/]{1,3}\d")
_MOST_SALTS = 4


class Planted:
    """Searches the values of a persona. Those numbered from `first_decoy` on were never entered: a hit is an error."""

    def __init__(
        self,
        needles: Needles,
        values: Sequence[PlantedValue],
        labels: Mapping[str, str],
        decoys: Sequence[PlantedValue] = (),
    ) -> None:
        self.needles = needles
        self.labels = labels
        self.values = (*values, *decoys)
        self.first_decoy = len(values)
        self.digests = Digests()
        self.phones = frozenset(n for n, value in enumerate(self.values) if value.category == "identity.phone")
        self.salts: list[str] = []  # of the exchange under way; whoever reads its names fills and clears it
        for number, value in enumerate(self.values):
            spellings = variants(value)
            self.digests.add(number, spellings)
            for pattern, form, exact in _patterns(spellings):
                digits = pattern.strip("+").isdigit()
                needles.add(pattern, Needle(OWNER, number, form, exact, digits))

    def observe(self, document: Document, present: Sequence[str]) -> Iterator[Hit]:
        """Every planted value in a document, one hit a value and place. `present`: the patterns that its text has."""
        if not self.values:
            return
        spaced = bool(self.phones) and _SPACED_NUMBER.search(document.text) is not None
        for trail, _, value in document.leaves if present or spaced else document.odd:
            found: dict[int, str] = {}
            if isinstance(value, bytes):
                self._match_digest(value, found)
            elif value is not None and value is not True and value is not False:
                text = value if isinstance(value, str) else str(value)
                if len(text) >= _SHORTEST:
                    self._search(text, found, present, spaced=spaced)
            for number, form in found.items():
                yield self._hit(number, form, trail, value)

    def holds(self, text: str) -> bool:
        """Whether any planted value stands in the text, plain or hashed."""
        found: dict[int, str] = {}
        if self.values and len(text) >= _SHORTEST:
            self._search(text, found, ("",), spaced=True)
        return bool(found)

    def _search(self, text: str, found: dict[int, str], present: Sequence[str], *, spaced: bool) -> None:
        if present or spaced:
            folded = fold(text)
            if any(pattern in folded for pattern in present):
                for needle in self.needles.find(folded, text):
                    if needle.owner == OWNER:
                        found.setdefault(needle.number, needle.form)
            if spaced and self.phones and _SPACED_NUMBER.search(folded):
                self._search_spaced(folded, found)
        if len(text) >= 15:
            if _DECIMAL.fullmatch(text) and (match := self.digests.find_number(text)):
                found.setdefault(*match)
            for run in _HEX_RUN.findall(text):
                self._match_digest(bytes.fromhex(run), found)

    def _search_spaced(self, folded: str, found: dict[int, str]) -> None:
        bare = _SPACED.sub("", folded)
        for needle in self.needles.find(bare, bare):
            if needle.owner == OWNER and needle.number in self.phones:
                found.setdefault(needle.number, needle.form)

    def _match_digest(self, data: bytes, found: dict[int, str]) -> None:
        if len(data) in SIZES or len(data) == 8:
            match = self.digests.find(data)
            if match is None and self.salts:
                match = self.digests.find_salted(data, self.salts[-_MOST_SALTS:])
            if match:
                found.setdefault(*match)

    def _hit(self, number: int, form: str, trail: Trail, value: Scalar) -> Hit:
        planted = self.values[number]
        label = self.labels.get(planted.category, planted.category).lower()
        because = f"matched the persona's {label}" + ("" if form == "plain" else f": {form}")
        return Hit(planted.category, "planted", "proven", form, because, trail, value, number >= self.first_decoy)


def _patterns(spellings: list[Variant]) -> Iterator[tuple[str, str, str]]:
    """What to search for: (folded pattern, form, the exact text where case matters)."""
    for variant in spellings:
        folded = fold(variant.text)
        if not variant.plain or len(folded) < _SHORTEST or len(set(folded)) < _FEWEST_LETTERS:
            continue
        note = f" ({variant.note})" if variant.note else ""
        yield folded, f"plain{note}", ""
        if " " in folded:  # as forms write blanks, where the rest of the form's encoding is undone already
            yield folded.replace(" ", "+"), f"plain{note}", ""
        if folded.replace("+", "").isdigit():
            continue
        yield folded[::-1], f"reversed{note}", ""
        yield codecs.encode(folded, "rot13"), f"rot13{note}", ""
        for text in {variant.text, variant.text.lower(), variant.text.upper()}:
            written = substitute(text)
            yield written.lower(), f"substituted{note}", written
        if len(folded) >= 10:
            for fragment in sorted(_base64_fragments(variant.text)):
                yield fragment.lower(), f"base64{note}", fragment


def _base64_fragments(text: str) -> set[str]:
    """Base64 of the text at each of the three alignments, without the letters that its neighbours share."""
    data = text.encode()
    pieces = set()
    for shift, start in ((0, 0), (1, 2), (2, 3)):
        encoded = base64.b64encode(b"\x00" * shift + data).decode()
        piece = encoded[start : (shift + len(data)) * 8 // 6]
        pieces |= {piece, piece.replace("+", "-").replace("/", "_")}
    return pieces
