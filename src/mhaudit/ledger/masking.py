"""What keeps values out of the audit: masks for previews, and a redactor for names and places that hold a value."""

import re
from collections.abc import Callable

from mhaudit.model.place import Scalar

_RUN = re.compile(r"[^\W_]+")
_EMAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}(?:@|%40)[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}")
_PIECE = re.compile(r"( > |[/:.\s'\"=&\[\]]+)")
_LONGEST = 40
MASK = "•••"
WITHHELD = "[withheld]"


def mask(value: Scalar) -> str:
    """The shape of a value without its letters, digits or lengths: `•••.•••+•••@•••.•••`."""
    if isinstance(value, bytes):
        return f"{MASK} (bytes)"
    text = _RUN.sub(MASK, " ".join(str(value).split()))
    return text if len(text) <= _LONGEST else text[:_LONGEST].rstrip("•") + MASK + "…"


class Redactor:
    """Takes planted and personal values out of text that came from traffic, such as key names and hosts."""

    def __init__(self, holds_value: Callable[[str], bool]) -> None:
        self.holds_value = holds_value
        self.known: dict[str, str] = {}

    def __call__(self, text: str) -> str:
        if text not in self.known:
            if len(self.known) > 10_000:
                self.known.clear()
            self.known[text] = self._redact(text)
        return self.known[text]

    def _redact(self, text: str) -> str:
        text = _EMAIL.sub(WITHHELD, text)
        if not self.holds_value(text):
            return text
        pieces = [WITHHELD if self.holds_value(piece) else piece for piece in _PIECE.split(text)]
        text = "".join(pieces)
        if self.holds_value(text):  # a value that goes over the pieces
            text = WITHHELD
        return text
