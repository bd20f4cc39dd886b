"""Search patterns for the spellings of a planted value that are distinctive enough to be evidence."""

import base64
import codecs
import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from urllib.parse import quote_plus

from msgspec import Struct

from mhaudit.detect.automaton import fold
from mhaudit.detect.person_spellings import address_parts, name_parts
from mhaudit.model.alphabet import substitute
from mhaudit.model.subject import PlantedValue

# Country calling codes of one and two digits (ITU-T E.164); the others have three.
_CODES = re.compile(
    r"[17]|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|\d{3}",
)
_MONTHS = "January February March April May June July August September October November December".split()
_MONTHS_ELSEWHERE = {
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split(),
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split(),
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro".split(),
}
_DOSE = re.compile(r"\s*\d+(?:[.,]\d+)?\s*(?:mg|mcg|µg|g|ml)\b.*", re.IGNORECASE)
_SHINGLE_WORDS = 8
_APART = re.compile(r"[^\w\s]|_")
_SHORTEST_STREET = 10  # characters of a street with its number
_STREETS = {"straße": "str.", "strasse": "str.", "Straße": "Str.", "Street": "St", "Road": "Rd", "Avenue": "Ave"}
_FEWEST_SLUG, _SHORTEST_SLUG = 5, 20  # words and letters of a text that is searched in URL slug form
_ALIASES = {"gmail.com": "googlemail.com", "googlemail.com": "gmail.com"}
_FEWEST_DIGITS = {"post code": 4}  # minimum length of a spelling of digits, by its note


class Variant(Struct, frozen=True):
    """One spelling. `note` is "" for the value as planted. Some are too short to be searched, some are never hashed."""

    text: str
    note: str = ""
    plain: bool = True
    hashed: bool = True


# Note of a spelling → the part of the value that it is.
PARTS = {
    "first name": "first name",
    "first names": "first name",
    "last name": "last name",
    "post code": "post code",
    "city": "city",
    "street": "street",
    "year": "year",
    "the part before the @": "local part",
    "in part": "excerpt",
}


def part_of(form: str) -> str:
    """Return the part of a planted value in a form: "post code" for "sha256 (post code)"; "" for the whole."""
    note = form.partition(" (")[2].rstrip(")")
    return next((PARTS[piece] for piece in note.split(", ") if piece in PARTS), "")


def variants(value: PlantedValue) -> list[Variant]:
    """Return the spellings of a planted text, the planted one first; none for numbers, which are too short."""
    if not isinstance(value.value, str):
        return []
    text = unicodedata.normalize("NFC", value.value.strip())
    kind = value.category.partition(".")[0]
    maker = _MAKERS.get(value.category) or _MAKERS.get(kind)
    found = {text: Variant(text)}
    for variant in maker(text) if maker else ():
        if len(variant.text) >= (_FEWEST_DIGITS.get(variant.note, 5) if variant.text.isdigit() else 3):
            found.setdefault(variant.text, variant)
    return list(found.values())


def _email(text: str) -> Iterator[Variant]:
    local, _, domain = text.lower().rpartition("@")
    bare = local.partition("+")[0]
    plain, joined = local.replace(".", ""), bare.replace(".", "")
    for part, note in ((bare, "without its tag"), (plain, "without dots"), (joined, "without tag and dots")):
        yield Variant(f"{part}@{domain}", note)
    if other := _ALIASES.get(domain):  # the same mailbox; advertising services' rules write gmail.com
        for part in dict.fromkeys((local, bare, plain, joined)):
            yield Variant(f"{part}@{other}", "at the other name of its provider")
    yield Variant(f"{local}@{domain}".replace(".", ","), "with commas for dots", hashed=False)  # as in Firebase keys
    yield Variant(local, "the part before the @", plain=False)


def _phone(text: str) -> Iterator[Variant]:
    digits = re.sub(r"\D", "", text)
    yield Variant("+" + digits, "as E.164")
    yield Variant(digits, "digits only")
    yield Variant("00" + digits, "with 00")
    if text.startswith("+") and (code := _CODES.match(digits)):
        national = digits[code.end() :]
        yield Variant(national, "without country code")
        yield Variant("0" + national, "in national form")


def _date(text: str) -> Iterator[Variant]:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return
    y, m, d = day.year, day.month, day.day
    for dash in "-/.":
        for first, second, third, note in ((d, m, y, "day first"), (m, d, y, "month first"), (y, m, d, "year first")):
            for pad in ("02d", "d"):
                yield Variant(f"{first:{pad}}{dash}{second:{pad}}{dash}{third:{pad}}", note, hashed=dash != ".")
    yield Variant(f"{y}{m:02d}{d:02d}", "as YYYYMMDD")
    yield Variant(f"{m:02d}{d:02d}{y}", "as MMDDYYYY", plain=False)
    yield Variant(f"{d:02d}{m:02d}{y}", "as DDMMYYYY", plain=False)
    month = _MONTHS[m - 1]
    for name in (month, month[:3]):
        for number in (f"{d}", f"{d:02d}"):
            for written in (
                f"{name} {number}, {y}",
                f"{name} {number} {y}",
                f"{number} {name} {y}",
                f"{number}-{name}-{y}",
            ):
                yield Variant(written, "written out", hashed=False)
    for written in _written_day(d, m, y):
        yield Variant(written, "written out", hashed=False)
    seconds = int(datetime(y, m, d, tzinfo=UTC).timestamp())
    if abs(seconds) > 9_999_999:
        yield Variant(str(seconds), "as Unix time", hashed=False)
        yield Variant(f"{seconds}000", "as Unix time in milliseconds", hashed=False)


def _written_day(day: int, month: int, year: int) -> Iterator[str]:
    """Yield a date written out in German, French, Spanish and Portuguese."""
    yield f"{day}. {_MONTHS_ELSEWHERE['de'][month - 1]} {year}"
    yield f"{day} {_MONTHS_ELSEWHERE['fr'][month - 1]} {year}"
    for language in ("es", "pt"):
        yield f"{day} de {_MONTHS_ELSEWHERE[language][month - 1]} de {year}"


def _name(text: str) -> Iterator[Variant]:
    parts = text.split()
    if len(parts) < 2:
        return
    first, last = parts[0], parts[-1]
    front = " ".join(parts[:-1])
    yield Variant(f"{last}, {front}", "last name first")
    yield Variant(f"{last} {front}", "last name first")
    yield Variant(f"{last},{front}", "last name first")
    # joined names are mostly parts of e-mail addresses, so they are searched as hashes only
    for gap in (" ", ".", "_", "-", ""):
        note = "without middle name" if gap == " " else "joined"
        yield Variant(f"{first}{gap}{last}", note, plain=gap == " ")
    if len(parts) > 2:
        yield Variant(f"{last}, {first}", "last name first, without middle name")
    if (bare := " ".join(_APART.sub(" ", text).split())) != text:
        yield Variant(bare, "without punctuation")
        yield Variant(bare.replace(" ", ""), "joined", plain=False)
    for part, note in name_parts(text):
        yield Variant(part, note, plain=False)


def _address(text: str) -> Iterator[Variant]:
    squeezed = re.sub(r"[\s,;]+", " ", text)
    yield Variant(squeezed, "without commas")
    yield Variant(re.sub(r"[\s,;]+", "", text), "without blanks", plain=False)
    for part in re.split(r"[,;\n]\s*", text):
        has_house = len(part) >= _SHORTEST_STREET and re.search(r"\d", part) and re.search(r"[^\W\d]{4}", part)
        yield Variant(part, "in part", plain=bool(has_house))
        for short in _shortened(part) if has_house else ():
            yield Variant(short, "in part")
    for part, note in address_parts(text):
        yield Variant(part, note, plain=False)
    for part in re.split(r"\s(?=\d)|(?<=\d)\s", text):
        yield Variant(part, "in part", plain=False)


def _shortened(part: str) -> Iterator[str]:
    """Yield a street name in its abbreviated forms."""
    for word, short in _STREETS.items():
        if re.search(rf"{word}\b", part):
            yield re.sub(rf"{word}\b", short, part)


def _identifier(text: str) -> Iterator[Variant]:
    yield Variant(text.replace("-", "").replace(":", ""), "without dashes")
    yield Variant("{" + text + "}", "in braces", plain=False)


def _free_text(text: str) -> Iterator[Variant]:
    words = _APART.sub("", text).split()
    if len(words) >= _FEWEST_SLUG and len("".join(words)) >= _SHORTEST_SLUG:
        for gap in " -_":
            yield Variant(gap.join(words), "without punctuation", hashed=gap == " ")
    words = text.split()
    for start in range(max(0, len(words) - _SHINGLE_WORDS) + 1):
        shingle = " ".join(words[start : start + _SHINGLE_WORDS])
        if len(shingle) >= 30 and shingle != text:
            yield Variant(shingle, "in part", hashed=False)


def _medication(text: str) -> Iterator[Variant]:
    yield Variant(_DOSE.sub("", text), "without its dose")


_MAKERS = {
    "identity.email": _email,
    "identity.phone": _phone,
    "identity.birth_date": _date,
    "identity.name": _name,
    "identity.address": _address,
    "identifier": _identifier,
    "free_text": _free_text,
    "chat": _free_text,
    "crisis": _free_text,
    "medication": _medication,
}


SHORTEST = 6
_FEWEST_LETTERS = 4  # distinct characters; "000000" is not evidence


def is_searched(value: PlantedValue) -> bool:
    """Return whether a text is searched as it was planted. True for numbers, which are never searched by value."""
    return not isinstance(value.value, str) or is_telling(fold(value.value.strip()))


def is_telling(folded: str) -> bool:
    """Return whether a folded text is long and varied enough that a match is not by chance."""
    return len(folded) >= SHORTEST and len(set(folded)) >= _FEWEST_LETTERS


def dull(values: Sequence[PlantedValue]) -> frozenset[str]:
    """Return the texts that are long enough but not varied enough to be evidence; they are redacted all the same."""
    folded = (fold(str(value.value).strip()) for value in values if not is_searched(value))
    return frozenset(text for text in folded if len(text) >= SHORTEST)


def patterns(spellings: list[Variant]) -> Iterator[tuple[str, str, str]]:
    """Yield (folded pattern, form, exact text if case matters) for each searched spelling."""
    for variant in spellings:
        folded = fold(variant.text)
        if not variant.plain or not is_telling(folded):
            continue
        note = f" ({variant.note})" if variant.note else ""
        yield folded, f"plain{note}", ""
        if " " in folded:  # form encoding of blanks, where the rest of the encoding is already undone
            yield folded.replace(" ", "+"), f"plain{note}", ""
        if folded.replace("+", "").isdigit():
            continue
        yield folded[::-1], f"reversed{note}", ""
        yield codecs.encode(folded, "rot13"), f"rot13{note}", ""
        for text in {variant.text, variant.text.lower(), variant.text.upper()}:
            written = substitute(text)
            yield written.lower(), f"substituted{note}", written
            if (quoted := quote_plus(text)) != text:
                written = substitute(quoted)
                yield written.lower(), f"substituted{note}", written
        if len(folded) >= 10:
            for fragment in sorted(_base64_fragments(variant.text)):
                yield fragment.lower(), f"base64{note}", fragment


def _base64_fragments(text: str) -> set[str]:
    """Return Base64 fragments of the text at its three alignments, without letters that depend on its neighbours."""
    data = text.encode()
    pieces = set()
    for shift, start in ((0, 0), (1, 2), (2, 3)):
        encoded = base64.b64encode(b"\x00" * shift + data).decode()
        piece = encoded[start : (shift + len(data)) * 8 // 6]
        pieces |= {piece, piece.replace("+", "-").replace("/", "_")}
    return pieces
