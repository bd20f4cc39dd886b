"""The decoders of the check of a redacted file: all readings of a text, independent of the decoders of an audit.

No code is shared with the redaction, so that the check can find encodings that the redaction missed.
"""

import base64
import binascii
import bz2
import codecs
import html
import json
import lzma
import quopri
import re
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from urllib.parse import unquote_to_bytes

import brotli
import zstandard

_DEEPEST, _MOST, _BOUND = 5, 400, 1 << 22
_SHORTEST = 8  # letters or bytes: shorter parts of values match by chance
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{8,}={0,2}")
_HEX = re.compile(r"(?:[0-9A-Fa-f]{2}[\s:,-]?|\\x[0-9A-Fa-f]{2}|0x[0-9A-Fa-f]{2},?\s?){5,}")
_BASE32, _BASE32_HEX = re.compile(r"[A-Za-z2-7]{8,}={0,6}"), re.compile(r"[0-9A-Va-v]{8,}={0,6}")
_BASE58 = re.compile(r"[1-9A-HJ-NP-Za-km-z]{8,200}")
_BASE85 = re.compile(r"[!-~]{8,}")
_ESCAPE = re.compile(r"\\x[0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4}|\\u\{[0-9A-Fa-f]{1,5}\}|\\U000[0-9A-Fa-f]{5}")
_OCTAL = re.compile(r"\\([0-3][0-7]{2})")
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
_NUMBERS = re.compile(r"-?\d{1,7}(?:[\s,;|.:/-]{1,3}-?\d{1,7}){4,}")
_BITS = re.compile(r"(?:[01]{7,8}\s?){4,}")
_DECIMAL = re.compile(r"\d{15,400}")
_PUNYCODE = re.compile(r"xn--[a-z0-9-]+", re.IGNORECASE)
_PACKED = re.compile(rb"\x1f\x8b\x08|\A\x78[\x01\x5e\x9c\xda]|\ABZh|\A\xfd7zXZ|\A\x28\xb5\x2f\xfd|\A\x5d\x00\x00")
_HEAD = 400  # letters or bytes that identify a format
_USUAL = frozenset(" .,:;-_+/=@\"'{}[]()&%?!\n\t<>\\")
_GZIP, _ZLIB = re.compile(rb"\x1f\x8b\x08"), re.compile(rb"\x78[\x01\x5e\x9c\xda]")
_DIGITS58 = {c: n for n, c in enumerate("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz")}
_DIGITS62 = {c: n for n, c in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")}
_MORSE = dict(
    zip(
        ".- -... -.-. -.. . ..-. --. .... .. .--- -.- .-.. -- -. --- .--. --.- .-. ... - ..- ...- .-- -..- -.-- --.. "
        "----- .---- ..--- ...-- ....- ..... -.... --... ---.. ----.".split(),
        "abcdefghijklmnopqrstuvwxyz0123456789",
        strict=True,
    )
)
Reading = str | bytes


def readings(text: str) -> Iterator[tuple[str, bool]]:
    """Yield a text and its possible decodings, each once; True where a decoding may be by chance, as of base64.

    A chance decoding that is neither text nor compressed is yielded but not decoded again.
    """
    queue: list[tuple[Reading, int, bool]] = [(text, 0, False)]
    seen: set[Reading] = set()
    while queue and len(seen) < _MOST:
        value, depth, chance = queue.pop()
        if value in seen or not value:
            continue
        seen.add(value)
        texts = [value] if isinstance(value, str) else list(_as_texts(value, chance))
        yield from ((each, chance) for each in texts)
        if depth == _DEEPEST:
            continue
        if chance and not _is_something(value):
            queue += [(out, depth + 1, True) for out in _unmarked(value) if _is_something(out)]
            continue
        steps = _of_bytes(value) if isinstance(value, bytes) else _of_text(value, chance)
        queue += [(out, depth + 1, chance or by_chance) for out, by_chance in steps if len(out) >= _SHORTEST]
        if isinstance(value, bytes):
            queue += [(each, depth, chance) for each in texts if not chance or _is_something(each)]


def _is_something(value: Reading) -> bool:
    """Return whether a decoding is text, or compressed data with a magic number."""
    if isinstance(value, bytes):
        if _PACKED.search(value[:_HEAD]):
            return True
        value = value.replace(b"\0", b"").decode("utf-8", "replace")
    head = value[:_HEAD]
    shown = sum(letter.isalnum() or letter in _USUAL for letter in head if letter != "\ufffd")
    return shown >= 0.9 * len(head) and head.isprintable()


def _as_texts(data: bytes, chance: bool) -> Iterator[str]:
    if not chance:
        for charset in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-7", "cp500"):
            with suppress(UnicodeDecodeError):
                yield data.decode(charset)
    elif b"\0" in data:
        yield data.replace(b"\0", b"").decode("latin-1")
    else:
        with suppress(UnicodeDecodeError):
            yield data.decode()
            return
    yield data.decode("latin-1")
    if not chance:
        yield data[1:].decode("utf-16-le", "ignore")


def _of_text(text: str, chance: bool) -> Iterator[tuple[Reading, bool]]:
    for step in _PLAIN_STEPS:
        with suppress(ValueError, LookupError, RecursionError, OverflowError, EOFError):
            for out in step(text):
                if out != text:
                    yield out, False
    for guess in _GUESSES[chance:]:  # a reversed text is not reversed again
        with suppress(ValueError, LookupError, OverflowError, binascii.Error):
            yield from ((out, True) for out in guess(text))


def _of_bytes(data: bytes) -> Iterator[tuple[Reading, bool]]:
    for pattern, window in ((_GZIP, 31), (_ZLIB, 15)):
        for match in pattern.finditer(data):
            stream = zlib.decompressobj(window)
            with suppress(zlib.error):
                yield stream.decompress(data[match.start() :], _BOUND), False
                yield stream.unused_data, False
    yield from ((out, True) for out in _unmarked(data))
    with suppress(OSError, ValueError, EOFError):
        yield bz2.BZ2Decompressor().decompress(data, _BOUND), False
    with suppress(lzma.LZMAError, EOFError):
        yield lzma.LZMADecompressor().decompress(data, _BOUND), False
    with suppress(zstandard.ZstdError):
        yield zstandard.ZstdDecompressor().decompressobj().decompress(data)[:_BOUND], False
    yield data[::-1], True


def _unmarked(value: Reading) -> Iterator[Reading]:
    """Yield the results of decompressing bytes in formats without a magic number."""
    if isinstance(value, bytes):
        with suppress(zlib.error):
            yield zlib.decompressobj(-15).decompress(value, _BOUND)
        with suppress(brotli.error):
            yield bytes(brotli.decompress(value))[:_BOUND] if len(value) < 1 << 16 else b""


def _json(text: str) -> Iterator[Reading]:
    if text[:1] in '{["':
        yield from _inside(json.loads(text))


def _inside(value: object) -> Iterator[Reading]:
    """Yield the texts in a document, names included, and lists of numbers as the bytes and letters that they encode."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield name
            yield from _inside(inner)
    elif isinstance(value, list):
        yield "".join(each for each in value if isinstance(each, str))
        numbers = [each for each in value if type(each) is int]
        if len(numbers) > 3:
            yield from _numbers_as(numbers)
        for inner in value:
            yield from _inside(inner)


def _numbers_as(numbers: list[int]) -> Iterator[Reading]:
    if all(-128 <= each <= 255 for each in numbers):
        yield bytes(each % 256 for each in numbers)
    if all(0 <= each <= 0x10FFFF for each in numbers):
        yield "".join(map(chr, numbers))


def _strings(text: str) -> Iterator[Reading]:
    for match in _QUOTED.finditer(text) if "\\" in text else ():
        with suppress(ValueError):
            yield str(json.loads(match[0], strict=False))


def _percent(text: str) -> Iterator[Reading]:
    if "%" in text or "+" in text:
        yield unquote_to_bytes(text.replace("+", " "))
        yield unquote_to_bytes(text)


def _backslashes(text: str) -> Iterator[Reading]:
    if "\\" in text:
        yield _ESCAPE.sub(lambda match: chr(int(match[0].lstrip("\\xuU{").rstrip("}"), 16)), text)
        yield _OCTAL.sub(lambda match: chr(int(match[1], 8)), text)
    if "%u" in text or "U+" in text:
        yield re.sub(r"(?:%u|U\+)([0-9A-Fa-f]{4,6})\s?", lambda match: chr(int(match[1], 16)), text)


def _quoted_printable(text: str) -> Iterator[Reading]:
    if "=" in text:
        yield quopri.decodestring(text.encode())


def _punycode(text: str) -> Iterator[Reading]:
    for match in _PUNYCODE.finditer(text):
        yield match[0][4:].encode().decode("punycode")


def _charsets(text: str) -> Iterator[Reading]:
    """Decode text that was read in the wrong character set, and UTF-7."""
    if not text.isascii():
        for charset in ("latin-1", "cp1252"):
            with suppress(UnicodeError):
                yield text.encode(charset).decode()
    if "+" in text and "-" in text:
        yield text.encode().decode("utf-7")


def _turned(text: str) -> Iterator[Reading]:
    yield text[::-1]
    yield codecs.encode(text, "rot13")
    yield "".join(chr(33 + (ord(each) + 14) % 94) if "!" <= each <= "~" else each for each in text)
    yield text.translate(str.maketrans("013457@$!|", "oieastasil"))
    yield text[::2] + text[1::2]


def _morse(text: str) -> Iterator[Reading]:
    if "." in text and "-" in text and set(text) <= set(".-/ |\n"):
        yield "".join(_MORSE.get(letter, "") for letter in re.split(r"[ /|\n]+", text))


def _base64(text: str) -> Iterator[Reading]:
    for run in dict.fromkeys([*_BASE64.findall(text), "".join(text.split())]):
        bare = run.rstrip("=").translate(str.maketrans("-_", "+/"))
        for start in range(4):
            piece = bare[start:]
            with suppress(ValueError):
                yield base64.b64decode(piece[: len(piece) - (len(piece) % 4 == 1)] + "=" * (-len(piece) % 4 % 3))


def _hex(text: str) -> Iterator[Reading]:
    for match in _HEX.finditer(text):
        digits = re.sub(r"\\x|0x|[^0-9A-Fa-f]", "", match[0])
        for start in (0, 1):
            yield bytes.fromhex(digits[start : start + (len(digits) - start) // 2 * 2])


def _base32(text: str) -> Iterator[Reading]:
    for pattern, decode in ((_BASE32, base64.b32decode), (_BASE32_HEX, base64.b32hexdecode)):
        for run in pattern.findall(text):
            bare = run.rstrip("=").upper()
            with suppress(ValueError):
                yield decode(bare + "=" * (-len(bare) % 8))


def _positional(text: str) -> Iterator[Reading]:
    """Decode texts written as one large number: base58, base62, base36, decimal."""
    for run in _BASE58.findall(text):
        yield _of_digits(run, _DIGITS58, 58)
    for run in re.findall(r"[A-Za-z0-9]{8,200}", text):
        yield _of_digits(run, _DIGITS62, 62)
        yield _of_digits(run.lower(), {c: int(c, 36) for c in "0123456789abcdefghijklmnopqrstuvwxyz"}, 36)
    for run in _DECIMAL.findall(text):
        number = int(run)
        yield number.to_bytes((number.bit_length() + 7) // 8, "big")


def _of_digits(run: str, digits: dict[str, int], base: int) -> bytes:
    number = 0
    for letter in run:
        number = number * base + digits[letter]
    return number.to_bytes((number.bit_length() + 7) // 8, "big")


def _base85(text: str) -> Iterator[Reading]:
    for run in _BASE85.findall(text):
        for decode in (base64.b85decode, base64.a85decode):
            with suppress(ValueError):
                yield decode(run.removeprefix("<~").removesuffix("~>"))
        with suppress(ValueError, KeyError):
            yield base64.b85decode(run.translate(_FROM_Z85))
        with suppress(ValueError, binascii.Error):
            yield binascii.a2b_uu(run)


_Z85 = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#"
_B85 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~"
_FROM_Z85 = str.maketrans(_Z85, _B85)


def _codes(text: str) -> Iterator[Reading]:
    for match in _NUMBERS.finditer(text):
        yield from _numbers_as([int(each) for each in re.findall(r"-?\d+", match[0])])
        with suppress(ValueError):
            yield "".join(chr(int(each, 8)) for each in re.findall(r"\d+", match[0]))
    for match in _BITS.finditer(text):
        bits = "".join(match[0].split())
        for size in (8, 7):
            yield bytes(int(bits[at : at + size], 2) for at in range(0, len(bits) - size + 1, size))


_PLAIN_STEPS: tuple[Callable[[str], Iterator[Reading]], ...] = (
    *(_json, _strings, _percent, lambda text: iter([html.unescape(text)]), _backslashes, _quoted_printable),
    *(_punycode, _charsets, _morse),
)
_GUESSES = (_turned, _base64, _hex, _base32, _positional, _base85, _codes)
