"""Forms in which printed text could reveal a planted value: more than those that are evidence.

A finding needs a match that is not by chance. A printed name, path or host must not reveal a value even to a reader who
tries to decode it: so it is compared without case and punctuation, reversed, in the usual encodings, and with the
beginnings of hashes.
"""

import base64
import codecs
import json
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from urllib.parse import quote

from mhaudit.detect.automaton import fold
from mhaudit.detect.hashing import ALGORITHMS
from mhaudit.detect.spellings import variants
from mhaudit.model.subject import PlantedValue

_BESIDE = re.compile(r"[\W_]+")
_SHORTEST, _SHORTEST_CODED, _SHORTEST_NUMBER = 6, 8, 8
_HASH_BEGINS = 16  # characters: the rest of a hash that was truncated to fit a host name
_TELLING = 32  # characters at the beginning or end of a long form: about the length of a host label
_WHOLE = frozenset({"", "joined", "without blanks", "digits only", "in national form", "as E.164", "without its dose"})
_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


class LeakFilter:
    """Filter for the planted texts of a persona in every usual form, ignoring case and punctuation.

    `proven` is the search that findings are based on; its matches must not be printed either.
    """

    def __init__(self, values: Iterable[PlantedValue], proven: Callable[[str], bool] = lambda _: False) -> None:
        self.values = tuple(value for value in values if isinstance(value.value, str))
        self.proven = proven

    def holds(self, text: str) -> bool:
        """Return whether printing `text` would disclose a planted value, even in a form that is not evidence."""
        return self.proven(text) or self._resembles(text)

    def _resembles(self, text: str) -> bool:
        """Return whether a text contains one of the values, or the beginning of a hash of one."""
        if len(text) < _SHORTEST or not self.values:
            return False
        letters, pieces = squeezed(text), self._by_beginning
        beginnings = [letters[at : at + _SHORTEST] for at in range(len(letters) - _SHORTEST + 1)]
        if pieces.keys().isdisjoint(beginnings):
            return False
        return any(letters.startswith(pieces.get(beginning, ()), at) for at, beginning in enumerate(beginnings))

    @cached_property
    def _by_beginning(self) -> dict[str, tuple[str, ...]]:
        """Return the searched texts by their first characters; faster to build than an automaton."""
        found: dict[str, set[str]] = {}
        for value in self.values:
            for piece in _pieces(value):
                found.setdefault(piece[:_SHORTEST], set()).add(piece)
        return {beginning: tuple(pieces) for beginning, pieces in found.items()}


def squeezed(text: str) -> str:
    """Return letters and digits only, in lower case, without accents."""
    folded = fold(text)
    return folded if folded.isascii() and folded.isalnum() else _BESIDE.sub("", folded)


def _pieces(value: PlantedValue) -> Iterator[str]:
    for text in _spellings(value):
        yield from _ends(squeezed(text))
        yield from _ends(squeezed(codecs.encode(text, "rot13")))
    for text in _cores(value):
        for coded in (*_spelt_out(text), *_encoded(text.encode())):
            if len(piece := squeezed(coded)) >= _SHORTEST_CODED:
                yield from _ends(piece)
        for beginning in _hashed(text.encode()):
            yield from (beginning, beginning[::-1])


def _ends(piece: str) -> Iterator[str]:
    """Yield the searched ends of a form, forward and reversed; none if it is too short."""
    if len(piece) >= (_SHORTEST_NUMBER if piece.isdigit() else _SHORTEST):
        for end in {piece[:_TELLING], piece[-_TELLING:]}:
            yield from (end, end[::-1])


def _spellings(value: PlantedValue) -> Iterator[str]:
    """Yield the spellings of the whole value."""
    for variant in variants(value):
        if variant.plain or variant.note in _WHOLE:
            yield variant.text
            if not variant.text.isascii():  # as without letters that a host name can't have
                yield variant.text.encode("ascii", "ignore").decode()


def _cores(value: PlantedValue) -> set[str]:
    """Return the texts that are encoded and hashed: as planted, folded, with words joined, in each case."""
    plain = str(value.value).strip()
    words = _BESIDE.split(fold(plain))
    spelt = [variant.text for variant in variants(value) if variant.note in _WHOLE]
    texts = {plain, fold(plain), *("".join(words), "-".join(words), "_".join(words)), *spelt}
    return {text for text in texts | {text.lower() for text in texts} if text} | {plain.upper()}


def _spelt_out(text: str) -> Iterator[str]:
    """Yield a text written character by character, as in HTML and JavaScript, or its escaped form."""
    yield json.dumps(text)
    yield "".join(str(ord(letter)) for letter in text)
    yield "".join(f"x{ord(letter):x}" for letter in text)
    yield "".join(f"u{ord(letter):04x}" for letter in text)


def _encoded(data: bytes) -> Iterator[str]:
    yield data.hex()
    yield from (quote(data, safe=""), quote(quote(data, safe=""), safe=""))
    yield base64.b32encode(data).decode().rstrip("=")[:-1]
    yield _base58(data)
    yield from (base64.b85encode(data).decode(), base64.a85encode(data).decode())
    yield from _aligned(data)
    yield from _aligned(base64.b64encode(data).rstrip(b"="))


def _aligned(data: bytes) -> Iterator[str]:
    """Yield Base64 at each alignment, without letters that depend on the neighbours."""
    for shift, start in ((0, 0), (1, 2), (2, 3)):
        yield base64.b64encode(b"\0" * shift + data).decode()[start : (shift + len(data)) * 8 // 6]


def _base58(data: bytes) -> str:
    number, letters = int.from_bytes(data, "big"), ""
    while number:
        number, digit = divmod(number, 58)
        letters = _BASE58[digit] + letters
    return letters


def _hashed(data: bytes) -> Iterator[str]:
    for name in ("md5", "sha1", "sha224", "sha256", "sha384", "sha512"):
        digest = ALGORITHMS[name](data)
        for written in (digest.hex(), base64.b64encode(digest).decode(), base64.b32encode(digest).decode()):
            letters = squeezed(written)
            yield from (letters[:_HASH_BEGINS], letters[: -_HASH_BEGINS - 1 : -1])
