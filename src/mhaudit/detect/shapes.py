"""Tests of whether a value fits its key name: a mood of 3, not a mood of `board`."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from uuid import UUID

from mhaudit.detect.automaton import fold
from mhaudit.detect.contacts import is_email, is_ip, is_nobody, is_phone
from mhaudit.detect.hit import Hit
from mhaudit.detect.nothing import is_nowhere
from mhaudit.detect.numbers import is_checked_number
from mhaudit.model.knowledge import Shape
from mhaudit.model.place import Document, Scalar
from mhaudit.model.reasons import because

Check = Callable[[Scalar], bool]

_NUMBER = re.compile(r"-?\d{1,12}(?:\.\d{1,12})?")
_DATE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[./-]\d{1,2}[./-]\d{4}|\d{8}")
_TIME = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}.{0,20}|1\d{9}(?:\d{3})?")
_ID = re.compile(r"(?=[^0-9]{0,63}[0-9])[A-Za-z0-9._:-]{6,64}")
_URL = re.compile(r"[a-z][a-z0-9+.-]{1,20}:\S{1,4000}")
_LONGEST = 4096
_WORD = re.compile(r"[^\W\d_]{2,}")
_TRUE = frozenset({"true", "false", "yes", "no"})
_PATTERNS = {"date": _DATE, "id": _ID, "url": _URL}


def numeric_value(value: Scalar) -> float | None:
    """Return a value as a number, or None. True and False are not numbers here."""
    if isinstance(value, bool) or value is None or isinstance(value, bytes):
        return None
    if isinstance(value, int | float):
        try:
            return float(value)
        except OverflowError:  # too large for a float
            return None
    return float(value) if len(value) <= 24 and _NUMBER.fullmatch(value.strip()) else None


def zeroed(value: Scalar) -> bool:
    """Return whether an identifier is all zeros, which phones send when tracking is limited. It is not a finding."""
    return isinstance(value, str) and "0" in value and not value.strip("0-:.xX")


def compile_shapes(shapes: Sequence[Shape], words: Sequence[str]) -> Check:
    """Return one test that passes if any of the shapes fits."""
    checks = [_compile(shape, words) for shape in shapes]
    if len(checks) == 1:
        return checks[0]

    def fits(value: Scalar) -> bool:  # a loop: `any` over a generator takes twice as long on this hot path
        for check in checks:  # noqa: SIM110
            if check(value):
                return True
        return False

    return fits


def _compile(shape: Shape, words: Sequence[str]) -> Check:
    if shape.type in ("integer", "number"):
        return _numbers(shape)
    if shape.type == "boolean":
        return lambda value: isinstance(value, bool) or (isinstance(value, str) and value.lower() in _TRUE)
    if shape.type == "enum":
        allowed = frozenset(_spoken(word) for word in shape.values)
        return lambda value: isinstance(value, str) and len(value) <= 64 and _spoken(value) in allowed
    if shape.type == "words":
        return _lexicon(words)
    if shape.type == "text":
        return lambda value: isinstance(value, str) and len(_WORD.findall(value[:4000])) >= shape.min_words
    if shape.type == "pattern":
        pattern = cache(lambda: re.compile(shape.pattern))
        return lambda value: _written(value) and pattern().fullmatch(str(value)[:_LONGEST]) is not None
    return _TYPES[shape.type]


def _spoken(text: str) -> str:
    """Return a word of a closed list in normal form: programs write `nearly_every_day` and `self-harm`."""
    return fold(text).replace("_", " ").replace("-", " ").strip()


def _written(value: Scalar) -> bool:
    """Return whether a value is compared with a pattern: texts and numbers are; booleans, None and bytes are not."""
    return not isinstance(value, bool) and isinstance(value, str | int | float)


def _numbers(shape: Shape) -> Check:
    def check(value: Scalar) -> bool:
        found = numeric_value(value)
        if found is None or (shape.type == "integer" and not found.is_integer()):
            return False
        return not shape.ranges or any(low <= found <= high for low, high in shape.ranges)

    return check


def _lexicon(words: Sequence[str]) -> Check:
    """Return a test for whole words of a lexicon anywhere in a value. The pattern is compiled at the first value."""
    if not words:
        return lambda _: False
    pattern = cache(lambda: _any_word(words))
    return lambda value: isinstance(value, str) and pattern().search(fold(value[:400]).replace("_", " ")) is not None


def _any_word(words: Sequence[str]) -> re.Pattern[str]:
    """Return the pattern of all words, longest first, so that a phrase is preferred to its parts."""
    listed = "|".join(re.escape(fold(word)) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?<![^\W_])(?:{listed})(?![^\W_])")


def _matches(pattern: re.Pattern[str]) -> Check:
    return lambda value: isinstance(value, str) and len(value) <= 4096 and pattern.fullmatch(value.strip()) is not None


def _uuid(value: Scalar) -> bool:
    if not isinstance(value, str) or len(value) != 36 or zeroed(value):
        return False
    try:
        UUID(value)
    except ValueError:
        return False
    return True


def _datetime(value: Scalar) -> bool:
    return not isinstance(value, bool | bytes) and value is not None and _TIME.fullmatch(str(value)) is not None


def _written_as(check: Callable[[str], bool]) -> Check:
    return lambda value: isinstance(value, str) and check(value)


def _numbered(value: Scalar) -> bool:
    return isinstance(value, str | int) and not isinstance(value, bool) and is_checked_number(str(value)[:64])


def _emoji(value: Scalar) -> bool:
    return (
        isinstance(value, str)
        and 0 < len(value) <= 8
        and any("\u2600" <= c <= "\u27bf" or c >= "\U0001f300" for c in value)
    )


def _text(value: Scalar) -> bool:
    return isinstance(value, str) and bool(value.strip()) and not zeroed(value)


_TYPES: dict[str, Check] = {name: _matches(pattern) for name, pattern in _PATTERNS.items()} | {
    "uuid": _uuid,
    "datetime": _datetime,
    "ip": _written_as(is_ip),
    "email": _written_as(is_email),
    "phone": _written_as(is_phone),
    "checked_number": _numbered,
    "emoji": _emoji,
    "string": _text,
    "any": lambda value: value not in (None, "", b""),
}


_EMAIL_LOOSE = re.compile(
    r"(?<![\w.+-])[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,3}\.[A-Za-z]{2,12}(?![\w-])"
)
# Three decimals are about 110 m: within the 533 m that Washington's My Health My Data Act calls precise.
_POSITION = re.compile(r"(?<![\d.])-?(?:[1-8]?\d|90)\.\d{3,12}\s?[,;]\s?-?(?:1[0-7]\d|\d{1,2}|180)\.\d{3,12}(?![\d.])")
# Names of movement sensors, not of positions; and of lists of numbers.
_NOT_A_PLACE = re.compile(
    r"accel|gyro|magnet|gravity|rotat|orient|motion|sensor|vector|quatern|touch|scroll|size|bound|rect|poly|path|colou?r|"
    r"rgb|weight|embed|score|matrix|offset|axis|velocity|range|scale|ratio|version|price|amount",
    re.IGNORECASE,
)
_LONGEST_LOOSE = 20_000


class Loose:
    """Detector of formats that need no field name."""

    def observe(self, document: Document) -> Iterator[Hit]:
        """Yield e-mail addresses and positions in a sent document."""
        for trail, name, value in document.odd:
            if type(value) is str and ("@" in value or "," in value or ";" in value):
                for category, shape, found in _shapes(name, value):
                    why = because("shape", shape=shape)
                    yield Hit(category, "shape", "possible", "plain", why, trail, found)


def _shapes(name: str, text: str) -> Iterator[tuple[str, str, str]]:
    """Yield (kind of data, name of the format, matched text)."""
    if len(text) > _LONGEST_LOOSE:
        return
    if "@" in text and (match := _EMAIL_LOOSE.search(text)) and not is_nobody(match[0]):
        yield "identity.email", "an e-mail address", match[0]
    if ("," in text or ";" in text) and (match := _position(name, text)):
        yield "location.precise", "a latitude and longitude of three or more decimals", match[0]


_BESIDE = re.compile(r"\s?[,;]\s?-?\d")
_BEFORE = re.compile(r"\d\s?[,;]\s?$")


def _position(name: str, text: str) -> re.Match[str] | None:
    """Return a pair of numbers that may be a position: not of three numbers, of a sensor, or a placeholder."""
    match = _POSITION.search(text)
    if match is None or _NOT_A_PLACE.search(name) or is_nowhere("", match[0]):
        return None
    three = _BESIDE.match(text, match.end()) or _BEFORE.search(text[max(0, match.start() - 4) : match.start()])
    return None if three else match
