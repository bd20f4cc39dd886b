"""Whirlpool (ISO/IEC 10118-3), which identifier trackers used and current OpenSSL no longer offers.

Written from the standard: an 8×8 byte state, ten rounds of substitution, column shift, row mixing and key addition,
chained after Miyaguchi and Preneel. Slow, and only run for a few short texts.
"""

_POLYNOMIAL = 0x11D
_ROW = (1, 1, 4, 1, 8, 5, 2, 9)
_E = (0x1, 0xB, 0x9, 0xC, 0xD, 0x6, 0xF, 0x3, 0xE, 0x8, 0x7, 0x4, 0xA, 0x2, 0x5, 0x0)
_R = (0x7, 0xC, 0xB, 0xD, 0xE, 0x4, 0x9, 0xF, 0x6, 0x3, 0x8, 0xA, 0x2, 0x5, 0x1, 0x0)
_BLOCK = 64


def _substitution() -> list[int]:
    """The S-box, made of two 4-bit boxes and their mixer."""
    inverse = [_E.index(n) for n in range(16)]
    box = []
    for byte in range(256):
        high, low = _E[byte >> 4], inverse[byte & 15]
        mixed = _R[high ^ low]
        box.append(_E[high ^ mixed] << 4 | inverse[low ^ mixed])
    return box


def _times(a: int, b: int) -> int:
    """Product in GF(2^8)."""
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
    """For each of the eight columns: byte → its substituted and mixed row as 64 bits."""
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
    """Substitution, column shift and row mixing in one go."""
    return [
        _TABLES[0][state[i] >> 56]
        ^ _TABLES[1][state[i - 1] >> 48 & 255]
        ^ _TABLES[2][state[i - 2] >> 40 & 255]
        ^ _TABLES[3][state[i - 3] >> 32 & 255]
        ^ _TABLES[4][state[i - 4] >> 24 & 255]
        ^ _TABLES[5][state[i - 5] >> 16 & 255]
        ^ _TABLES[6][state[i - 6] >> 8 & 255]
        ^ _TABLES[7][state[i - 7] & 255]
        for i in range(8)
    ]


def _compress(chain: list[int], block: list[int]) -> list[int]:
    key = chain
    state = [a ^ b for a, b in zip(block, key, strict=True)]
    for constant in _CONSTANTS:
        key = _mix(key)
        key[0] ^= constant
        state = [a ^ b for a, b in zip(_mix(state), key, strict=True)]
    return [a ^ b ^ c for a, b, c in zip(state, chain, block, strict=True)]


def whirlpool(data: bytes) -> bytes:
    """The 64 bytes of the hash."""
    padded = data + b"\x80" + b"\x00" * (-(len(data) + 33) % _BLOCK) + (8 * len(data)).to_bytes(32, "big")
    chain = [0] * 8
    for start in range(0, len(padded), _BLOCK):
        words = [int.from_bytes(padded[at : at + 8], "big") for at in range(start, start + _BLOCK, 8)]
        chain = _compress(chain, words)
    return b"".join(word.to_bytes(8, "big") for word in chain)
