"""The ways in which one planted value is written down, by its kind: what is searched plain, and what only as a hash.

Vendors normalise before they send or hash (Meta: trimmed, lower case, birth date as YYYYMMDD; Google: no dots before
gmail.com, phone as E.164; both hash first and last name apart), and people write a phone number in a dozen ways.
"""

import re
import unicodedata
from collections.abc import Iterator
from datetime import UTC, date, datetime

from msgspec import Struct

from mhaudit.model.subject import PlantedValue

# Country calling codes of one and two digits (ITU-T E.164); the others have three.
_CODES = re.compile(
    r"[17]|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|\d{3}",
)
_MONTHS = "January February March April May June July August September October November December".split()
_DOSE = re.compile(r"\s*\d+(?:[.,]\d+)?\s*(?:mg|mcg|µg|g|ml)\b.*", re.IGNORECASE)
_SHINGLE_WORDS = 8


class Variant(Struct, frozen=True):
    """One spelling. `note` is "" for the value as planted. Some are too short to search, some too rare to hash."""

    text: str
    note: str = ""
    plain: bool = True
    hashed: bool = True


def variants(value: PlantedValue) -> list[Variant]:
    """Every spelling of a planted text, the planted one first; nothing for numbers, which are too small to search."""
    if not isinstance(value.value, str):
        return []
    text = unicodedata.normalize("NFC", value.value.strip())
    kind = value.category.partition(".")[0]
    maker = _MAKERS.get(value.category) or _MAKERS.get(kind)
    found = {text: Variant(text)}
    for variant in maker(text) if maker else ():
        if len(variant.text) >= (5 if variant.text.isdigit() else 3):
            found.setdefault(variant.text, variant)
    return list(found.values())


def _email(text: str) -> Iterator[Variant]:
    local, _, domain = text.lower().rpartition("@")
    bare = local.partition("+")[0]
    plain, joined = local.replace(".", ""), bare.replace(".", "")
    for part, note in ((bare, "without its tag"), (plain, "without dots"), (joined, "without tag and dots")):
        yield Variant(f"{part}@{domain}", note)
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
    seconds = int(datetime(y, m, d, tzinfo=UTC).timestamp())
    if abs(seconds) > 9_999_999:
        yield Variant(str(seconds), "as Unix time", hashed=False)
        yield Variant(f"{seconds}000", "as Unix time in milliseconds", hashed=False)


def _name(text: str) -> Iterator[Variant]:
    parts = text.split()
    if len(parts) < 2:
        return
    first, last = parts[0], parts[-1]
    front = " ".join(parts[:-1])
    yield Variant(f"{last}, {front}", "last name first")
    yield Variant(f"{last} {front}", "last name first")
    yield Variant(f"{last},{front}", "last name first")
    # joined by dots or nothing a name is most often part of an e-mail address, so it is searched only as a hash
    for gap in (" ", ".", "_", "-", ""):
        note = "without middle name" if gap == " " else "joined"
        yield Variant(f"{first}{gap}{last}", note, plain=gap == " ")
    if len(parts) > 2:
        yield Variant(f"{last}, {first}", "last name first, without middle name")
    yield Variant(first, "first name", plain=False)
    yield Variant(last, "last name", plain=False)
    yield Variant(front, "first names", plain=False)


def _address(text: str) -> Iterator[Variant]:
    squeezed = re.sub(r"[\s,;]+", " ", text)
    yield Variant(squeezed, "without commas")
    yield Variant(re.sub(r"[\s,;]+", "", text), "without blanks", plain=False)
    for part in re.split(r"[,;]\s*|\s(?=\d)|(?<=\d)\s", text):
        yield Variant(part, "in part", plain=False)


def _identifier(text: str) -> Iterator[Variant]:
    yield Variant(text.replace("-", "").replace(":", ""), "without dashes")
    yield Variant("{" + text + "}", "in braces", plain=False)


def _free_text(text: str) -> Iterator[Variant]:
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
