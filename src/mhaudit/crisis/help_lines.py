"""Crisis lines in a text: numbers as people write them, names, addresses.

A short number counts only beside words such as call or helpline: 988 alone may be anything.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Literal, NamedTuple

from msgspec import Struct

from mhaudit.model.knowledge import CrisisLine, CrisisLines

Kind = Literal["line", "emergency", "directory", "retired"]

_GAP = r"[\s().\-–\u2011\u00a0]{0,3}"
_NUMBER = re.compile(r"[0-9*#][0-9 *#-]*[0-9#]|[0-9]")
_KEYPAD = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "22233344455566677778889999")
_SPELT = re.compile(r"(?<=\d[\s-])[A-Z]{4,7}\b")  # 1-800-273-TALK
_SHORT = 6  # up to so many digits a number needs words around it
_BEFORE, _AFTER = 48, 32
_WORDS = re.compile(
    r"\b(?:call|phone|dial|ring|text|sms|tel|hotline|helpline|lifeline|crisis|emergency|line|number|contact|reach|"
    r"anruf|ruf|rufe|wähl|nummer|notruf|telefon|krise|seelsorge|appel|compose|numéro|téléphone|urgence|écoute|"
    r"llam|marca|teléfono|número|línea|emergencia|ligu|ligar|disque|telefone|linha|emergência|chiam|bel|ring)",
    re.IGNORECASE,
)
_MEASURED = re.compile(
    r"\s?(?:%|°|[.:,]\d|(?:am|pm|mg|ml|kg|g|km|kcal|minutes?|mins?|hours?|days?|weeks?|months?|years?|times|people|"
    r"breaths?|steps?|words?|tokens?|minuten|stunden|tage|jahre|heures|jours|ans|horas|días|años|dias|anos)\b)",
    re.IGNORECASE,
)
# A number of which no list here knows whose it is, where a text says that it is one to call.
_ANY = re.compile(r"(?<![\w.-])(?!\d{4}-\d\d-\d\d)(?:\+?\d[\d\s().\-–]{5,18}\d)(?!\w)")
_FOR_HELP = re.compile(
    r"hotline|helpline|lifeline|crisis|suicid|krise|seelsorge|notruf|urgence|écoute|emergenc|crise|línea|linha|samaritan",
    re.IGNORECASE,
)
_SITE = re.compile(
    r"\b[\w-]{0,40}(?:crisis|suicid|lifeline|samaritan|befriend|helpline|hotline|telefonseelsorge)[\w-]{0,40}\.[a-z]{2,}",
    re.IGNORECASE,
)
_REFERRED = re.compile(
    r"\b(?:(?:call|contact|dial|text|reach out to|talk to|phone)\s(?:[\w’'-]+\s){0,4}?"
    r"(?:hotline|helpline|crisis line|lifeline|emergency services|emergency number)|"
    r"krisentelefon|telefonseelsorge|notruf wählen|numéro d.urgence|"
    r"línea de (?:crisis|ayuda)|linha de (?:apoio|crise))",
    re.IGNORECASE,
)
_NO_DIGIT = re.compile(r"\D+")
_LONG_NAME = 9


class Help(Struct, frozen=True, order=True):
    """What a text names: whose it is, where it answers, and whether that was checked at the operator."""

    kind: Kind
    country: str
    name: str
    verified: bool = False


class _Pattern(NamedTuple):
    """How something is written. `core` stands in every text that names it: its digits, or its name in lower case;
    a `short` number needs words around it.
    """

    regex: str
    core: str
    short: bool
    help: Help


@cache
def _compiled(regex: str) -> re.Pattern[str]:
    return re.compile(regex, re.IGNORECASE)


class HelpLines:
    """The lines of all countries, ready to be looked for."""

    def __init__(self, lines: Mapping[str, CrisisLines]) -> None:
        first: dict[tuple[str, str], _Pattern] = {}  # the line for everybody comes before those for some
        for known in lines.values():
            for pattern in _patterns(known):
                first.setdefault((pattern.regex, known.country), pattern)
        self.patterns = list(first.values())

    def find(self, text: str) -> list[Help]:
        """Everything that the text names, each once, sorted. A number inside a longer one is not named."""
        text = _digits_for_letters(text)
        seen = list(self._seen(text))
        longer = {one.span() for one in _ANY.finditer(text)} | {(start, end) for start, end, _ in seen}
        return sorted({known for start, end, known in seen if not any(_within(start, end, span) for span in longer)})

    def hint(self, text: str) -> str:
        """What a text says of help beside all that the lists know, as a clause; "" where it says nothing of it.

        Not every line of the world is listed, and who is told to call a hotline is told something.
        """
        text = _digits_for_letters(text)
        known = [(start, end) for start, end, _ in self._seen(text)]
        strange = (one for one in _ANY.finditer(text) if not any(_overlap(one.span(), span) for span in known))
        if any(_FOR_HELP.search(text, max(0, one.start() - 120), one.end() + 60) for one in strange):
            return "it names a number that no list here knows"
        if _SITE.search(text):
            return "it names an address that no list here knows"
        return "it speaks of help and names no number that is known" if _REFERRED.search(text) and not known else ""

    def _seen(self, text: str) -> Iterator[tuple[int, int, Help]]:
        digits, lower = _NO_DIGIT.sub("", text), text.lower()
        for pattern in self.patterns:
            if pattern.core not in (digits if pattern.core.isdigit() else lower):
                continue  # most are not there, and need not be compiled
            for one in _compiled(pattern.regex).finditer(text):
                if not pattern.short or _beside_words(text, one):
                    yield *one.span(), pattern.help


def _digits_for_letters(text: str) -> str:
    return _SPELT.sub(lambda found: found[0].translate(_KEYPAD), text)


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _within(start: int, end: int, span: tuple[int, int]) -> bool:
    return span[0] <= start and end <= span[1] and span != (start, end)


def _beside_words(text: str, found: re.Match[str]) -> bool:
    if _MEASURED.match(text, found.end()):
        return False
    before, after = text[max(0, found.start() - _BEFORE) : found.start()], text[found.end() : found.end() + _AFTER]
    return bool(_WORDS.search(before) or _WORDS.search(after))


def _patterns(known: CrisisLines) -> Iterator[_Pattern]:
    for line in known.lines:
        help_ = Help("line", known.country, line.name, line.confidence == "verified")
        for number in _numbers(line):
            yield _number(number, help_)
        if " " in line.name or len(line.name) >= _LONG_NAME:
            yield _name(line.name, help_)
    for number in known.emergency:
        yield _number(number, Help("emergency", known.country, f"emergency number {number}"))
    for former in known.retired:
        yield _number(former.number, Help("retired", known.country, former.number))
    for address in known.directories:
        host = re.sub(r"^https?://(?:www\.)?", "", address).rstrip("/")
        yield _name(host, Help("directory", known.country, host))


def _name(name: str, help_: Help) -> _Pattern:
    return _Pattern(rf"\b{re.escape(name)}\b", name.lower(), False, help_)


def _numbers(line: CrisisLine) -> Iterable[str]:
    """Numbers to call, and those to send a message to."""
    texts = (match[0] for text in line.text for match in _NUMBER.finditer(text))
    return dict.fromkeys([*line.call, *texts])


def _number(number: str, help_: Help) -> _Pattern:
    """A number however it is set; abroad, a leading zero gives way to the country's code."""
    digits = re.sub(r"[^0-9*#]", "", number)
    core, prefix = digits, ""
    if len(digits) > _SHORT and digits[0] in "01":
        core = digits[1:]
        prefix = rf"(?:{digits[0]}{_GAP}|\+\d{{1,3}}{_GAP}(?:\(0\))?{_GAP})" + ("?" if digits[0] == "1" else "")
    body = _GAP.join(re.escape(digit) for digit in core)
    regex = rf"(?<![\d+.,$€£#*-]){prefix}{body}(?![\d*]|[.,:]\d|-\d)"
    return _Pattern(regex, _NO_DIGIT.sub("", core), len(digits) <= _SHORT, help_)
