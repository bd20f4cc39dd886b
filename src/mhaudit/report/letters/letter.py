"""What a letter is made of, before it is HTML, Markdown or DOCX.

A sentence ends with what it rests on: the id of a finding, a claim, or a capture. What the audit does not know is a
blank that whoever sends the letter has to fill in; nothing is made up in its place.
"""

from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

from mhaudit.report.text.escape import visible
from mhaudit.report.text.language import message, say

Kind = Literal["text", "blank", "source"]
_LONGEST = 2000


class Piece(Struct, frozen=True):
    """A stretch of a sentence: text, a blank to fill in, or what the sentence rests on."""

    text: str
    kind: Kind = "text"


Line = tuple[Piece, ...]


class Table(Struct, frozen=True, kw_only=True):
    """Rows below their headings; `widths` are the columns' shares of the page in percent. Ids are in the last one."""

    head: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[tuple[Line, ...], ...]


class LetterSection(Struct, frozen=True, kw_only=True):
    """A heading with its paragraphs, and below them a table or a list, numbered where it is referred to.

    `new_page` is for the first section of an annex.
    """

    title: str
    paragraphs: tuple[Line, ...] = ()
    table: Table | None = None
    items: tuple[Line, ...] = ()
    numbered: bool = False
    new_page: bool = False


class Letter(Struct, frozen=True, kw_only=True):
    """One letter. `warning` stands on every page of one that shows values."""

    title: str
    language: str
    head: tuple[Line, ...]
    sections: tuple[LetterSection, ...]
    warning: str = ""


def text(said: str) -> Piece:
    """A text, with nothing in it that steers or reorders."""
    return Piece(visible(said, _LONGEST))


def blank(what: str) -> Piece:
    """A place to fill in, with what belongs there."""
    return Piece(say("[to be filled in: {what}]", what=message(what)), "blank")


def known(value: str | None, what: str) -> Piece:
    """A fact of the audit, or a blank where it has none."""
    return text(value) if value else blank(what)


def resting_on(*ids: str) -> Piece:
    """What a sentence rests on."""
    return Piece(f"[{', '.join(visible(one, _LONGEST) for one in ids)}]", "source")


def line(*pieces: Piece | str) -> Line:
    """A sentence of pieces."""
    return tuple(text(piece) if isinstance(piece, str) else piece for piece in pieces)


def line_text(one: Sequence[Piece]) -> str:
    """A line as plain text."""
    return "".join(f" {piece.text}" if piece.kind == "source" else piece.text for piece in one)


VENDOR, REGULATOR = "letter-vendor", "letter-regulator"
LAWS = ("eu", "us", "uk")
WRITINGS = ("html", "md", "docx")
# The letters by what they are asked for, with the formats that each is written in.
LETTERS: dict[str, tuple[str, ...]] = {
    kind: tuple(f"{kind}-{written}" for written in WRITINGS)
    for kind in (VENDOR, *(f"{REGULATOR}-{law}" for law in LAWS))
}
FILE_NAMES = {
    name: name.removesuffix(f"-{written}") + f".{written}"
    for names in LETTERS.values()
    for name, written in zip(names, WRITINGS, strict=True)
}
