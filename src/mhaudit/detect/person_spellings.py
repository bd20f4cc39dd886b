"""Parts of names and addresses as advertisers' services have them normalised before they are hashed.

Meta, Google, TikTok, Snap and Pinterest each hash first name, last name, street, city and post code by themselves: in
lower case, without punctuation, some without blanks, some without accents. Sources: the pages "Customer information
parameters" (Meta), "Enhanced conversions" (Google), "Advanced matching" (TikTok), "Conversions API parameters" (Snap).
"""

import re
import unicodedata
from collections.abc import Iterator

Part = tuple[str, str]  # a spelling, and what it is a part of

_APART = re.compile(r"[^\w\s]|_")
_NOT_CODE = re.compile(r"[\s-]")
# Post codes by the shapes of countries: letters first, so that a number in one is not taken for one of another.
_POST_CODE = re.compile(
    r"\b(?:"
    r"[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}"  # GB
    r"|[A-Z]\d[A-Z]\s?\d[A-Z]\d"  # CA
    r"|[A-Z]\d[\dW]\s?[A-Z\d]{4}"  # IE
    r"|\d{4}\s?[A-Z]{2}(?![a-z])"  # NL
    r"|\d{5}-\d{3,4}|\d{4}-\d{3}|\d{3}-\d{4}|\d{2}-\d{3}"  # BR, US, PT, JP, PL
    r"|\d{3}\s\d{2}"  # SE, CZ, SK, GR
    r"|(?:[A-Z]{1,3}-)?\d{4,7}"  # the others, some with the letters of the country before them
    r")\b"
)
_UNITED_KINGDOM = re.compile(r"([A-Z]{1,2}\d[A-Z\d]?)\s?(\d)[A-Z]{2}")
_HOUSE = re.compile(r"^\d+\s?[a-zA-Z]?(?:[-/]\d+)?\s+|\s+\d+\s?[a-zA-Z]?(?:[-/]\d+\s?[a-zA-Z]?)?$")
_REGION = re.compile(r"[A-Z]{2,3}")


def name_parts(text: str) -> Iterator[Part]:
    """First names and last names of a name, wherever the last name begins, in each normalised spelling."""
    words = text.split()
    for at in range(1, len(words)):
        for part, note in ((words[:at], "first name"), (words[at:], "last name")):
            yield from ((spelling, note) for spelling in _spellings(" ".join(part)))


def address_parts(text: str) -> Iterator[Part]:
    """The post code, the city and the street of an address, as far as they can be told, in each spelling."""
    codes = list(_POST_CODE.finditer(text))
    code = codes[-1] if codes else None  # a house number comes before it
    if code:
        yield from ((spelling, "post code") for spelling in _code_spellings(code[0]))
    pieces = re.split(r"[,;\n]\s*", text if code is None else f"{text[: code.start()]},{text[code.end() :]}")
    for piece in (piece.strip() for piece in pieces):
        bare = _HOUSE.sub("", piece).strip()
        if not piece or _REGION.fullmatch(piece):
            continue
        note = "street" if bare != piece else "city"
        for spelling in (*_spellings(piece), *_spellings(bare)):
            yield spelling, note


def _code_spellings(code: str) -> Iterator[str]:
    yield code
    yield _NOT_CODE.sub("", code)
    if "-" in code:
        yield code.partition("-")[2] if code[0].isalpha() else code.partition("-")[0]
    if match := _UNITED_KINGDOM.fullmatch(code):
        yield match[1] + match[2]  # area, district and sector, as Meta wants it
        yield match[1]


def _spellings(text: str) -> Iterator[str]:
    """A text as it is, without punctuation, without blanks, and each without accents."""
    bare = " ".join(_APART.sub("", text).split())
    spaced = " ".join(_APART.sub(" ", text).split())
    for spelling in dict.fromkeys((text, bare, spaced, bare.replace(" ", ""))):
        if spelling:
            yield spelling
            yield _without_accents(spelling)


def _without_accents(text: str) -> str:
    """The letters of a text without their marks; a ligature or an `ß` stays."""
    apart = unicodedata.normalize("NFD", text)
    return "".join(letter for letter in apart if not unicodedata.combining(letter))
