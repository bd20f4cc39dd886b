"""Find pieces of a text that are neither words nor small numbers: they may encode anything, so they are replaced.

Tokens, digests, identifiers and encoded values can't be distinguished. Words, versions, dates, times, sizes and short
codes stay.
"""

import re
from collections.abc import Iterator

_Span = tuple[int, int]
_RUN = re.compile(r"[A-Za-z0-9]+(?:[+/=_~-]+[A-Za-z0-9]+)*={0,6}")
_SHORT, _LONGEST_WORD, _LONGEST_CODE, _LONGEST_NUMBER = 6, 22, 8, 8
_CAMEL = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_PIECES = re.compile(r"[+/=_~-]+")
_CONSONANTS = re.compile(r"[bcdfghjklmnpqrstvwxz]{6,}", re.IGNORECASE)
_VOWELS = frozenset("aeiouyAEIOUY")
_MOMENT = re.compile(r"1\d{9}(?:\d{3}){0,3}")  # seconds since the epoch, or thousandths of them and so on
_DATED = re.compile(r"(?:19|20)\d\d-[01]?\d-[0-3]?\d(?:[T_-]?\d{1,2}){0,3}Z?|(?:19|20)\d{6}(?:T?\d{6}Z?)?")
_GROUPED = re.compile(r"(?<![\w.])\+?\(?\d[\d ().\\/-]{6,}\d(?!\w)")
_HARMLESS_GROUP = re.compile(
    r"(?:19|20)\d\d[-/.][01]?\d[-/.][0-3]?\d(?: [0-2]?\d)?|[0-3]?\d[-/.][0-3]?\d[-/.](?:19|20)\d\d(?: [0-2]?\d)?|"
    r"\d{1,3}(?:\.\d{1,3}){3}(?:/\d{1,2})?|1\d{9}(?:\d{3}){0,3}(?:\.\d+)?|-?\d{1,4}\.\d+|\d{1,4}(?:\.\d{1,5}){1,5}"
)
_FEWEST_DIGITS = 9
_SPELT = re.compile(
    r"""
      (?<![A-Za-z0-9])(?:[A-Za-z0-9][\s,.:;_|/\\-]{1,2}){7,}[A-Za-z0-9](?![A-Za-z0-9])  # letter by letter
    | (?<!\w)(?:[0-9A-Fa-f]{2}[\s:,;-]{1,2}){5,}[0-9A-Fa-f]{2}(?!\w)
    | (?:(?:0x|\\x)[0-9A-Fa-f]{2}[\s:,;-]{0,2}){5,}
    | (?<!\w)(?:\d{1,3}[\s,;|-]{1,2}){7,}\d{1,3}(?!\w)  # codes of characters
    | (?<!\w)(?:[01]{7,8}[\s,;-]{1,2}){2,}[01]{7,8}(?!\w)
    | (?:\\[0-7]{3}){4,} | (?:\\u[0-9a-fA-F]{4}\s?){4,} | (?:U\+[0-9A-Fa-f]{4,6}\s?){4,}
    | (?<![.\w-])(?=[-/\s]*\.)(?=[./\s]*-)[.\-/ ]{16,}  # Morse
    """,
    re.VERBOSE,
)
_WORD = re.compile(r"\S{8,}")
_STRANGE = re.compile(r"[!\"#$%&'*+,;<=>?@\[\\\]^`{|}~]")
_OUTER = "\"'()[]{}<>,;:!?.*"
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f"
    "\ufeff\uffa0\ufff0-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e0fff\ue000-\uf8ff\U000f0000-\U0010ffff]"
)


def without_invisible(text: str) -> str:
    """Return the text without invisible characters, which can hold a message."""
    return text if text.isascii() else _INVISIBLE.sub("", text)


def unread_spans(text: str, *, code: bool = False) -> Iterator[_Span]:
    """Yield the unreadable pieces; with `code`, the text is program code and only its words are searched."""
    for match in _RUN.finditer(text):
        if not _is_read(match[0]):
            yield match.span()
    yield from (match.span() for match in _SPELT.finditer(text))
    for match in _GROUPED.finditer(text):
        if sum(map(str.isdigit, match[0])) >= _FEWEST_DIGITS and not _HARMLESS_GROUP.fullmatch(match[0]):
            yield match.span()
    if not code:
        yield from (match.span() for match in _WORD.finditer(text) if _is_strange(match[0]))


def is_unread_number(number: int) -> bool:
    """Return whether an integer is too long for a count, a size or a time, as a telephone number is."""
    digits = str(abs(number))
    return len(digits) >= _FEWEST_DIGITS and not _MOMENT.fullmatch(digits)


def _is_read(run: str) -> bool:
    if len(run) <= _SHORT or _DATED.fullmatch(run):
        return True
    if run.endswith("=") and len(run) > _SHORT:
        return False
    return all(_is_word(piece) for piece in _PIECES.split(run) if piece)


def _is_word(piece: str) -> bool:
    if piece.isdigit():
        return len(piece) <= _LONGEST_NUMBER or _MOMENT.fullmatch(piece) is not None
    if len(piece) <= _SHORT:
        return True
    parts = _CAMEL.findall(piece)
    if not piece.isalpha():
        letters = [part for part in parts if part.isalpha()]
        numbers = [part for part in parts if part.isdigit()]
        return (
            len(parts) <= (3 if len(piece) <= 12 else 2) and len("".join(numbers)) <= 4 and all(map(_is_word, letters))
        )
    if len(parts) > 1:
        return len(piece) <= 3 * _LONGEST_WORD and len(parts) <= len(piece) / 3 and all(map(_is_word, parts))
    return len(piece) <= _LONGEST_WORD and _is_spoken(piece)


def _is_spoken(word: str) -> bool:
    if len(word) <= _LONGEST_CODE:
        return not _CONSONANTS.search(word) or word.isupper()
    vowels = sum(letter in _VOWELS for letter in word)
    return 0.18 <= vowels / len(word) <= 0.75 and not _CONSONANTS.search(word)


def _is_strange(word: str) -> bool:
    """Return whether a word has many punctuation characters, as base85 has and prose has not."""
    word = word.strip(_OUTER)
    signs = _STRANGE.findall(word)
    letters = re.sub(r"[^A-Za-z0-9]", "", word)
    mixed = any(map(str.isdigit, letters)) + any(map(str.isupper, letters)) + any(map(str.islower, letters))
    return len(word) >= 10 and len(set(signs)) >= 2 and len(signs) / len(word) >= 0.12 and mixed >= 2
