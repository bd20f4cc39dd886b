"""Render a letter as HTML, Markdown or DOCX, with the same words and with blanks marked in each."""

from collections.abc import Callable, Iterator

from markupsafe import Markup, escape

from mhaudit.model.audit import Audit
from mhaudit.report.formats.markdown import plain
from mhaudit.report.letters.letter import REGULATOR, VENDOR, Letter, LetterSection, Line, Table
from mhaudit.report.letters.regulator import regulator
from mhaudit.report.letters.vendor import vendor
from mhaudit.report.letters.word import as_docx
from mhaudit.report.text.language import DEFAULT, speaking

_STYLE = (
    "body{font:12pt/1.5 Georgia,serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#111;background:#fff}"
    "h1{font-size:1.5em}h2{font-size:1.15em;margin:1.4em 0 .3em;break-after:avoid}mark{background:#ffe08a;color:#111}"
    "p{margin:.4em 0}.table{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:.85em;line-height:1.35}"
    "th,td{border:1px solid #999;padding:.25em .4em;text-align:start;vertical-align:top;overflow-wrap:anywhere;"
    "min-width:4em}thead{display:table-header-group}tr{break-inside:avoid}li{margin:.15em 0}"
    ".source{color:#555;font:.8em monospace;overflow-wrap:anywhere}.warning{background:#9c1c28;color:#fff;padding:.5em}"
    "@page{size:A4;margin:16mm 18mm;@bottom-right{content:counter(page) ' / ' counter(pages);font:8pt sans-serif}}"
    "@media print{body{font-size:9.5pt;line-height:1.35;max-width:none;margin:0;padding:0}.annex{break-before:page}"
    "td,th{min-width:0}.table{overflow:visible}.warning{position:fixed;bottom:0;left:0;right:0}}"
)


def as_html(letter: Letter) -> str:
    """Return one page without scripts; all text in it is escaped."""
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
        yield from _section(section)


def _section(section: LetterSection) -> Iterator[Markup]:
    annex = Markup(' class="annex"') if section.new_page else Markup("")
    yield Markup("<h2{}>{}</h2>").format(annex, section.title)
    yield from (_line(one, "p") for one in section.paragraphs)
    if section.table:
        yield _table(section.table, section.title)
    if section.items:
        tag = "ol" if section.numbered else "ul"
        items = Markup("\n").join(_line(one, "li") for one in section.items)
        yield Markup("<{0}>\n{1}\n</{0}>").format(Markup(tag), items)  # noqa: S704 (ol or ul)


def _table(table: Table, title: str) -> Markup:
    columns = Markup("").join(Markup('<col style="width:{}%">').format(width) for width in table.widths)
    head = Markup("").join(Markup('<th scope="col">{}</th>').format(name) for name in table.head)
    rows = Markup("\n").join(
        Markup("<tr>{}</tr>").format(Markup("").join(_line(cell, "td") for cell in row)) for row in table.rows
    )
    return Markup(
        '<div class="table" role="region" tabindex="0" aria-label="{}"><table>\n<colgroup>{}</colgroup>\n'
        "<thead><tr>{}</tr></thead>\n<tbody>\n{}\n</tbody>\n</table></div>"
    ).format(title, columns, head, rows)


def _line(one: Line, tag: str) -> Markup:
    pieces = {"text": "{}", "blank": "<mark>{}</mark>", "source": '<span class="source">{}</span>'}
    inner = Markup("").join(Markup(pieces[piece.kind]).format(escape(piece.text)) for piece in one)  # noqa: S704
    return Markup("<{0}><bdi>{1}</bdi></{0}>").format(Markup(tag), inner)  # noqa: S704 (p, li or td)


def as_markdown(letter: Letter) -> str:
    """Return Markdown with all text of the audit escaped; blanks are bold."""
    return "\n".join(_markdown(letter)).rstrip() + "\n"


def _markdown(letter: Letter) -> Iterator[str]:
    if letter.warning:
        yield f"> **{plain(letter.warning)}**\n"
    yield f"# {plain(letter.title)}\n"
    yield from (_marked(one) + "\n" for one in letter.head)
    for section in letter.sections:
        yield f"## {plain(section.title)}\n"
        yield from (_marked(one) + "\n" for one in section.paragraphs)
        if section.table:
            yield _row([plain(name) for name in section.table.head])
            yield _row(["---"] * len(section.table.head))
            yield from (_row([_marked(cell) for cell in row]) for row in section.table.rows)
            yield ""
        for number, one in enumerate(section.items, start=1):
            yield (f"{number}. " if section.numbered else "- ") + _marked(one)
        yield ""


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _marked(one: Line) -> str:
    return "".join(
        f"**{plain(piece.text, _LONG)}**" if piece.kind == "blank" else plain(piece.text, _LONG) for piece in one
    )


_LONG = 4000
_WRITERS: dict[str, Callable[[Letter], str | bytes]] = {"html": as_html, "md": as_markdown, "docx": as_docx}


def render(name: str, audit: Audit, language: str = DEFAULT) -> str | bytes:
    """Return the letter of a name such as `letter-vendor-md` or `letter-regulator-eu-docx`.

    Raise ToolMissing where the library that writes DOCX is missing.
    """
    kind, _, written = name.rpartition("-")
    with speaking(language):
        return _WRITERS[written](_letter(kind, audit))


def _letter(kind: str, audit: Audit) -> Letter:
    return vendor(audit) if kind == VENDOR else regulator(audit, kind.removeprefix(f"{REGULATOR}-"))
