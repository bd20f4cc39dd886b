"""Parts of names and addresses, normalised as advertising services require before hashing.

Meta, Google, TikTok, Snap and Pinterest hash first name, last name, street, city and post code separately: in lower
case, without punctuation, some without blanks, some without accents. Sources: the pages "Customer information
parameters" (Meta), "Enhanced conversions" (Google), "Advanced matching" (TikTok), "Conversions API parameters" (Snap).
"""

import re
import unicodedata
from collections.abc import Iterator

Part = tuple[str, str]  # a spelling, and the name of the part

_APART = re.compile(r"[^\w\s]|_")
_NOT_CODE = re.compile(r"[\s-]")
# Post code formats by country: formats with letters first, so that their digits don't match another format.
_POST_CODE = re.compile(
    r"\b(?:"
    r"[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}"  # GB
    r"|[A-Z]\d[A-Z]\s?\d[A-Z]\d"  # CA
    r"|[A-Z]\d[\dW]\s?[A-Z\d]{4}"  # IE
    r"|\d{4}\s?[A-Z]{2}(?![a-z])"  # NL
    r"|\d{5}-\d{3,4}|\d{4}-\d{3}|\d{3}-\d{4}|\d{2}-\d{3}"  # BR, US, PT, JP, PL
    r"|\d{3}\s\d{2}"  # SE, CZ, SK, GR
    r"|(?:[A-Z]{1,3}-)?\d{4,7}"  # other countries, some with a country prefix
    r")\b"
)
_UNITED_KINGDOM = re.compile(r"([A-Z]{1,2}\d[A-Z\d]?)\s?(\d)[A-Z]{2}")
_HOUSE = re.compile(r"^\d+\s?[a-zA-Z]?(?:[-/]\d+)?\s+|\s+\d+\s?[a-zA-Z]?(?:[-/]\d+\s?[a-zA-Z]?)?$")
_REGION = re.compile(r"[A-Z]{2,3}")


def name_parts(text: str) -> Iterator[Part]:
    """Yield the first and last names of a name, for every possible split, in each normalised spelling."""
    words = text.split()
    for at in range(1, len(words)):
        for part, note in ((words[:at], "first name"), (words[at:], "last name")):
            yield from ((spelling, note) for spelling in _spellings(" ".join(part)))


def address_parts(text: str) -> Iterator[Part]:
    """Yield the post code, city and street of an address, as far as they are recognised, in each spelling."""
    codes = list(_POST_CODE.finditer(text))
    code = codes[-1] if codes else None  # the last one, because house numbers come first
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
        yield match[1] + match[2]  # area, district and sector, as Meta requires
        yield match[1]


def _spellings(text: str) -> Iterator[str]:
    """Yield a text as given, without punctuation, without blanks, and each of these without accents."""
    bare = " ".join(_APART.sub("", text).split())
    spaced = " ".join(_APART.sub(" ", text).split())
    for spelling in dict.fromkeys((text, bare, spaced, bare.replace(" ", ""))):
        if spelling:
            yield spelling
            yield _without_accents(spelling)


def _without_accents(text: str) -> str:
    """Return a text without combining marks; ligatures and `ß` are kept."""
    apart = unicodedata.normalize("NFD", text)
    return "".join(letter for letter in apart if not unicodedata.combining(letter))
