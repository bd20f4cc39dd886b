"""Text that is bytes written in letters: hexadecimal, base64, base32, base58, base85."""

import base64
import binascii
import re
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import lru_cache

Opening = tuple[str, str | bytes]

_HEX = re.compile(r"[0-9a-fA-F]{12,}")
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{7,}={0,2}")
_BASE64_RUN = re.compile(r"[A-Za-z0-9+/_-]{16,}={0,2}")
_STANDARD_RUN = re.compile(r"[A-Za-z0-9+/]{16,}={0,2}")
_URL_RUN = re.compile(r"[A-Za-z0-9_-]{16,}={0,2}")
_LINES = re.compile(r"[A-Za-z0-9+/]{4,}(?:[ \t]{0,3}\r?\n[ \t]{0,3}[A-Za-z0-9+/]{1,}){1,}={0,2}\s{0,4}")
_HEX_RUN = re.compile(r"(?<![0-9a-fA-F])[0-9a-fA-F]{16,}+")
_SPACED_HEX = re.compile(
    r"(?<![0-9a-fA-F])[0-9a-fA-F]{2}(?:([:, -]|, |,?0x|\\x)[0-9a-fA-F]{2})(?:\1[0-9a-fA-F]{2}){6,}(?![0-9a-fA-F])"
)
_MOST_RUNS = 1000
_LONGEST_RARE = 1 << 18  # characters: these are undone letter by letter in Python
_BASE32 = re.compile(r"(?:[A-Z2-7]{10,}|[a-z2-7]{10,})={0,6}")
_BASE58 = re.compile(r"[1-9A-HJ-NP-Za-km-z]{8,1024}")
_BASE85 = re.compile(r"(?=.*[!#$%&()*+;<=>?@^`{|}~])[0-9A-Za-z!#$%&()*+;<=>?@^_`{|}~-]{8,}")
_ASCII85 = re.compile(r"<~[!-uz\s]{4,}~>|(?=(?:.*?[!-.:-@\[-`]){3})[!-u]{8,}")
_PLAIN = re.compile(
    r"[A-Za-z]?[a-z]{1,23}|[A-Z]{1,23}|[0-9]{1,19}|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
)
_CONTROL = bytes([*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F])  # in UTF-8 never part of a letter
_CONTROL_BEYOND_ASCII = re.compile(r"[\x80-\x9f]")
_NOT_HEX = re.compile(r"[^0-9a-fA-F]")
_URL_SAFE = str.maketrans("-_", "+/")
_DIGITS58 = {c: n for n, c in enumerate("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz")}
_DIGESTS = frozenset({16, 20, 28, 32, 48, 64})


def is_readable(data: bytes) -> bool:
    """Whether bytes are UTF-8 text without control characters: chance decodings of other text are not."""
    if len(data.translate(None, _CONTROL)) != len(data):
        return False
    try:
        return not _CONTROL_BEYOND_ASCII.search(data.decode())
    except UnicodeDecodeError:
        return False


def tells(data: bytes) -> bool:
    """Whether bytes are more likely text, or the beginning of compressed data, than chance or a hash."""
    return data[:3] == b"\x1f\x8b\x08" or data[:4] == b"\x28\xb5\x2f\xfd" or _zlib(data) or is_readable(data)


def _zlib(data: bytes) -> bool:
    """Whether bytes begin with a head of zlib and a block that can be read; two bytes alone are chance."""
    if data[:2] not in (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda"):
        return False
    try:
        return len(zlib.decompressobj().decompress(data[:256])) > 3
    except zlib.error:
        return False


def decode(text: str) -> Iterator[Opening]:
    """What the whole of `text` may stand for. Words and UUIDs are given only when they decode to text again."""
    if len(text) % 2 == 0 and _HEX.fullmatch(text):
        written = bytes.fromhex(text)
        # hashes are looked up as they stand
        if len(written) not in _DIGESTS or tells(written):
            yield "hex", written
        if len(text) > 24:  # so much of sixteen letters only is nothing else
            return
    plain = _PLAIN.fullmatch(text) is not None
    if _BASE64.fullmatch(text) and (data := decode_base64(text)) and (not plain or is_readable(data)):
        yield "base64", data
    for codec, rare in _rarer(text) if len(text) <= _LONGEST_RARE else ():
        if is_readable(rare) or (len(rare) in _DIGESTS and not plain):
            yield codec, rare


def decode_runs(text: str) -> Iterator[Opening]:
    """Base64 and hexadecimal within longer text, where it gives text, compressed data, or as many bytes as a hash."""
    seen = {text}
    for _, match in zip(range(_MOST_RUNS), _BASE64_RUN.finditer(text), strict=False):
        for run in _alphabets(match[0]):
            found = None if run in seen else decode_base64(run)
            seen.add(run)
            if found and (len(found) in _DIGESTS or tells(found)):
                yield "base64", found
    for _, match in zip(range(_MOST_RUNS), _HEX_RUN.finditer(text), strict=False):
        if (
            match[0] != text and len(match[0]) % 2 == 0 and tells(data := bytes.fromhex(match[0]))
        ):  # digests are looked up where they stand
            yield "hex", data
    if spaced := _SPACED_HEX.search(text):
        data = bytes.fromhex(_NOT_HEX.sub("", spaced[0].replace("0x", "")))
        if len(data) in _DIGESTS or tells(data):
            yield "hex", data
    if "\n" in text and _LINES.fullmatch(text) and (joined := decode_base64("".join(text.split()))):
        yield "base64", joined


def _alphabets(run: str) -> Iterator[str]:
    """A run of letters of both alphabets of base64, and the runs of one of them in it: a prefix may end in a dash."""
    yield run
    if "-" in run or "_" in run:
        yield from _STANDARD_RUN.findall(run)
    if "/" in run or "+" in run:
        yield from _URL_RUN.findall(run)


def decode_base64(text: str) -> bytes | None:
    """Standard or URL-safe alphabet, padded or not; None where length or letters can't be base64."""
    body = text.rstrip("=").translate(_URL_SAFE)
    if len(body) % 4 == 1 or not body.isascii():
        return None
    return binascii.a2b_base64(body + "=" * (-len(body) % 4))


def _rarer(text: str) -> Iterator[tuple[str, bytes]]:
    """What rare alphabets make of a text: only where that may be text, or is as long as a hash.

    They are undone letter by letter in Python, and most texts that fit their letters are something else. So the first
    letters are undone first: no text begins with a control character or with what is no UTF-8.
    """
    size = len(text)
    if _BASE32.fullmatch(text):
        body = text.rstrip("=").upper()
        if len(body) * 5 // 8 in _DIGESTS or _may_begin(base64.b32decode, body[:_FIRST32]):
            with suppress(binascii.Error):
                yield "base32", base64.b32decode(body + "=" * (-len(body) % 8))
    if _BASE58.fullmatch(text) and _may_be_base58(text):
        yield "base58", _decode_base58(text)
    digest = size * 4 // 5 in _DIGESTS
    if size % 5 != 1 and _BASE85.fullmatch(text) and (digest or _may_begin(base64.b85decode, text[:_FIRST85])):
        with suppress(ValueError):
            yield "base85", base64.b85decode(text)
    if _ASCII85.fullmatch(text):
        marked = text.startswith("<~")
        if marked or digest or _may_begin(base64.a85decode, text[:_FIRST85]):
            with suppress(ValueError):
                yield "ascii85", base64.a85decode(text, adobe=marked)


_FIRST32, _FIRST58, _FIRST85 = 24, 22, 25  # letters of whole groups: fifteen to twenty bytes


def _may_begin(decoded: Callable[[str], bytes], letters: str) -> bool:
    """Whether the first letters of a text stand for what a readable text may begin with."""
    if len(letters) < _FIRST32:
        return True
    try:
        return begins_readable(decoded(letters))
    except ValueError:  # the whole can't be undone either
        return False


def begins_readable(head: bytes) -> bool:
    """Whether bytes may be the beginning of readable ones: their last letter may be cut."""
    if len(head.translate(None, _CONTROL)) != len(head):
        return False
    try:
        return not _CONTROL_BEYOND_ASCII.search(head.decode())
    except UnicodeDecodeError as error:
        return error.reason == "unexpected end of data"


def _may_be_base58(text: str) -> bool:
    """Whether base58 may stand for readable text or for a hash; undoing it takes quadratic time.

    The first letters bound the number: where its lowest and its highest value begin with the same bytes, all do.
    """
    if len(text) <= _FIRST58:
        return True
    if text[0] == "1":  # a byte of zero
        return len(text) <= _LONGEST_DIGEST58
    scale = _power58(len(text) - _FIRST58)
    lowest = _number58(text[:_FIRST58]) * scale
    highest = lowest + scale - 1
    size = (lowest.bit_length() + 7) // 8
    if size in _DIGESTS or size != (highest.bit_length() + 7) // 8:
        return True
    low, high = (number >> 8 * (size - _COMMON58) for number in (lowest, highest))
    return low != high or begins_readable(low.to_bytes(_COMMON58, "big"))


_COMMON58 = 14  # bytes that 22 letters of base58 almost always settle
_LONGEST_DIGEST58 = 88  # letters of 64 bytes
_power58 = lru_cache(1024)(lambda exponent: 58**exponent)


def _number58(text: str) -> int:
    number = 0
    for letter in text:
        number = number * 58 + _DIGITS58[letter]
    return number


def _decode_base58(text: str) -> bytes:
    number = _number58(text)
    zeros = len(text) - len(text.lstrip("1"))
    return b"\x00" * zeros + number.to_bytes((number.bit_length() + 7) // 8, "big")
