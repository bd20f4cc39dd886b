"""The lz-string decompressor, for the alphabets of its library: base64 and URI component.

Written after the published algorithm (pieroxy/lz-string, MIT): LZ78 over a growing code width, where code 0 and 1
introduce a new 8- or 16-bit character and 2 ends the stream.
"""

import re
import unicodedata
from collections.abc import Iterable

from mhaudit.model.place import Decoded

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
_ALPHABETS = {
    "lz-string": {letter: f"{value:06b}" for value, letter in enumerate(_LETTERS + "+/")},
    "lz-string-uri": {letter: f"{value & 63:06b}" for value, letter in enumerate(_LETTERS + "+-$")},
}
_SHAPE = re.compile(r"[A-Za-z0-9+/]{6,}={0,3}|[A-Za-z0-9+$ -]{6,}")
_LONGEST = 1 << 20
_PIECE = 16  # letters
_NO_TEXT = frozenset({"Cc", "Cn", "Co"})  # control, unassigned and private characters


class _Bits:
    """Six bits a letter; a code is read from its lowest bit on. Written out piece by piece: most texts end early."""

    def __init__(self, text: str, alphabet: dict[str, str]) -> None:
        self.text = text
        self.alphabet = alphabet
        self.written = ""
        self.letters = 0  # of the text that are written out
        self.position = self.before = 0  # in what is written out, and how much was before that

    def rest(self) -> int:
        """Return the number of unread letters: an end mark far before the end is chance."""
        return len(self.text) - (self.before + self.position + 5) // 6

    def read(self, count: int) -> int:
        """Read the next number of `count` bits. Raises ValueError where the text ends before it."""
        if self.position + count > len(self.written):
            self._write_out(count)
        start, self.position = self.position, self.position + count
        return int(self.written[start : self.position][::-1], 2)

    def _write_out(self, count: int) -> None:
        piece = self.text[self.letters : self.letters + _PIECE]
        self.letters += len(piece)
        self.written = self.written[self.position :] + "".join([self.alphabet[letter] for letter in piece])
        self.before += self.position
        self.position = 0
        if len(self.written) < count:
            raise ValueError("cut off")


def _first_letters() -> frozenset[str]:
    """Return the letter pairs with which a stream begins if its first character is printable and below U+0100.

    These are ASCII and Latin-1, such as the Ä of a German journal.
    """
    pairs = set()
    for code in (*range(32, 127), *range(160, 256)):
        for rest in range(4):
            bits = [0, 0, *(code >> n & 1 for n in range(8)), rest >> 1, rest & 1]
            numbers = (sum(bit << 5 - n for n, bit in enumerate(bits[at : at + 6])) for at in (0, 6))
            pairs.add("".join((_LETTERS + "+/")[number] for number in numbers))
    return frozenset(pairs)


_PAIRS = _first_letters()
_BEGINNINGS = _PAIRS | frozenset(pair.replace("/", "-") for pair in _PAIRS)
_WIDE = frozenset("ghijklmnopqrstuv")  # the first code announces a 16-bit character


def decode(text: str) -> Iterable[Decoded]:
    """Yield the decompressed text if `text` is an lz-string stream of printable characters up to its end mark."""
    if (text[:2] not in _BEGINNINGS and text[:1] not in _WIDE) or not _SHAPE.fullmatch(text):
        return ()
    bare = text.rstrip("=").replace(" ", "+")
    for codec, alphabet in _ALPHABETS.items():
        if alphabet.keys() >= set(bare):  # a text that fits both alphabets is the same in both
            found = _decompress(_Bits(bare, alphabet))
            return [(codec, found)] if found else ()
    return ()


def _decompress(bits: _Bits) -> str:
    try:
        return _stream(bits)
    except ValueError:
        return ""


def _character(bits: _Bits, code: int) -> str:
    letter = chr(bits.read(8 if code == 0 else 16))
    if unicodedata.category(letter) in _NO_TEXT and letter not in "\t\r\n":
        raise ValueError("not text")
    return letter


def _joined(words: list[str]) -> str:
    """Join UTF-16 code units: an emoji is two of them. Raise ValueError for a lone surrogate."""
    return "".join(words).encode("utf-16", "surrogatepass").decode("utf-16")


def _stream(bits: _Bits) -> str:
    code = bits.read(2)
    if code > 1:
        raise ValueError("not lz-string")
    word = _character(bits, code)
    words: list[str] = ["", "", "", word]
    out, size, width, room = [word], 1, 3, 4
    while size < _LONGEST:
        code = bits.read(width)
        if code == 2:
            return _joined(out) if bits.rest() < 2 else ""
        if code < 2:
            words.append(_character(bits, code))
            code = len(words) - 1
            room -= 1
            if not room:
                room, width = 1 << width, width + 1
        if code > len(words):
            raise ValueError("not lz-string")
        entry = words[code] if code < len(words) else word + word[0]
        out.append(entry)
        size += len(entry)
        words.append(word + entry[0])
        word, room = entry, room - 1
        if not room:
            room, width = 1 << width, width + 1
    raise ValueError("too long")
