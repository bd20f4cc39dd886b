"""Hashes of planted values, looked up by raw bytes, so hex in either case, base64 and base32 need no extra entries."""

import base64
import hmac
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TypeVar
from urllib.parse import quote_plus

from mhaudit.detect.hashing import ALGORITHMS, COMMON, COMMON_SIZES, OF_SIZE, SIZES, murmur_hashes, whirlpool
from mhaudit.detect.lz_writer import URI, compress_lz
from mhaudit.detect.spellings import Variant
from mhaudit.model.alphabet import substitute

Match = tuple[int, str]  # number of the planted value, and its form
_Key = TypeVar("_Key", bytes, str)

# Salt seen in requests to awin1.com: SHA-256(value + salt). Source: leak-detector (Leaky Forms, USENIX Security 2022).
_KNOWN_SALT = b"QX4QkKEU"
_KNOWN_SALT_SIZE = 32
_BASE58 = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_WHIRLPOOL = 64  # bytes
_REPEATS = 3  # in a hash at least a third of the bytes differ: 8 bytes fail by chance once in 10^12, 16 in 10^17
_CUT = 8  # bytes: 64 bits of a hash match by chance once in 10^19 tries
_REHASHED = frozenset({"", " (lower case)"})  # double hashes of rarer spellings were never observed
_RARE_INNER = frozenset({"mmh3_64_1", "sha256 with a known salt"})  # observed as the inner hash of the slowest hash
_MOST_SALTS = 64
_SALTED = frozenset(
    {"", " (lower case)", " (digits only)", " (as E.164)", " (without dashes)"}
)  # few, because each salt needs its own table


class Digests:
    """The spellings of values under every hash. The table of a digest size is built at its first lookup."""

    def __init__(self) -> None:
        self._seeds: list[tuple[int, bytes, str]] = []
        self._tables: dict[int, dict[bytes, Match]] = {}  # by digest size
        self._once: dict[int, list[tuple[bytes, Match]]] = {}  # by digest size: unnested hashes of the spellings
        self._numbers: dict[str, Match] = {}
        self._salted: dict[str, dict[bytes, Match]] = {}

    def add(self, value: int, spellings: Iterable[Variant]) -> None:
        """Add the spellings of the value numbered `value`. All values must be added before the first lookup."""
        seeds: dict[bytes, str] = {}
        for variant in spellings:
            for seed, note in _seeds(variant) if variant.hashed else ():
                seeds.setdefault(seed, note)  # keep the plainest name of a spelling, which comes first
        self._seeds += ((value, seed, note) for seed, note in seeds.items())

    def find(self, digest: bytes) -> Match | None:
        """Return the value whose hash is `digest` (raw bytes), or None."""
        size = len(digest)
        table = self._tables.get(size)
        if table is None:
            if not may_be_hash(digest):  # padding does not need a table
                return None
            table = self._tables[size] = dict(_first(self._cut() if size == _CUT else self._of_size(size)))
        match = table.get(digest)
        return match if match and may_be_hash(digest) else None

    def find_number(self, text: str) -> Match | None:
        """Return the value whose 64- or 128-bit hash is this decimal number, or None."""
        if not self._numbers:
            self._numbers = dict(_first(self._as_numbers()))
        return self._numbers.get(text)

    def _of_size(self, size: int) -> Iterator[tuple[bytes, Match]]:
        yield from self._hashed(size)
        if size in COMMON_SIZES:
            yield from self._rehashed(size)

    def _hashed(self, size: int) -> list[tuple[bytes, Match]]:
        if size not in self._once:
            self._once[size] = [
                (digest, (value, name + note))
                for value, seed, note in self._seeds
                for name, digest in _hashes(seed, size)
            ]
        return self._once[size]

    def _cut(self) -> Iterator[tuple[bytes, Match]]:
        for size in SIZES:
            for digest, (value, form) in self._hashed(size):
                yield digest[:_CUT], (value, f"cut-{form} (first 16 digits)")

    @cached_property
    def _written(self) -> list[tuple[int, str, str]]:
        """Return hashes in their usual text form: (number of the value, name of the hash, text)."""
        found: list[tuple[int, str, str]] = []
        for value, seed, note in self._seeds:
            if note in _REHASHED:
                firsts = [(name, digest.hex()) for size in SIZES for name, digest in _hashes(seed, size)]
                firsts += murmur_hashes(seed)
                if not note:
                    firsts.append(("whirlpool", whirlpool(seed).hex()))
                found += ((value, name + note, text) for name, text in firsts)
        return found

    def _rehashed(self, size: int) -> Iterator[tuple[bytes, Match]]:
        """Yield hashes of hashes as text, three levels for common ones; the slowest hash comes last."""
        for value, inner, text in self._written:
            for outer, digest in _hashes(text.encode(), size):
                yield digest, (value, f"{outer} of {inner}")
            if inner in COMMON:
                yield from _thrice(value, inner, text, size)
        if size == _WHIRLPOOL:
            yield from self._whirlpools()

    def _whirlpools(self) -> Iterator[tuple[bytes, Match]]:
        for value, seed, note in self._seeds:
            if not note or note.startswith(" of its"):  # observed only on plain values and their encodings
                yield whirlpool(seed), (value, f"whirlpool{note}")
        for value, inner, text in self._written:
            if inner in ALGORITHMS or inner in _RARE_INNER:
                yield whirlpool(text.encode()), (value, f"whirlpool of {inner}")

    def _as_numbers(self) -> Iterator[tuple[str, Match]]:
        for value, seed, note in self._seeds:
            for name, number in murmur_hashes(seed):
                yield number, (value, f"{name}{note}")
        for value, inner, text in self._written:
            for name, number in murmur_hashes(text.encode()):
                yield number, (value, f"{name} of {inner}")

    def find_salted(self, digest: bytes, salts: Iterable[str]) -> Match | None:
        """Return the value whose hash used a salt or key from the same request, or None."""
        for salt in salts:
            if found := self._with_salt(salt).get(digest):
                return found
        return None

    def _with_salt(self, salt: str) -> dict[bytes, Match]:
        if salt not in self._salted:
            if len(self._salted) >= _MOST_SALTS:
                self._salted.clear()
            plain = [seed for seed in self._seeds if seed[2] in _SALTED]
            self._salted[salt] = dict(_salted(plain, salt.encode()))
        return self._salted[salt]


def may_be_hash(data: bytes) -> bool:
    """Return whether bytes are as varied as a hash: not padding or one repeated character of an encoding."""
    return len(set(data)) * _REPEATS >= len(data)


def _first(found: Iterator[tuple[_Key, Match]]) -> Iterator[tuple[_Key, Match]]:
    """Yield each key with its first match only: the plainest spelling and the commonest hash come first."""
    seen: set[_Key] = set()
    for key, match in found:
        if key not in seen:
            seen.add(key)
            yield key, match


def _thrice(value: int, inner: str, text: str, size: int) -> Iterator[tuple[bytes, Match]]:
    for middle in COMMON:
        twice = ALGORITHMS[middle](text.encode()).hex().encode()
        for last in COMMON:
            if last in OF_SIZE[size]:
                yield ALGORITHMS[last](twice), (value, f"{last} of {middle} of {inner}")


def _seeds(variant: Variant) -> Iterator[tuple[bytes, str]]:
    """Yield a spelling in each case; for the planted spelling also the encodings that are hashed in practice."""
    for text, case in ((variant.text, ""), (variant.text.lower(), "lower case"), (variant.text.upper(), "upper case")):
        note = ", ".join(part for part in (variant.note, case) if part)
        yield text.encode(), f" ({note})" if note else ""
    if "@" in variant.text or not variant.note:
        yield from _carelessly(variant)
    if variant.note:
        return
    data = variant.text.encode()
    for written, name in (
        (base64.b64encode(data), "base64"),
        (data.hex().encode(), "hex"),
        (data.hex().upper().encode(), "hex"),
        (base64.b32encode(data), "base32"),
        (quote_plus(variant.text).encode(), "percent-encoding"),
        (_base58(data), "base58"),
        (substitute(variant.text).encode(), "substitution"),
        (compress_lz(variant.text).encode(), "lz-string"),
        (compress_lz(variant.text, URI).encode(), "lz-string"),
    ):
        yield written, f" of its {name}"


def _carelessly(variant: Variant) -> Iterator[tuple[bytes, str]]:
    """Yield a spelling as it is hashed by common mistakes: with surrounding characters, or as UTF-16."""
    after = f", {variant.note}" if variant.note else ""
    for text, case in ((variant.text, ""), (variant.text.lower(), ", lower case")):
        for written, note in (
            (text + "\n", "with a line feed"),
            (text + "\r\n", "with a line feed"),
            (text + " ", "with a blank"),
            (" " + text, "with a blank"),
            (f'"{text}"', "in quotes"),
            *(((f"mailto:{text}", "as a link"),) if "@" in text else ()),
        ):
            yield written.encode(), f" ({note}{after}{case})"
        if not variant.note:
            yield text.encode("utf-16-le"), f" (in UTF-16{case})"
            yield text.encode("utf-16-be"), f" (in UTF-16{case})"


def _base58(data: bytes) -> bytes:
    number, letters = int.from_bytes(data, "big"), b""
    while number:
        number, digit = divmod(number, 58)
        letters = _BASE58[digit : digit + 1] + letters
    return letters


def _hashes(data: bytes, size: int) -> Iterator[tuple[str, bytes]]:
    """Yield the hashes of some bytes whose digests are `size` bytes long."""
    for name in OF_SIZE.get(size, ()):
        yield name, ALGORITHMS[name](data)
    if size == _KNOWN_SALT_SIZE:
        yield "sha256 with a known salt", ALGORITHMS["sha256"](data + _KNOWN_SALT)


def _salted(seeds: list[tuple[int, bytes, str]], salt: bytes) -> Iterator[tuple[bytes, Match]]:
    for value, seed, note in seeds:
        for name in COMMON:
            yield hmac.digest(salt, seed, name), (value, f"hmac-{name}{note} (key in the same request)")
            for joined in (salt + seed, seed + salt):
                yield ALGORITHMS[name](joined), (value, f"salted-{name}{note} (salt in the same request)")
