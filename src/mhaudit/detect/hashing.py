"""The hash functions under which identifiers are sent, by name. None is used for security here."""

import hashlib
from collections.abc import Callable, Iterator
from functools import cache

import mmh3
from Crypto.Hash import MD2, MD4, RIPEMD160

Algorithm = Callable[[bytes], bytes]

COMMON = ("md5", "sha1", "sha256", "sha512")
_HASHLIB = (*COMMON, "sha224", "sha384", "sha3_224", "sha3_256", "sha3_384", "sha3_512", "blake2b", "blake2s")


def _from_hashlib(name: str) -> Algorithm:
    make = getattr(hashlib, name)
    return lambda data: bytes(make(data, usedforsecurity=False).digest())


def ripemd160() -> Algorithm:
    """Return OpenSSL's RIPEMD-160, which is eight times as fast, or PyCryptodome's if OpenSSL has none."""
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


def murmur_hashes(data: bytes) -> Iterator[tuple[str, str]]:
    """Yield MurmurHash3 of 64 and 128 bits as decimal numbers, as it is sent. (32 bits match by chance too often.)"""
    first, second = mmh3.hash64(data)
    for name, number in (("mmh3_64_1", first), ("mmh3_64_2", second), ("mmh3_128", mmh3.hash128(data))):
        yield name, str(number)


_POLYNOMIAL = 0x11D
_ROW = (1, 1, 4, 1, 8, 5, 2, 9)
_E = (0x1, 0xB, 0x9, 0xC, 0xD, 0x6, 0xF, 0x3, 0xE, 0x8, 0x7, 0x4, 0xA, 0x2, 0x5, 0x0)
_R = (0x7, 0xC, 0xB, 0xD, 0xE, 0x4, 0x9, 0xF, 0x6, 0x3, 0x8, 0xA, 0x2, 0x5, 0x1, 0x0)
_BLOCK = 64


def _substitution() -> list[int]:
    """Build the S-box from its two 4-bit boxes and their mixer."""
    inverse = [_E.index(n) for n in range(16)]
    box = []
    for byte in range(256):
        high, low = _E[byte >> 4], inverse[byte & 15]
        mixed = _R[high ^ low]
        box.append(_E[high ^ mixed] << 4 | inverse[low ^ mixed])
    return box


def _times(a: int, b: int) -> int:
    """Return the product in GF(2^8)."""
    product = 0
    while b:
        if b & 1:
            product ^= a
        a <<= 1
        if a & 0x100:
            a ^= _POLYNOMIAL
        b >>= 1
    return product


def _tables() -> list[list[int]]:
    """Build the tables of the eight columns: byte → its substituted and mixed row as 64 bits."""
    box = _substitution()
    first = []
    for byte in range(256):
        row = 0
        for factor in _ROW:
            row = row << 8 | _times(box[byte], factor)
        first.append(row)
    tables = [first]
    for _ in range(7):
        tables.append([(row >> 8 | row << 56) & (1 << 64) - 1 for row in tables[-1]])
    return tables


_TABLES = _tables()
_CONSTANTS = [int.from_bytes(bytes(_substitution()[8 * r : 8 * r + 8]), "big") for r in range(10)]


def _mix(state: list[int]) -> list[int]:
    """Apply substitution, column shift and row mixing in one step."""
    t0, t1, t2, t3, t4, t5, t6, t7 = _TABLES
    return [
        t0[a >> 56]
        ^ t1[b >> 48 & 255]
        ^ t2[c >> 40 & 255]
        ^ t3[d >> 32 & 255]
        ^ t4[e >> 24 & 255]
        ^ t5[f >> 16 & 255]
        ^ t6[g >> 8 & 255]
        ^ t7[h & 255]
        for a, b, c, d, e, f, g, h in _turned(*state)
    ]


def _turned(a: int, b: int, c: int, d: int, e: int, f: int, g: int, h: int) -> tuple[tuple[int, ...], ...]:
    """Return the eight words of a state in reverse, beginning with each of them."""
    return (
        (a, h, g, f, e, d, c, b),
        (b, a, h, g, f, e, d, c),
        (c, b, a, h, g, f, e, d),
        (d, c, b, a, h, g, f, e),
        (e, d, c, b, a, h, g, f),
        (f, e, d, c, b, a, h, g),
        (g, f, e, d, c, b, a, h),
        (h, g, f, e, d, c, b, a),
    )


def _round_keys(chain: list[int]) -> list[list[int]]:
    keys = []
    for constant in _CONSTANTS:
        chain = _mix(chain)
        chain[0] ^= constant
        keys.append(chain)
    return keys


_FIRST_CHAIN = [0] * 8
_FIRST_KEYS = cache(lambda: _round_keys(_FIRST_CHAIN))  # half of the work for a text of one block


def _compress(chain: list[int], block: list[int]) -> list[int]:
    state = [a ^ b for a, b in zip(block, chain, strict=True)]
    for key in _FIRST_KEYS() if chain is _FIRST_CHAIN else _round_keys(chain):
        state = [a ^ b for a, b in zip(_mix(state), key, strict=True)]
    return [a ^ b ^ c for a, b, c in zip(state, chain, block, strict=True)]


def whirlpool(data: bytes) -> bytes:
    """Return the Whirlpool hash (64 bytes)."""
    padded = data + b"\x80" + b"\x00" * (-(len(data) + 33) % _BLOCK) + (8 * len(data)).to_bytes(32, "big")
    chain = _FIRST_CHAIN
    for start in range(0, len(padded), _BLOCK):
        words = [int.from_bytes(padded[at : at + 8], "big") for at in range(start, start + _BLOCK, 8)]
        chain = _compress(chain, words)
    return b"".join(word.to_bytes(8, "big") for word in chain)
