"""Check a redacted file as it was written for planted values and credentials that are left in it.

It reads the file as JSON only, searches every name and value with its own decoders, and matches the values by their
letters, their parts and their hashes.
"""

import base64
import hashlib
import json
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from ahocorasick_rs import AhoCorasick, Implementation

from mhaudit.detect import credentials
from mhaudit.model.subject import PlantedValue
from mhaudit.redaction.check_decoders import readings
from mhaudit.redaction.planted_parts import PlantedParts, letters_of
from mhaudit.redaction.pseudonyms import without_pseudonyms

_HASHES = ("md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sha3_256", "blake2b", "blake2s", "ripemd160")
_CUT, _CUT_BYTES = 16, 8  # letters and digits, and bytes, of a hash that do not match by chance
_MOST_KNOWN = 50_000


class Check:
    """A search for the values of one persona."""

    def __init__(self, values: tuple[PlantedValue, ...]) -> None:
        self.values = tuple(value for value in values if isinstance(value.value, str))
        self.parts = PlantedParts(self.values)
        self._known: dict[str, bool] = {}

    def finds(self, line: str) -> bool:
        """Return whether a line of the file, which is JSON, holds a value that must not be shared."""
        try:
            document = json.loads(line)
        except (ValueError, RecursionError):
            return True
        return any(self._tells(text) for text in dict.fromkeys(_texts(document)))

    def _tells(self, text: str) -> bool:
        if text not in self._known:
            if len(self._known) > _MOST_KNOWN:
                self._known.clear()
            self._known[text] = self._look(text)
        return self._known[text]

    def _look(self, text: str) -> bool:
        bare = without_pseudonyms(text)
        if any(True for _ in credentials.credential_spans(bare)):
            return True
        return any(self._is_told(reading, chance) for reading, chance in readings(bare))

    def _is_told(self, reading: str, chance: bool) -> bool:
        letters = letters_of(reading)
        if self.parts.found_in_letters(letters) or (not chance and self.parts.found_as_word(reading)):
            return True
        if len(letters) >= _CUT and self._hashes is not None and self._hashes.find_matches_as_indexes(letters):
            return True
        return chance and reading.encode("latin-1", "ignore")[:_CUT_BYTES] in self._digests

    @cached_property
    def _digests(self) -> frozenset[bytes]:
        """Return the first bytes of each hash."""
        return frozenset(digest[:_CUT_BYTES] for digest in self._hashed())

    @cached_property
    def _hashes(self) -> AhoCorasick | None:
        """Return an automaton of the first characters of each hash in hex, base64 and base32; None without values."""
        written = (way(digest) for digest in self._hashed() for way in (bytes.hex, _base64, _base32))
        known = sorted({letters_of(text)[:_CUT] for text in written})
        return AhoCorasick(known, implementation=Implementation.ContiguousNFA) if known else None

    def _hashed(self) -> Iterator[bytes]:
        for value in self.values:
            plain = str(value.value).strip()
            for text in {plain, plain.lower(), plain.upper(), letters_of(plain), "".join(plain.split()).lower()}:
                for name in _HASHES:
                    if name in hashlib.algorithms_available:
                        yield hashlib.new(name, text.encode(), usedforsecurity=False).digest()


def _texts(value: Any) -> Iterator[str]:
    """Yield names and values; numbers as they are written."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield name
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
    elif isinstance(value, int) and not isinstance(value, bool):
        yield str(value)


def _base64(digest: bytes) -> str:
    return base64.b64encode(digest).decode()


def _base32(digest: bytes) -> str:
    return base64.b32encode(digest).decode()
