"""Phone numbers in a text as people write them, reduced to their digits.

Digits of all scripts, full-width forms, words for digits, keypad letters, groups with blanks, hyphens, dots and
brackets. Times, prices, dates and opening hours are excluded. A part of a longer number is not a number.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from msgspec import Struct

from mhaudit.crisis.words import words_of

_DROPPED = dict.fromkeys([*range(0x200B, 0x2010), *range(0x202A, 0x202F), 0x2060, 0xFEFF, 0x00AD])
_HYPHENS = dict.fromkeys([*range(0x2010, 0x2016), 0x2212, 0x30FC, 0xFF0D, 0xFE63], "-")
_BLANKS = dict.fromkeys([0x00A0, 0x2007, 0x2009, 0x202F, 0x3000], " ")
_KEYPAD = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "22233344455566677778889999")
_LETTERS = re.compile(r"(?<=\d[\s-])[A-Z]{4,8}\b|(?<=\b13)[A-Z]{4}\b")  # 1-800-273-TALK, 13YARN
_GAP = r"(?:[ \t]?[-.][ \t]?|[ \t]{1,2}|[ \t]?[()][ \t]?[()]?|/(?=\d{6}))"
_RUN = re.compile(rf"(?:\+[ ]?|\([ ]?\+?[ ]?)?[*#]?\d+(?:{_GAP}\d+)*")
_GROUP = re.compile(r"\d+")
# Spans that are not phone numbers, which are removed before the search.
_NONE = re.compile(
    r"\b24\s?[/x×]\s?7\b|\b7\s?/\s?(?:24|7)\b|\b24\s?h(?:\s?/\s?24)?\b|\b24/24\b|\b24\s?(?:hours?|stunden|heures|horas|ore|uur|jam|oras|"
    r"saat|godzin\w*|hodin\w*|timer|timmar)|24\s?(?:時間|小時|小时|시간|ชั่วโมง|שעות|घंटे)|"
    r"\b\d{4}-\d\d-\d\d\b|\b\d{1,2}[./]\d{1,2}[./](?:19|20)\d\d\b|"
    r"\b\d{1,2}\s?(?:[:.h]\s?\d\d)?\s?(?:uhr|h|am|pm|a\.m\.|p\.m\.)?\s?(?:[-–—~]|to|bis|à|a|till|until|às|tot)\s?\d{1,2}\s?"
    r"(?:[:.h]\s?\d\d)\b|\b\d{1,2}[-–]\d{1,2}\s?(?:h\b|uhr\b|hrs?\b|時|시|น\.)|"
    r"(?<![\d.:])\d{1,2}[:h]\d\d(?![\d:])(?:\s?(?:am|pm|uhr|h)\b)?|(?<![\d.])\d{1,2}\s?(?:am|pm|uhr)\b|"
    r"[€$£¥₩₹₺฿₪₴₱]\s?\d[\d.,]*|\d[\d.,]*\s?(?:[€$£¥₩₹₺฿₪₴₱%‰°]|(?:usd|eur|gbp|dollars?|euros?|pounds?)\b)|"
    r"(?<![\d.])\d+[.,]\d{1,2}(?!\d|[.,-]\d|[ -]\d{2,})|\bv\d[\d.]*|\d+(?:\.\d+){3,}",
    re.IGNORECASE,
)
_HAN = re.compile(r"[〇零一二三四五六七八九]{3,12}")
_HAN_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_FEWEST_WORDS = 3
_FEWEST_DIGITS, _MOST_DIGITS, _LONG = 2, 16, 7
_MOST_GROUPS = 12
# Scripts without blanks between words, in which a number may touch letters.
_NO_BLANKS = re.compile(r"[\u0590-\u08ff\u0900-\u0dff\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")


class Candidate(Struct, frozen=True, order=True):
    """A possible phone number: its position, its digits, and whether it begins with + or 00."""

    start: int
    end: int
    digits: str
    abroad: bool = False


class Run(Struct, frozen=True):
    """Consecutive groups of digits: one number, or several with blanks between them."""

    text: str
    start: int
    end: int
    groups: tuple[tuple[int, int], ...]

    def reading(self, first: int, last: int) -> Candidate | None:
        """Return the groups from `first` to before `last` as one number, or None if they can't be one."""
        start = self.start if first == 0 else self.groups[first][0]
        end = self.groups[last - 1][1]
        parts = [self.text[begin:stop] for begin, stop in self.groups[first:last]]
        abroad = "+" in self.text[start : self.groups[first][0]]
        if abroad and "(0)" in self.text[start:end]:
            parts.remove("0")
        digits = "".join(parts)
        if digits.startswith("00") and len(digits) > _LONG:
            digits, abroad = digits[2:], True
        return Candidate(start, end, digits, abroad) if _FEWEST_DIGITS <= len(digits) <= _MOST_DIGITS else None

    def breaks(self, before: int) -> bool:
        """Return whether a number may begin at a group: only blanks, or `1. ` and `1) ` of a list, precede it."""
        gap = self.text[self.groups[before - 1][1] : self.groups[before][0]]
        return not gap.strip() or (gap.strip() in (".", ")") and gap[-1:] == " ")


def normalise(text: str) -> str:
    """Return the text with ASCII digits, one kind of hyphen and blank, and digits for words and keypad letters."""
    plain = text.translate(_DROPPED).translate(_HYPHENS).translate(_BLANKS)
    if not plain.isascii():
        plain = "".join(map(_plain, plain))
        plain = _HAN.sub(lambda found: found[0].translate(_HAN_DIGITS), plain)
    plain = _digit_words().sub(_from_words, plain)
    return _LETTERS.sub(lambda found: found[0].translate(_KEYPAD), plain)


def runs(text: str) -> Iterator[Run]:
    """Yield the runs of digits in a normalised text that may be phone numbers."""
    blanked = _NONE.sub(lambda found: "\0" * len(found[0]), text)
    for run in _RUN.finditer(blanked):
        if not _touches(blanked, run.start(), run.end()):
            groups = [(group.start(), group.end()) for group in _GROUP.finditer(blanked, run.start(), run.end())]
            yield Run(blanked, run.start(), run.end(), tuple(groups[:_MOST_GROUPS]))


def _plain(char: str) -> str:
    code = ord(char)
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    return chr(code - 0xFEE0) if 0xFF01 <= code <= 0xFF5E else char


def _from_words(found: re.Match[str]) -> str:
    """Return the digits for some number words, or the words if they are too few."""
    digits, times = "", 1
    words = [word for word in re.split(r"[\s,-]+", found[0].lower()) if word]
    for word in words:
        if word in ("double", "triple"):
            times = 2 if word == "double" else 3
            continue
        digits += _spoken()[word] * times
        times = 1
    return digits if len(digits) >= _FEWEST_WORDS and len(words) >= 2 else found[0]


@cache
def _spoken() -> dict[str, str]:
    """Return the digits of number words, in the languages of words.json."""
    found = {word: str(digit) for digit, words in enumerate(words_of("digits")) for word in words.split()}
    return found | {word: str(number) for number, word in enumerate("".join(words_of("teens")).split(), 10)}


@cache
def _digit_words() -> re.Pattern[str]:
    word = "|".join(sorted(map(re.escape, (*_spoken(), "double", "triple")), key=len, reverse=True))
    return re.compile(rf"(?<![^\W_])(?:{word})(?:[\s,-]{{1,3}}(?:{word})){{1,13}}(?![^\W_])", re.IGNORECASE)


def _touches(text: str, start: int, end: int) -> bool:
    """Return whether a run belongs to a longer word, an address or a decimal number."""
    before, behind = text[start - 1 : start], text[end : end + 1]
    if before and (before.isalnum() or before in "_.$€£#@") and not _NO_BLANKS.match(before):
        return not (before == "." and text[max(0, start - 2) : start - 1] in ("", " ", "\n"))
    if behind and behind.isalpha() and not _NO_BLANKS.match(behind):
        return True
    return behind in ("_", "@") or bool(re.match(r"[.,:]\d|-[A-Za-z]{2,}\d", text[end : end + 6]))
