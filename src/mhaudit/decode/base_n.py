"""Binary data in text encodings: hexadecimal, base64, base32, base58, base85."""

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
_LONGEST_RARE = 1 << 18  # characters: these are decoded letter by letter in Python
_BASE32 = re.compile(r"(?:[A-Z2-7]{10,}|[a-z2-7]{10,})={0,6}")
_BASE58 = re.compile(r"[1-9A-HJ-NP-Za-km-z]{8,1024}")
_BASE85 = re.compile(r"(?=.*[!#$%&()*+;<=>?@^`{|}~])[0-9A-Za-z!#$%&()*+;<=>?@^_`{|}~-]{8,}")
_ASCII85 = re.compile(r"<~[!-uz\s]{4,}~>|(?=(?:.*?[!-.:-@\[-`]){3})[!-u]{8,}")
_PLAIN = re.compile(
    r"[A-Za-z]?[a-z]{1,23}|[A-Z]{1,23}|[0-9]{1,19}|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
)
_CONTROL = bytes([*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F])  # never part of a multi-byte character in UTF-8
_CONTROL_BEYOND_ASCII = re.compile(r"[\x80-\x9f]")
_NOT_HEX = re.compile(r"[^0-9a-fA-F]")
_URL_SAFE = str.maketrans("-_", "+/")
_DIGITS58 = {c: n for n, c in enumerate("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz")}
_DIGESTS = frozenset({16, 20, 28, 32, 48, 64})


def is_readable(data: bytes) -> bool:
    """Return whether bytes are UTF-8 text without control characters: chance decodings of other text are not."""
    if len(data.translate(None, _CONTROL)) != len(data):
        return False
    try:
        return not _CONTROL_BEYOND_ASCII.search(data.decode())
    except UnicodeDecodeError:
        return False


def tells(data: bytes) -> bool:
    """Return whether bytes are probably text or the start of compressed data, rather than chance or a hash."""
    return data[:3] == b"\x1f\x8b\x08" or data[:4] == b"\x28\xb5\x2f\xfd" or _zlib(data) or is_readable(data)


def _zlib(data: bytes) -> bool:
    """Return whether bytes begin with a zlib header and a readable block; the header alone occurs by chance."""
    if data[:2] not in (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda"):
        return False
    try:
        return len(zlib.decompressobj().decompress(data[:256])) > 3
    except zlib.error:
        return False


def decode(text: str) -> Iterator[Opening]:
    """Yield the decodings of the whole text. Words and UUIDs are decoded only if the result is text again."""
    if len(text) % 2 == 0 and _HEX.fullmatch(text):
        written = bytes.fromhex(text)
        # hashes are looked up in their hexadecimal form
        if len(written) not in _DIGESTS or tells(written):
            yield "hex", written
        if len(text) > 24:  # a text of that many hexadecimal digits is not another encoding
            return
    plain = _PLAIN.fullmatch(text) is not None
    if _BASE64.fullmatch(text) and (data := decode_base64(text)) and (not plain or is_readable(data)):
        yield "base64", data
    for codec, rare in _rarer(text) if len(text) <= _LONGEST_RARE else ():
        if is_readable(rare) or (len(rare) in _DIGESTS and not plain):
            yield codec, rare


def decode_runs(text: str) -> Iterator[Opening]:
    """Yield base64 and hexadecimal runs in longer text that decode to text, compressed data or a digest's size."""
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
        ):  # digests are looked up in place
            yield "hex", data
    if spaced := _SPACED_HEX.search(text):
        data = bytes.fromhex(_NOT_HEX.sub("", spaced[0].replace("0x", "")))
        if len(data) in _DIGESTS or tells(data):
            yield "hex", data
    if "\n" in text and _LINES.fullmatch(text) and (joined := decode_base64("".join(text.split()))):
        yield "base64", joined


def _alphabets(run: str) -> Iterator[str]:
    """Yield a run in the letters of both base64 alphabets, then its runs in one of them: a prefix may end in a dash."""
    yield run
    if "-" in run or "_" in run:
        yield from _STANDARD_RUN.findall(run)
    if "/" in run or "+" in run:
        yield from _URL_RUN.findall(run)


def decode_base64(text: str) -> bytes | None:
    """Decode base64, standard or URL-safe, padded or not; return None if length or letters don't fit."""
    body = text.rstrip("=").translate(_URL_SAFE)
    if len(body) % 4 == 1 or not body.isascii():
        return None
    return binascii.a2b_base64(body + "=" * (-len(body) % 4))


def _rarer(text: str) -> Iterator[tuple[str, bytes]]:
    """Yield decodings by the rarer alphabets, only if the result may be text or has a digest's size.

    They are decoded letter by letter in Python, and most texts that match their letters are something else. So the
    first letters are decoded first: no text begins with a control character or invalid UTF-8.
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
    """Return whether the first letters of a text decode to a possible beginning of readable text."""
    if len(letters) < _FIRST32:
        return True
    try:
        return begins_readable(decoded(letters))
    except ValueError:  # then the whole text can't be decoded either
        return False


def begins_readable(head: bytes) -> bool:
    """Return whether bytes may be the beginning of readable text: their last character may be truncated."""
    if len(head.translate(None, _CONTROL)) != len(head):
        return False
    try:
        return not _CONTROL_BEYOND_ASCII.search(head.decode())
    except UnicodeDecodeError as error:
        return error.reason == "unexpected end of data"


def _may_be_base58(text: str) -> bool:
    """Return whether a base58 text may decode to readable text or a hash; decoding it takes quadratic time.

    The first letters bound the number: if its lowest and highest values begin with the same bytes, all values do.
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


_COMMON58 = 14  # bytes that the first 22 letters of base58 almost always determine
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
