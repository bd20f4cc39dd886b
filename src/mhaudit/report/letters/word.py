"""Write a letter as a Word document: real headings, tables and lists, highlighted blanks, numbered pages."""

from datetime import datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from mhaudit.errors import ToolMissing
from mhaudit.report.letters.letter import Letter, LetterSection, Line, Piece, Table

_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the earliest date that a ZIP file can store
_DAY = datetime(1980, 1, 1)  # noqa: DTZ001 (the library wants it so)
# Points, and the size of a page in millimetres (A4).
_TEXT, _CELL, _SMALL, _TITLE, _HEADING = 9.5, 8, 7.5, 15, 11
_PAGE, _MARGIN, _BOTTOM = (210, 297), 18, 16
_LANGUAGES = {"en": "en-GB", "de": "de-DE"}


def document_library() -> Any:
    """Return the library that writes DOCX. Raise ToolMissing where it is not installed."""
    try:
        import docx
    except ImportError as error:
        raise ToolMissing("DOCX needs the library python-docx: pip install 'mhaudit[letters]'.") from error
    return docx


def as_docx(letter: Letter) -> bytes:
    """Return a Word document; the same letter gives the same bytes. Raise ToolMissing where the library is not
    installed.
    """
    document = document_library().Document()
    _describe(document, letter)
    _lay_out(document, letter)
    document.add_heading(letter.title, 1)
    for one in letter.head:
        _written(document.add_paragraph(), one)
    for section in letter.sections:
        _section(document, section)
    out = BytesIO()
    document.save(out)
    return _undated(out.getvalue())


def _section(document: Any, section: LetterSection) -> None:
    heading = document.add_heading(section.title, 2)
    heading.paragraph_format.page_break_before = section.new_page
    for one in section.paragraphs:
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.keep_with_next = bool(section.table)
        _written(paragraph, one)
    if section.table:
        _table(document, section.table)
    for number, one in enumerate(section.items, start=1):
        if section.numbered:  # in words: a list style of Word would go on counting from one list to the next
            _written(document.add_paragraph(), (Piece(f"{number}. "), *one))
        else:
            _written(document.add_paragraph(style="List Bullet"), one)


def _table(document: Any, table: Table) -> None:
    from docx.shared import Mm

    made = document.add_table(rows=1, cols=len(table.head), style="Table Grid")
    made.autofit = False
    _repeat(made.rows[0])
    for cell, title in zip(made.rows[0].cells, table.head, strict=True):
        cell.paragraphs[0].add_run(title).bold = True
    for row in table.rows:
        added = made.add_row()
        _whole(added)
        for cell, one in zip(added.cells, row, strict=True):
            _written(cell.paragraphs[0], one)
    widths = [Mm((_PAGE[0] - 2 * _MARGIN) * share / 100) for share in table.widths]
    for column, width in zip(made.columns, widths, strict=True):
        column.width = width
    for row in made.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width
            _small(cell.paragraphs[0])
    _small(document.add_paragraph())


def _small(paragraph: Any) -> None:
    from docx.shared import Pt

    paragraph.paragraph_format.space_after = Pt(0)
    for run in paragraph.runs:
        run.font.size = Pt(_CELL)


def _repeat(row: Any) -> None:
    """Repeat a row of headings on each page that the table continues on."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    _whole(row)


def _whole(row: Any) -> None:
    """Keep a row on one page."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _describe(document: Any, letter: Letter) -> None:
    own = document.core_properties
    own.title, own.language, own.author, own.comments = letter.title, letter.language, "mhaudit", ""
    own.created = own.modified = _DAY
    own.last_modified_by, own.revision = "", 1
    if letter.warning:
        document.sections[0].header.paragraphs[0].text = letter.warning


def _lay_out(document: Any, letter: Letter) -> None:
    """Set the page, the sizes of text, its language, and the page number in the footer."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    page = document.sections[0]
    page.page_width, page.page_height = Mm(_PAGE[0]), Mm(_PAGE[1])
    page.left_margin = page.right_margin = page.top_margin = Mm(_MARGIN)
    page.bottom_margin, page.header_distance, page.footer_distance = Mm(_BOTTOM), Mm(8), Mm(8)
    for name, size, before in (("Normal", _TEXT, 0), ("Heading 1", _TITLE, 0), ("Heading 2", _HEADING, 7)):
        style = document.styles[name]
        style.font.size = Pt(size)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(3)
    document.styles["List Bullet"].paragraph_format.space_after = Pt(2)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), _LANGUAGES.get(letter.language, letter.language))
    document.styles["Normal"].element.get_or_add_rPr().append(language)
    foot = page.footer.paragraphs[0]
    foot.alignment = 2  # on the right
    _field(foot, "PAGE")
    foot.add_run(" / ")
    _field(foot, "NUMPAGES")


def _field(paragraph: Any, name: str) -> None:
    """Add a field that the word processor fills in."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    paragraph._p.append(field)


def _written(paragraph: Any, one: Line) -> None:
    from docx.enum.text import WD_COLOR_INDEX
    from docx.shared import Pt

    for piece in one:
        run = paragraph.add_run(piece.text)
        if piece.kind == "blank":
            run.font.highlight_color = WD_COLOR_INDEX.YELLOW
        elif piece.kind == "source":
            run.font.size = Pt(_SMALL)


def _undated(data: bytes) -> bytes:
    """Return the package with the same date on all of its files."""
    out = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            entry = ZipInfo(name, _LONG_AGO)
            entry.compress_type = ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return out.getvalue()
