"""Planted values as hashes, looked up by raw bytes: hex in either case, base64 and base32 then come for free."""

import base64
import hmac
from collections.abc import Iterable, Iterator
from urllib.parse import quote_plus

from mhaudit.detect.hashing import ALGORITHMS, COMMON, COMMON_SIZES, numbers
from mhaudit.detect.variants import Variant
from mhaudit.detect.whirlpool import whirlpool
from mhaudit.model.alphabet import substitute

Match = tuple[int, str]  # the number of the value, and the form that it was in

# Salt seen in requests to awin1.com: SHA-256(value + salt). Source: leak-detector (Leaky Forms, USENIX Security 2022).
_KNOWN_SALT = b"QX4QkKEU"
_BASE58 = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_WHIRLPOOL = 64  # bytes
_CUT = 8  # bytes: 64 bits of a hash match by chance once in 10^19 tries
_REHASHED = frozenset({"", " (lower case)"})  # nobody was seen to hash a rarer spelling twice
_MOST_SALTS = 64
_SALTED = frozenset(
    {"", " (lower case)", " (digits only)", " (as E.164)", " (without dashes)"}
)  # a table for each salt: few


class Digests:
    """Every spelling of some values under every hash. Hashes of hashes are made when the first unknown hash is met."""

    def __init__(self) -> None:
        self._seeds: list[tuple[int, bytes, str]] = []
        self._once: dict[bytes, Match] = {}
        self._cut: dict[bytes, Match] = {}
        self._numbers: dict[str, Match] = {}
        self._again: dict[bytes, Match] = {}
        self._written: list[tuple[int, str, bytes]] = []  # hashes as text, of which a whirlpool may be made
        self._whirlpools: dict[bytes, Match] = {}
        self._salted: dict[str, dict[bytes, Match]] = {}

    def add(self, value: int, spellings: Iterable[Variant]) -> None:
        """Index the spellings of the value numbered `value`."""
        seeds: dict[bytes, str] = {}
        for variant in spellings:
            for seed, note in _seeds(variant) if variant.hashed else ():
                seeds.setdefault(seed, note)  # the plainest name for a spelling comes first
        for seed, note in seeds.items():
            self._seeds.append((value, seed, note))
            for name, digest in _hashes(seed):
                match = (value, f"{name}{note}")
                self._once.setdefault(digest, match)
                self._cut.setdefault(digest[:_CUT], (value, f"cut-{name}{note} (first 16 digits)"))
            for name, number in numbers(seed):
                self._numbers.setdefault(number, (value, f"{name}{note}"))

    def find(self, digest: bytes) -> Match | None:
        """The value behind raw digest bytes, if there is one."""
        if len(digest) == _CUT:
            return self._cut.get(digest)
        if found := self._once.get(digest):
            return found
        if len(digest) not in COMMON_SIZES and len(digest) != 32:
            return None
        self._make_again()
        return self._again.get(digest) or (self._find_whirlpool(digest) if len(digest) == _WHIRLPOOL else None)

    def _find_whirlpool(self, digest: bytes) -> Match | None:
        """A hash that is slow to make, so it is made when one of its size is met that is no other."""
        if not self._whirlpools:
            for value, seed, note in self._seeds:
                if not note or note.startswith(" of its"):  # seen only on plain values and their encodings
                    self._whirlpools.setdefault(whirlpool(seed), (value, f"whirlpool{note}"))
            for value, inner, written in self._written:
                self._whirlpools.setdefault(whirlpool(written), (value, f"whirlpool of {inner}"))
        return self._whirlpools.get(digest)

    def _make_again(self) -> None:
        """Hashes of the text of a hash, thrice for the common ones; once, when first needed."""
        if self._again or not self._seeds:
            return
        for value, seed, note in self._seeds:
            if note not in _REHASHED:
                continue
            firsts = [(name, digest.hex()) for name, digest in _hashes(seed)] + list(numbers(seed))
            if not note:
                firsts.append(("whirlpool", whirlpool(seed).hex()))
            for inner, text in firsts:
                self._rehash(value, f"{inner}{note}", text)

    def find_number(self, text: str) -> Match | None:
        """The value behind a decimal number of a 64- or 128-bit hash."""
        if found := self._numbers.get(text):
            return found
        self._make_again()
        return self._numbers.get(text)

    def find_salted(self, digest: bytes, salts: Iterable[str]) -> Match | None:
        """The value behind a hash that used a salt or key which stood in the same request."""
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

    def _rehash(self, value: int, inner: str, text: str) -> None:
        written = text.encode()
        for outer, twice in _hashes(written):
            self._again.setdefault(twice, (value, f"{outer} of {inner}"))
            if outer in COMMON and inner in COMMON:
                for last in COMMON:
                    thrice = ALGORITHMS[last](twice.hex().encode())
                    self._again.setdefault(thrice, (value, f"{last} of {outer} of {inner}"))
        if inner in ALGORITHMS:
            self._written.append((value, inner, written))
        for name, number in numbers(written):
            self._numbers.setdefault(number, (value, f"{name} of {inner}"))


def _seeds(variant: Variant) -> Iterator[tuple[bytes, str]]:
    """The spelling in each case; the planted one also in the encodings that are hashed in practice."""
    for text, case in ((variant.text, ""), (variant.text.lower(), "lower case"), (variant.text.upper(), "upper case")):
        note = ", ".join(part for part in (variant.note, case) if part)
        yield text.encode(), f" ({note})" if note else ""
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
    ):
        yield written, f" of its {name}"


def _base58(data: bytes) -> bytes:
    number, letters = int.from_bytes(data, "big"), b""
    while number:
        number, digit = divmod(number, 58)
        letters = _BASE58[digit : digit + 1] + letters
    return letters


def _hashes(data: bytes) -> Iterator[tuple[str, bytes]]:
    for name, algorithm in ALGORITHMS.items():
        yield name, algorithm(data)
    yield "sha256 with a known salt", ALGORITHMS["sha256"](data + _KNOWN_SALT)


def _salted(seeds: list[tuple[int, bytes, str]], salt: bytes) -> Iterator[tuple[bytes, Match]]:
    for value, seed, note in seeds:
        for name in COMMON:
            yield hmac.digest(salt, seed, name), (value, f"hmac-{name}{note} (key in the same request)")
            for joined in (salt + seed, seed + salt):
                yield ALGORITHMS[name](joined), (value, f"salted-{name}{note} (salt in the same request)")
