"""Text that contains other content unencoded: JSON after words, bytes as characters, reversed text."""

import json
import re
from collections.abc import Iterable, Iterator

from mhaudit.decode.compression import sniff
from mhaudit.model.place import Decoded

_JSON = re.compile(r"[{\[]\s{0,20}(?:[\"{\[]|\d)")
_READER = json.JSONDecoder(strict=False)
_MOST_TRIES = 16
_MOST_FOUND = 256
_LONGEST = 1 << 22
_SHORTEST_JSON = 8
# Beginnings of texts that may be reversed: a JWT; gzip, zlib and JSON in base64; a URL.
_TURNED = ("eyJ", "H4sI", "eJ", "eN", "W3si", "WyJ", "KLUv", "https://", "http://")
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]+={0,2}")
_FEWEST_BYTES = 6
_LARGEST_BYTE = 255
_NUMBER = re.compile(r"[0-9]{1,3}")
_NUMBERS = re.compile(r"[0-9]{1,3}(?:[, ] ?[0-9]{1,3}){11,}+")  # bytes as a list in text: 104,101,108 …
_DIGESTS = frozenset({16, 20, 28, 32, 48, 64})


def decode(text: str) -> Iterable[Decoded]:
    """Yield the unencoded contents of `text`."""
    if len(text) > _LONGEST:
        return ()
    found: list[Decoded] = []
    if "{" in text or "[" in text:
        found += [("embedded", inner) for inner in embedded_json(text)]
    if _is_turned(text):
        found.append(("reversed", text[::-1]))
    if text[:1].isdigit() and _NUMBERS.fullmatch(text):
        found += _of_numbers(text)
    if not text.isascii() or "\x00" in text or "\x1f" in text:
        found += _characters(text)
    return found


def embedded_json(text: str) -> Iterator[str]:
    """Yield each JSON object or list with text around it; none if the whole text is JSON."""
    at = tries = found = 0
    first, last = len(text) - len(text.lstrip()), len(text.rstrip())
    while tries < _MOST_TRIES and found < _MOST_FOUND and (match := _JSON.search(text, at)):
        start = match.start()
        try:
            value, end = _READER.raw_decode(text, start)
        except (ValueError, RecursionError):
            tries += 1
            at = start + 1
            continue
        at = end
        whole = start <= first and end >= last
        if value and not whole and end - start >= _SHORTEST_JSON:
            found += 1
            yield text[start:end]


def _is_turned(text: str) -> bool:
    """Return whether a text makes sense read backwards: a URL, or base64 of JSON or of compressed data."""
    last = text[-8:][::-1]
    if text[:1] in ("}", "]") and text[-1:] in ("{", "["):
        return True
    return last.startswith(_TURNED) and (last.startswith("http") or _BASE64.fullmatch(text[::-1]) is not None)


def _characters(text: str) -> Iterator[Decoded]:
    """Yield bytes written as the characters of the same numbers, if they are compressed data, a digest or text.

    UTF-8 text that was read as Latin-1 is an example.
    """
    try:
        data = text.encode("latin-1")
    except UnicodeEncodeError:
        return
    if len(data) < _FEWEST_BYTES:
        return
    if sniff(data) or len(data) in _DIGESTS or _is_binary(text):
        yield "characters", data
        return
    try:
        yield "characters", data.decode()
    except UnicodeDecodeError:
        return


def _of_numbers(text: str) -> Iterator[Decoded]:
    """Yield the bytes written as a list of numbers, if they are readable text or compressed data."""
    numbers = [int(number) for number in _NUMBER.findall(text)]
    if max(numbers) > _LARGEST_BYTE:
        return
    data = bytes(numbers)
    if sniff(data):
        yield "characters", data
        return
    try:
        found = data.decode()
    except UnicodeDecodeError:
        return
    if not _CONTROL.search(found):
        yield "characters", found


_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")


def _is_binary(text: str) -> bool:
    """Return whether at least one of ten characters is a control character."""
    return len(_CONTROL.findall(text[:_LONGEST])) * 10 >= len(text)
