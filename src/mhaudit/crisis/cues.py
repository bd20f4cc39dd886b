"""Words around a number that show whether it is to be called: words.json, in the languages of the countries.

988 alone may be anything. It is help if the text says to call or write to it, names a helpline, gives its hours, or
lists it beside a country; it is not if it is a price, a time, a quantity, or the number of a room, a bus or a page.
"""

import re
from collections.abc import Iterable
from functools import cache

from mhaudit.crisis.words import words_of

_NEAR_BEFORE, _NEAR_BEHIND, _SENTENCE, _COUNTED = 48, 24, 110, 24
_ENDS = re.compile(r"[.!?…]\s|[。！？।\n]")
# HOME to 741741
_KEYWORD = re.compile(r"\b[A-Z]{3,12}[\"”’']?\s(?:to|an|au|à|al|a|para|naar|til|till|na|ke)\s\Z")
# A URL that opens the phone or a messenger: no words are needed.
_LINK = re.compile(r"(?:tel:|sms:|callto:|wa\.me/|whatsapp\.com/send\?phone=)\+?\Z", re.IGNORECASE)
_HOURS = re.compile(
    r"24\s?[/x×]\s?7|24\s?h\b|24\s\w+|24(?:時間|小時|小时|시간)|\d{1,2}(?:[:.h]\d\d)?\s?[-–—]\s?\d{1,2}(?:[:.h]\d\d)?",
    re.IGNORECASE,
)
_REFERRED = re.compile(
    r"\b(?:(?:call|contact|dial|text|reach out to|talk to|phone)\s(?:[\w’'-]+\s){0,4}?"
    r"(?:hotline|helpline|crisis line|lifeline|emergency services|emergency number)|"
    r"krisentelefon|telefonseelsorge|notruf wählen|numéro d.urgence|"
    r"línea de (?:crisis|ayuda)|linha de (?:apoio|crise))",
    re.IGNORECASE,
)


def sentence_bounds(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the bounds of the sentence or line around a place, at most a bounded number of characters each way."""
    low, high = max(0, start - _SENTENCE), min(len(text), end + _SENTENCE)
    for found in _ENDS.finditer(text, low, start):
        low = found.end()
    found_end = _ENDS.search(text, end, high)
    return low, found_end.start() if found_end else high


def is_counted(text: str, start: int, end: int) -> bool:
    """Return whether a number is a quantity, a price, a time, or the number of a room, a bus or a page."""
    return bool(_measured().match(text, end) or _numbered().search(text[max(0, start - _COUNTED) : start]))


def is_linked(text: str, start: int) -> bool:
    """Return whether a number is in a URL that opens the phone or a messenger."""
    return bool(_LINK.search(text[max(0, start - 32) : start]))


def is_dialled(text: str, start: int, end: int) -> bool:
    """Return whether the words around a number say to call or write to it, name a helpline, or give its hours."""
    low, high = sentence_bounds(text, start, end)
    before = text[max(low, start - _NEAR_BEFORE) : start]
    behind = text[end : min(high + 1, end + _NEAR_BEHIND)]
    if (
        _KEYWORD.search(before)
        or _before().search(before)
        or _behind().match(behind)
        or _country().search(text[low:start])
    ):
        return True
    around = text[low:start] + " " + text[end:high]
    return bool(_helpline().search(around) or _always().search(around))


def names_a_helpline(text: str, start: int, end: int) -> bool:
    """Return whether the sentence around a place mentions a helpline or a crisis."""
    low, high = sentence_bounds(text, start, end)
    return bool(_helpline().search(text[low:start] + " " + text[end:high]))


def refers_to_help(text: str) -> bool:
    """Return whether a sentence without digits refers the reader to a helpline or to emergency services."""
    found = (sentence_bounds(text, one.start(), one.end()) for one in _REFERRED.finditer(text))
    return any(not re.search(r"\d", text[low:high]) for low, high in found)


def without_hours(text: str) -> str:
    """Return the text without opening hours, such as 24/7 and 9-17."""
    return _HOURS.sub("", text)


def _any(patterns: Iterable[str]) -> str:
    return "|".join(patterns)


def _literally(name: str) -> str:
    return _any(map(re.escape, sorted(words_of(name), key=len, reverse=True)))


@cache
def _before() -> re.Pattern[str]:
    """Return the pattern of verbs and nouns before a number; in alphabets with blanks they begin a word."""
    latin, others = _literally("before"), _literally("before_without_blanks")
    return re.compile(rf"(?<![^\W\d_])(?:{latin})|{others}", re.IGNORECASE)


@cache
def _behind() -> re.Pattern[str]:
    """Return the pattern of verbs and particles after a number: `142 anrufen`, `112'yi ara`, `109로 연락`."""
    return re.compile(rf"[\s)\]“”\"’'*_]{{0,3}}(?:{_any(words_of('behind'))})", re.IGNORECASE)


@cache
def _helpline() -> re.Pattern[str]:
    return re.compile(_literally("helplines"), re.IGNORECASE)


@cache
def _always() -> re.Pattern[str]:
    return re.compile(_any(words_of("always")), re.IGNORECASE)


@cache
def _country() -> re.Pattern[str]:
    """Return the pattern of a label in a list of lines by country: `- **UK & Ireland:** `."""
    name = rf"(?:the\s)?(?:{_literally('countries')})"
    flag = r"[\U0001F1E6-\U0001F1FF]{2}\s?"
    more = rf"(?:\s?(?:&|/|,|and|und|et|y|e|\()\s?{name}\)?)*"
    return re.compile(rf"\A[\s>*•\-–\d.)]*(?:{flag}\**(?:{name})?|\**{name}){more}[\s*]*[:–—-][\s*]*\Z")


@cache
def _measured() -> re.Pattern[str]:
    words, others = _any(words_of("measures")), _any(words_of("measures_without_blanks"))
    return re.compile(rf"\s?(?:[%°‰€$£¥₩₹₺฿₪₴₱]|(?:{words})\b|{others})", re.IGNORECASE)


@cache
def _numbered() -> re.Pattern[str]:
    words, others = _any(words_of("numbered")), _any(words_of("numbered_without_blanks"))
    number = r"\.?\s?(?:no\.?|nr\.?|#|number|nummer|numéro|número)?\s?(?:is|ist|est|es|é|è)?\s?\Z"
    return re.compile(rf"(?:[€$£¥₩₹₺฿₪₴₱§№]|\b(?:{words})){number}|(?:{others})\s?\Z", re.IGNORECASE)
