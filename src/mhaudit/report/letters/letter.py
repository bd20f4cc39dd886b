"""The structure of a letter before it is rendered as HTML, Markdown or DOCX.

A sentence ends with its source: the id of a finding, a claim, or a capture. A fact that the audit lacks is a blank that
the sender of the letter has to fill in.
"""

from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

from mhaudit.report.text.escape import visible
from mhaudit.report.text.language import message, say

Kind = Literal["text", "blank", "source"]
_LONGEST = 2000


class Piece(Struct, frozen=True):
    """A part of a sentence: text, a blank to fill in, or the sentence's source."""

    text: str
    kind: Kind = "text"


Line = tuple[Piece, ...]


class Table(Struct, frozen=True, kw_only=True):
    """Rows below their headings; `widths` are the columns' shares of the page in percent. The last has the ids."""

    head: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[tuple[Line, ...], ...]


class LetterSection(Struct, frozen=True, kw_only=True):
    """A heading with its paragraphs, and below them a table or a list; `numbered` where the text refers to its items.

    `new_page` is for the first section of an annex.
    """

    title: str
    paragraphs: tuple[Line, ...] = ()
    table: Table | None = None
    items: tuple[Line, ...] = ()
    numbered: bool = False
    new_page: bool = False


class Letter(Struct, frozen=True, kw_only=True):
    """One letter. `warning` is printed on every page of a letter that shows unredacted values."""

    title: str
    language: str
    head: tuple[Line, ...]
    sections: tuple[LetterSection, ...]
    warning: str = ""


def text(said: str) -> Piece:
    """Return a text piece, with control and reordering characters escaped."""
    return Piece(visible(said, _LONGEST))


def blank(what: str) -> Piece:
    """Return a blank to fill in, labelled with the missing fact."""
    return Piece(say("[to be filled in: {what}]", what=message(what)), "blank")


def known(value: str | None, what: str) -> Piece:
    """Return a fact of the audit, or a blank where the audit lacks it."""
    return text(value) if value else blank(what)


def resting_on(*ids: str) -> Piece:
    """Return the source of a sentence as a piece: the ids in brackets."""
    return Piece(f"[{', '.join(visible(one, _LONGEST) for one in ids)}]", "source")


def line(*pieces: Piece | str) -> Line:
    """Return a sentence made of pieces."""
    return tuple(text(piece) if isinstance(piece, str) else piece for piece in pieces)


def line_text(one: Sequence[Piece]) -> str:
    """Return a line as plain text."""
    return "".join(f" {piece.text}" if piece.kind == "source" else piece.text for piece in one)


VENDOR, REGULATOR = "letter-vendor", "letter-regulator"
LAWS = ("eu", "us", "uk")
WRITINGS = ("html", "md", "docx")
# The letters by name, with the formats that each is available in.
LETTERS: dict[str, tuple[str, ...]] = {
    kind: tuple(f"{kind}-{written}" for written in WRITINGS)
    for kind in (VENDOR, *(f"{REGULATOR}-{law}" for law in LAWS))
}
FILE_NAMES = {
    name: name.removesuffix(f"-{written}") + f".{written}"
    for names in LETTERS.values()
    for name, written in zip(names, WRITINGS, strict=True)
}
