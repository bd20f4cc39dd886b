"""A letter as HTML, Markdown or DOCX: the same words, blanks marked in each."""

from collections.abc import Callable, Iterator
from datetime import datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from markupsafe import Markup, escape

from mhaudit.errors import ToolMissing
from mhaudit.model.audit import Audit
from mhaudit.report.formats.markdown import plain
from mhaudit.report.letters.letter import REGULATOR, VENDOR, Letter, Line, Piece
from mhaudit.report.letters.regulator import regulator
from mhaudit.report.letters.vendor import vendor
from mhaudit.report.text.language import DEFAULT, speaking

_STYLE = (
    "body{font:12pt/1.5 Georgia,serif;max-width:44rem;margin:2rem auto;padding:0 1rem;color:#111;background:#fff}"
    "h1{font-size:1.5em}h2{font-size:1.15em;margin-top:1.6em}mark{background:#ffe08a;color:#111}"
    ".source{color:#555;font:.8em monospace;overflow-wrap:anywhere}.warning{background:#9c1c28;color:#fff;padding:.5em}"
    "@page{size:A4;margin:22mm}@media print{.warning{position:fixed;bottom:0;left:0;right:0}}"
)
_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the first day that a ZIP file can name
_DAY = datetime(1980, 1, 1)  # noqa: DTZ001 (the library wants it so)


def as_html(letter: Letter) -> str:
    """One page without scripts; everything in it is escaped."""
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    head = Markup(
        '<!doctype html>\n<html lang="{}">\n<head>\n<meta charset="utf-8">\n'
        '<meta http-equiv="Content-Security-Policy" content="{}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<title>{}</title>\n<style>{}</style>\n</head>\n<body>\n<main>\n"
    ).format(letter.language, policy, letter.title, Markup(_STYLE))  # noqa: S704 (the project's own)
    return str(head + Markup("\n").join(_html(letter)) + Markup("\n</main>\n</body>\n</html>\n"))


def _html(letter: Letter) -> Iterator[Markup]:
    if letter.warning:
        yield Markup('<p class="warning" role="note">{}</p>').format(letter.warning)
    yield Markup("<h1>{}</h1>").format(letter.title)
    yield from (_line(one, "p") for one in letter.head)
    for section in letter.sections:
        yield Markup("<h2>{}</h2>").format(section.title)
        yield from (_line(one, "p") for one in section.paragraphs)
        if section.items:
            tag = "ol" if section.numbered else "ul"
            items = Markup("\n").join(_line(one, "li") for one in section.items)
            yield Markup("<{0}>\n{1}\n</{0}>").format(Markup(tag), items)  # noqa: S704 (ol or ul)


def _line(one: Line, tag: str) -> Markup:
    pieces = {"text": "{}", "blank": "<mark>{}</mark>", "source": '<span class="source">{}</span>'}
    inner = Markup("").join(Markup(pieces[piece.kind]).format(escape(piece.text)) for piece in one)  # noqa: S704
    return Markup("<{0}><bdi>{1}</bdi></{0}>").format(Markup(tag), inner)  # noqa: S704 (p or li)


def as_markdown(letter: Letter) -> str:
    """Markdown in which no text of the audit is markup; blanks are bold."""
    return "\n".join(_markdown(letter)).rstrip() + "\n"


def _markdown(letter: Letter) -> Iterator[str]:
    if letter.warning:
        yield f"> **{plain(letter.warning)}**\n"
    yield f"# {plain(letter.title)}\n"
    yield from (_marked(one) + "\n" for one in letter.head)
    for section in letter.sections:
        yield f"## {plain(section.title)}\n"
        yield from (_marked(one) + "\n" for one in section.paragraphs)
        for number, one in enumerate(section.items, start=1):
            yield (f"{number}. " if section.numbered else "- ") + _marked(one)
        yield ""


def _marked(one: Line) -> str:
    return "".join(
        f"**{plain(piece.text, _LONG)}**" if piece.kind == "blank" else plain(piece.text, _LONG) for piece in one
    )


_LONG = 4000


def document_library() -> Any:
    """Return the library that writes DOCX. Raises ToolMissing."""
    try:
        import docx
    except ImportError as error:
        raise ToolMissing("DOCX needs the library python-docx: pip install 'mhaudit[letters]'.") from error
    return docx


def as_docx(letter: Letter) -> bytes:
    """Return a Word document with its headings and lists as such, blanks highlighted. Raises ToolMissing."""
    document = document_library().Document()
    _describe(document, letter)
    document.add_heading(letter.title, 1)
    for one in letter.head:
        _written(document.add_paragraph(), one)
    for section in letter.sections:
        document.add_heading(section.title, 2)
        for one in section.paragraphs:
            _written(document.add_paragraph(), one)
        for number, one in enumerate(section.items, start=1):
            if section.numbered:  # in words: a list style of Word would go on counting from one list to the next
                _written(document.add_paragraph(), (Piece(f"{number}. "), *one))
            else:
                _written(document.add_paragraph(style="List Bullet"), one)
    out = BytesIO()
    document.save(out)
    return _undated(out.getvalue())


def _describe(document: Any, letter: Letter) -> None:
    own = document.core_properties
    own.title, own.language, own.author, own.comments = letter.title, letter.language, "mhaudit", ""
    own.created = own.modified = _DAY
    own.last_modified_by, own.revision = "", 1
    if letter.warning:
        document.sections[0].header.paragraphs[0].text = letter.warning


def _written(paragraph: Any, one: Line) -> None:
    from docx.enum.text import WD_COLOR_INDEX
    from docx.shared import Pt

    for piece in one:
        run = paragraph.add_run(piece.text)
        if piece.kind == "blank":
            run.font.highlight_color = WD_COLOR_INDEX.YELLOW
        elif piece.kind == "source":
            run.font.size = Pt(8)


def _undated(data: bytes) -> bytes:
    """The same package with the same day on all of its files."""
    out = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            entry = ZipInfo(name, _LONG_AGO)
            entry.compress_type = ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return out.getvalue()


_WRITERS: dict[str, Callable[[Letter], str | bytes]] = {"html": as_html, "md": as_markdown, "docx": as_docx}


def render(name: str, audit: Audit, language: str = DEFAULT) -> str | bytes:
    """The letter of a name such as `letter-vendor-md` or `letter-regulator-eu-docx`. Raises ToolMissing."""
    kind, _, written = name.rpartition("-")
    with speaking(language):
        return _WRITERS[written](_letter(kind, audit))


def _letter(kind: str, audit: Audit) -> Letter:
    return vendor(audit) if kind == VENDOR else regulator(audit, kind.removeprefix(f"{REGULATOR}-"))
