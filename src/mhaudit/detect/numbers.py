"""Insurance, identity and bank account numbers, recognised by check digits or, without them, by their exact format."""

import re
from collections.abc import Callable

_BESIDE = re.compile(r"[\s.-]")
_CARD = re.compile(
    r"(?:4\d{12}(?:\d{3}){0,2}|5[1-5]\d{14}|2[2-7]\d{14}|3[47]\d{13}|6(?:011|5\d\d)\d{12}|3[0689]\d{12})"
)
_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}")
_SSN = re.compile(r"(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}")
_KVNR = re.compile(r"[A-Z]\d{9}")  # health insurance, Germany
_NINO = re.compile(r"(?![DFIQUV])[A-CEGHJ-PR-TW-Z](?![DFIOQUV])[A-Z]\d{6}[A-D]")  # national insurance, Britain
_NIR = re.compile(r"[12]\d{2}(?:0[1-9]|1[0-2]|[2-9]\d)\d[\dAB]\d{8}")  # social security, France
_DNI = re.compile(r"[XYZ]?\d{7,8}[A-Z]")  # identity, Spain
_MEMBER = re.compile(r"[A-Z]{2,4}\d{7,12}")  # member number, US health insurers
_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"


def is_checked_number(text: str) -> bool:
    """Return whether a text is such a number."""
    if len(text) > 60:
        return False
    bare = _BESIDE.sub("", text.strip()).upper()
    return _SSN.fullmatch(text.strip()) is not None or any(
        shape.fullmatch(bare) is not None and check(bare) for shape, check in _CHECKS
    )


def luhn(number: str) -> bool:
    """Return whether the Luhn check digit is right (ISO/IEC 7812-1, annex B)."""
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _iban(text: str) -> bool:
    turned = text[4:] + text[:4]
    return int("".join(str(int(letter, 36)) for letter in turned)) % 97 == 1


def _kvnr(text: str) -> bool:
    digits = f"{ord(text[0]) - 64:02d}{text[1:-1]}"
    total = sum(
        divmod(int(digit) * (1 + place % 2), 10)[0] + int(digit) * (1 + place % 2) % 10
        for place, digit in enumerate(digits)
    )
    return total % 10 == int(text[-1])


def _nir(text: str) -> bool:
    number = text.replace("2A", "19").replace("2B", "18")
    return number.isdigit() and len(number) == 15 and 97 - int(number[:13]) % 97 == int(number[13:])


def _dni(text: str) -> bool:
    number = text[:-1].replace("X", "0").replace("Y", "1").replace("Z", "2")
    return number.isdigit() and _LETTERS[int(number) % 23] == text[-1]


def _eleven(text: str) -> bool:
    """Check an NHS number of England by its weights 10 to 2."""
    rest = 11 - sum(int(digit) * (10 - place) for place, digit in enumerate(text[:9])) % 11
    return rest % 11 == int(text[9]) and rest != 10


def _cpf(text: str) -> bool:
    """Check a taxpayer number (CPF) of Brazil."""
    if len(set(text)) == 1:
        return False
    for size in (9, 10):
        rest = sum(int(digit) * (size + 1 - place) for place, digit in enumerate(text[:size])) * 10 % 11 % 10
        if rest != int(text[size]):
            return False
    return True


_CHECKS: tuple[tuple[re.Pattern[str], Callable[[str], bool]], ...] = (
    (_CARD, luhn),
    (_IBAN, _iban),
    (_KVNR, _kvnr),
    (_NINO, lambda _: True),
    (_NIR, _nir),
    (_DNI, _dni),
    (_MEMBER, lambda _: True),
    (re.compile(r"\d{10}"), _eleven),
    (re.compile(r"\d{11}"), _cpf),
)
