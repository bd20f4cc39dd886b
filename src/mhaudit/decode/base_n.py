"""Binary data in text encodings: hexadecimal, base64, base32, base58, base85."""

import base64
import binascii
import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import lru_cache

from mhaudit.model.place import Decoded

_HEX = re.compile(r"[0-9a-fA-F]{12,}")
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{7,}={0,2}")
_BASE64_RUN = re.compile(r"[A-Za-z0-9+/_-]{16,}={0,2}")
_STANDARD_RUN = re.compile(r"[A-Za-z0-9+/]{16,}={0,2}")
_URL_RUN = re.compile(r"[A-Za-z0-9_-]{16,}={0,2}")
_LINES = re.compile(r"[A-Za-z0-9+/]{4,}(?:[ \t]{0,3}\r?\n[ \t]{0,3}[A-Za-z0-9+/]{1,}){1,}={0,2}\s{0,4}")
_HEX_RUN = re.compile(r"(?<![0-9a-fA-F])[0-9a-fA-F]{16,}+")
_HAS_HEX = re.compile(r"[0-9a-fA-F]{16}")  # begins with a set, by which the search can skip
_SPACED_HEX = re.compile(
    r"[0-9a-fA-F](?<![0-9a-fA-F]{2})[0-9a-fA-F]"
    r"(?:([:, -]|, |,?0x|\\x)[0-9a-fA-F]{2})(?:\1[0-9a-fA-F]{2}){6,}(?![0-9a-fA-F])"
)
_HAS_SPACED = re.compile(r"[:, x-][0-9a-fA-F]{2}(?:[:, -]|, |,?0x|\\x)[0-9a-fA-F]{2}")  # two such bytes
_MOST_RUNS = 1000
_LONGEST_RARE = 1 << 18  # characters: these are decoded letter by letter in Python
_BASE32 = re.compile(r"(?:[A-Z2-7]{10,}|[a-z2-7]{10,})={0,6}")
_BASE58 = re.compile(r"[1-9A-HJ-NP-Za-km-z]{8,1024}")
_BASE85 = re.compile(r"(?=.*[!#$%&()*+;<=>?@^`{|}~])[0-9A-Za-z!#$%&()*+;<=>?@^_`{|}~-]{8,}")
_ASCII85 = re.compile(r"<~[!-uz\s]{4,}~>|(?=[!-u]{8,}\Z)(?=(?:.*?[!-.:-@\[-`]){3})[!-u]{8,}")
_PLAIN = re.compile(
    r"[A-Za-z]?[a-z]{1,23}|[A-Z]{1,23}|[0-9]{1,19}|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
)
_CONTROL = bytes([*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F])  # never part of a multi-byte character in UTF-8
_CONTROL_BEYOND_ASCII = re.compile(r"[\x80-\x9f]")
_NOT_HEX = re.compile(r"[^0-9a-fA-F]")
_PADDING = ("", "", "==", "=")  # by how many letters are beyond whole groups of four
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
    if data[:1] in _FIRST_PACKED and (data[:3] == b"\x1f\x8b\x08" or data[:4] == b"\x28\xb5\x2f\xfd" or _zlib(data)):
        return True
    return is_readable(data)


_FIRST_PACKED = (b"\x1f", b"\x28", b"\x78")


def _zlib(data: bytes) -> bool:
    """Return whether bytes begin with a zlib header and a readable block; the header alone occurs by chance."""
    if data[:2] not in (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda"):
        return False
    try:
        return len(zlib.decompressobj().decompress(data[:256])) > 3
    except zlib.error:
        return False


def decode(text: str) -> list[Decoded]:
    """Yield the decodings of the whole text. Words and UUIDs are decoded only if the result is text again."""
    found: list[Decoded] = []
    if len(text) % 2 == 0 and _HEX.fullmatch(text):
        written = bytes.fromhex(text)
        # hashes are looked up in their hexadecimal form
        if len(written) not in _DIGESTS or tells(written):
            found.append(("hex", written))
        if len(text) > 24:  # a text of that many hexadecimal digits is not another encoding
            return found
    plain = _PLAIN.fullmatch(text) is not None
    if _BASE64.fullmatch(text) and (data := decode_base64(text)) and (not plain or is_readable(data)):
        found.append(("base64", data))
    for codec, rare in _rarer(text) if len(text) <= _LONGEST_RARE else ():
        if is_readable(rare) or (len(rare) in _DIGESTS and not plain):
            found.append((codec, rare))
    return found


def decode_runs(text: str) -> list[Decoded]:
    """Yield base64 and hexadecimal runs in longer text that decode to text, compressed data or a digest's size."""
    opened: list[Decoded] = []
    seen = {text}
    for _, match in zip(range(_MOST_RUNS), _BASE64_RUN.finditer(text), strict=False):
        for run in _alphabets(match[0]):
            if run in seen:
                continue
            seen.add(run)
            found = decode_base64(run) if _may_tell(run) else None
            if found and (len(found) in _DIGESTS or tells(found)):
                opened.append(("base64", found))
    if _HAS_HEX.search(text):
        for _, match in zip(range(_MOST_RUNS), _HEX_RUN.finditer(text), strict=False):
            if (
                match[0] != text and len(match[0]) % 2 == 0 and tells(data := bytes.fromhex(match[0]))
            ):  # digests are looked up in place
                opened.append(("hex", data))
    if _may_be_spaced(text) and (spaced := _SPACED_HEX.search(text)):
        data = bytes.fromhex(_NOT_HEX.sub("", spaced[0].replace("0x", "")))
        if len(data) in _DIGESTS or tells(data):
            opened.append(("hex", data))
    if "\n" in text and _LINES.fullmatch(text) and (joined := decode_base64("".join(text.split()))):
        opened.append(("base64", joined))
    return opened


def _may_tell(run: str) -> bool:
    """Return whether base64 may decode to text, compressed data or a hash, by its length and its first letters."""
    size = len(run.rstrip("="))
    if size & 3 == 1:
        return False
    if size * 3 // 4 in _DIGESTS or run.startswith(_PACKED):
        return True
    head = decode_base64(run[:8])
    return head is not None and begins_readable(head)


def _may_be_spaced(text: str) -> bool:
    """Return whether a text has as many separators as eight spaced bytes in hexadecimal."""
    count, few = text.count, _FEWEST_BETWEEN
    many = count(":") >= few or count(",") >= few or count(" ") >= few or count("-") >= few or count("x") >= few
    return many and _HAS_SPACED.search(text) is not None


_PACKED = ("H4sI", "KLUv", "eA", "eF", "eJ", "eN")  # how gzip, zstd and zlib begin in base64
_FEWEST_BETWEEN = 7


def _alphabets(run: str) -> Iterable[str]:
    """Yield a run in the letters of both base64 alphabets, then its runs in one of them: a prefix may end in a dash."""
    runs = [run]
    if "-" in run or "_" in run:
        runs += _STANDARD_RUN.findall(run)
    if "/" in run or "+" in run:
        runs += _URL_RUN.findall(run)
    return runs


def decode_base64(text: str) -> bytes | None:
    """Decode base64, standard or URL-safe, padded or not; return None if length or letters don't fit."""
    body = text.rstrip("=")
    beyond = len(body) & 3
    if beyond == 1 or not body.isascii():
        return None
    if "-" in body or "_" in body:
        body = body.replace("-", "+").replace("_", "/")
    return binascii.a2b_base64(body + _PADDING[beyond])


def _rarer(text: str) -> Iterator[tuple[str, bytes]]:
    """Yield decodings by the rarer alphabets, only if the result may be text or has a digest's size.

    They are decoded letter by letter in Python, and most texts that match their letters are something else. So the
    first letters are decoded first: no text begins with a control character or invalid UTF-8.
    """
    if _BASE32.fullmatch(text):
        body = text.rstrip("=").upper()
        if len(body) * 5 // 8 in _DIGESTS or _may_begin(base64.b32decode, body[:_FIRST32]):
            with suppress(binascii.Error):
                yield "base32", base64.b32decode(body + "=" * (-len(body) % 8))
    if _BASE58.fullmatch(text) and _may_be_base58(text):
        yield "base58", _decode_base58(text)
    if not text.isalnum():  # words have no sign that distinguishes base85
        yield from _base85(text)


def _base85(text: str) -> Iterator[tuple[str, bytes]]:
    size = len(text)
    digest = size * 4 // 5 in _DIGESTS
    if size % 5 != 1 and _BASE85.fullmatch(text) and (digest or _may_begin85(base64.b85decode, text, _DIGITS85)):
        with suppress(ValueError):
            yield "base85", base64.b85decode(text)
    if _ASCII85.fullmatch(text):
        marked = text.startswith("<~")
        if marked or digest or _may_begin85(base64.a85decode, text, _DIGITS_ASCII85):
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


_LETTERS85 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~"  # base85
_DIGITS85 = {letter: value for value, letter in enumerate(_LETTERS85)}
_DIGITS_ASCII85 = {chr(ord("!") + value): value for value in range(85)}


def _may_begin85(decoded: Callable[[str], bytes], text: str, digits: dict[str, int]) -> bool:
    """Return whether the first five letters, and then the first 25, decode to readable text."""
    number = 0
    for letter in text[:5]:
        number = number * 85 + digits[letter]
    return number < 1 << 32 and begins_readable(number.to_bytes(4, "big")) and _may_begin(decoded, text[:_FIRST85])


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
