"""The form in which texts are compared: lower case, accents off, white space single."""

import re
import unicodedata

_WIDE = re.compile(r"\s{2,}|[\t\r\n\u00a0]")


def fold(text: str) -> str:
    """`Inés  Calderón` → `ines calderon`."""
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text)
        text = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    text = text.lower()
    if "  " in text or "\n" in text or "\t" in text or "\xa0" in text:
        return _WIDE.sub(" ", text).strip()
    return text
