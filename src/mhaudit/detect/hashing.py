"""The hash functions that identifiers are sent under, by name. None here is used for security."""

import hashlib
import sys
from collections.abc import Callable, Iterator

import mmh3

# Where cffi can be had, Crypto goes through it and parses C declarations at every start, which takes longer than all
# hashes of a small audit. Where it can't, the same library is reached through ctypes at once.
_CFFI = sys.modules.get("cffi")
sys.modules["cffi"] = None  # type: ignore[assignment]
from Crypto.Hash import MD2, MD4, RIPEMD160  # noqa: E402

if _CFFI is None:
    del sys.modules["cffi"]
else:
    sys.modules["cffi"] = _CFFI

Algorithm = Callable[[bytes], bytes]

COMMON = ("md5", "sha1", "sha256", "sha512")
_HASHLIB = (*COMMON, "sha224", "sha384", "sha3_224", "sha3_256", "sha3_384", "sha3_512", "blake2b", "blake2s")


def _from_hashlib(name: str) -> Algorithm:
    make = getattr(hashlib, name)
    return lambda data: bytes(make(data, usedforsecurity=False).digest())


def ripemd160() -> Algorithm:
    """OpenSSL's, eight times as fast, where it was built with it."""
    try:
        hashlib.new("ripemd160")
    except ValueError:
        return lambda data: RIPEMD160.new(data).digest()
    return lambda data: hashlib.new("ripemd160", data, usedforsecurity=False).digest()


ALGORITHMS: dict[str, Algorithm] = {name: _from_hashlib(name) for name in _HASHLIB} | {
    "md2": lambda data: MD2.new(data).digest(),
    "md4": lambda data: MD4.new(data).digest(),
    "ripemd160": ripemd160(),
}
_SIZE_OF = {name: len(algorithm(b"")) for name, algorithm in ALGORITHMS.items()}
SIZES = frozenset(_SIZE_OF.values())  # bytes
COMMON_SIZES = frozenset(_SIZE_OF[name] for name in COMMON)
OF_SIZE = {wanted: tuple(name for name, size in _SIZE_OF.items() if size == wanted) for wanted in SIZES}


def numbers(data: bytes) -> Iterator[tuple[str, str]]:
    """MurmurHash3 of 64 and 128 bits, which is sent as a decimal number. (32 bits match too much by chance.)"""
    first, second = mmh3.hash64(data)
    for name, number in (("mmh3_64_1", first), ("mmh3_64_2", second), ("mmh3_128", mmh3.hash128(data))):
        yield name, str(number)
