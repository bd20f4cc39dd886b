"""Collect the texts of reports and of the web interface into two catalogues, and compile their translations.

Writes the .pot files below src/mhaudit, updates every .po, and compiles the .mo files that the package ships. With
--check it writes nothing and prints every fault: a text that is missing in the catalogue, one that is not translated,
placeholders that differ, an outdated compiled file. Exits with 1 when there is one.
"""

import ast
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from mhaudit.model.capture import GAPS
from mhaudit.model.knowledge import Policies
from mhaudit.model.reasons import AND_MORE, SENTENCES, has_words
from mhaudit.policy import load
from mhaudit.recipients.directory import VERIFIED
from mhaudit.report.text.language import CATALOGUES, DEFAULT, DOMAIN, LANGUAGES
from mhaudit.web.render import CATALOGUE as WEB_CATALOGUE
from mhaudit.web.render import DOMAIN as WEB_DOMAIN

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "mhaudit" / "report"
OF_THE_PAGE = (ROOT / "src" / "mhaudit" / "web", ROOT / "src" / "mhaudit" / "draft")
KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "_": None,
    "say": None,
    "_n": (1, 2),
    "say_many": (1, 2),
    "counted": (2, 3),
}
_BLANK = re.compile(r"\{(\w+)\}")
Text = tuple[str, str | tuple[str, str]]


class Place(NamedTuple):
    """The place of a catalogue."""

    folder: Path
    domain: str

    def of(self, language: str) -> Path:
        """Return the folder of a language's files."""
        return self.folder / language / "LC_MESSAGES"


REPORT = Place(CATALOGUES, DOMAIN)
WEB = Place(WEB_CATALOGUE, WEB_DOMAIN)


def texts() -> Iterator[Text]:
    """Yield (file, text or (singular, plural)) for all texts of reports and of the shipped policies."""
    yield from _of_folder(SOURCE)
    yield from (("src/mhaudit/model/capture.py", text) for text in GAPS.values())
    yield from (("src/mhaudit/recipients/directory.py", text) for text in VERIFIED.values())
    yield from _of_policies()


def _of_folder(folder: Path) -> Iterator[Text]:
    for path in sorted(folder.rglob("*")):
        gather = {".py": _of_code, ".j2": _of_template}.get(path.suffix)
        if gather:
            yield from ((_name(path), text) for text in gather(path))


def _of_code(path: Path) -> Iterator[str | tuple[str, str]]:
    """Return the marked texts of a file, from its syntax tree.

    Babel reads tokens, which before Python 3.12 do not include the inside of an f-string.
    """
    return _calls(ast.parse(path.read_text(encoding="utf-8")))


def _calls(node: ast.AST) -> Iterator[str | tuple[str, str]]:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KEYWORDS:
        first, *more = KEYWORDS[node.func.id] or (1,)
        found = [_text(node.args[at - 1]) for at in (first, *more) if at <= len(node.args)]
        if all(found):
            yield (found[0], found[1]) if more else found[0]
    for child in ast.iter_child_nodes(node):
        yield from _calls(child)


def _text(node: ast.AST) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _of_template(path: Path) -> Iterator[str | tuple[str, str]]:
    with path.open("rb") as file:
        for _, found, _, _ in extract("jinja2.ext:babel_extract", file, KEYWORDS, options={"silent": "false"}):
            yield found if isinstance(found, str) else (found[0], found[1])


def _of_policies() -> Iterator[Text]:
    sentences = (text for text in (*SENTENCES.values(), AND_MORE) if has_words(text))
    yield from (("src/mhaudit/model/reasons.py", text) for text in sentences)
    known = load()
    for rule in known.rules.values():
        yield from ((f"policies/rules/{rule.id}.yaml", text) for text in (rule.title, rule.because, rule.remedy))
    for kind in known.kinds.values():
        yield from ((f"policies/data/{kind.id}.yaml", text) for text in (kind.label, kind.why))
    for law in known.regulations.values():
        yield from ((f"policies/regulations/{law.id}.yaml", text) for text in (law.title, law.citation))
    yield from _of_services(known)


def _of_services(known: Policies) -> Iterator[Text]:
    """Yield the texts of SDK fields, of signs of self-hosting, and of settings."""
    for sdk in known.sdks.values():
        fields = [field for request in sdk.requests for field in request.fields]
        yield from ((f"policies/sdks/{sdk.id}.yaml", field.because) for field in fields)
    for service in known.services.values():
        means = [text for setting in service.settings for text in (value.means for value in setting.values)]
        reasons = [signature.because for signature in service.self_hosted]
        yield from ((f"policies/services/{service.id}.yaml", text) for text in (*reasons, *means))


def template() -> Catalog:
    """Return the catalogue without translations, in the order of the files."""
    catalogue = _catalogue(None)
    for name, text in texts():
        if text:
            catalogue.add(text, locations=[(name, 1)])
    return catalogue


def template_of_the_page(reports: Catalog) -> Catalog:
    """Return the catalogue of the web interface, without texts that the reports' catalogue has."""
    catalogue = _catalogue(None)
    for name, text in (found for folder in OF_THE_PAGE for found in _of_folder(folder)):
        if text and not reports.get(text if isinstance(text, str) else text[0]):
            catalogue.add(text, locations=[(name, 1)])
    return catalogue


class _Catalogue(Catalog):
    """A catalogue with a minimal header: no dates and no versions of tools, which would change by themselves."""

    def _get_mime_headers(self) -> list[tuple[str, str]]:
        headers = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Transfer-Encoding", "8bit")]
        if self.locale:
            headers += [("Language", str(self.locale)), ("Plural-Forms", self.plural_forms)]
        return headers

    mime_headers = property(_get_mime_headers)


def _catalogue(language: str | None) -> Catalog:
    return _Catalogue(locale=language, header_comment="# The texts of mhaudit's reports.", fuzzy=False)


def translated(language: str, place: Place = REPORT) -> Catalog:
    """Return the current catalogue of a language, or an empty one."""
    path = place.of(language) / f"{place.domain}.po"
    if not path.exists():
        return _catalogue(language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def merged(language: str, wanted: Catalog, place: Place = REPORT) -> Catalog:
    """Return the translations that are still used, in the template's order; new texts are empty."""
    old, new = translated(language, place), _catalogue(language)
    for message in wanted:
        if message.id:
            known = old.get(message.id)
            string = known.string if known else ""
            new.add(message.id, string, locations=message.locations)
    return new


def po(catalogue: Catalog) -> bytes:
    """Return the catalogue as the text of a .po file."""
    out = io.BytesIO()
    write_po(out, catalogue, width=110, include_lineno=False)
    return out.getvalue()


def mo(catalogue: Catalog) -> bytes:
    """Return the catalogue as a compiled .mo file."""
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def files(wanted: Catalog, place: Place = REPORT) -> Iterator[tuple[Path, bytes]]:
    """Yield each file with its current content."""
    yield place.folder / f"{place.domain}.pot", po(wanted)
    for language in LANGUAGES:
        if language != DEFAULT:
            new = merged(language, wanted, place)
            yield place.of(language) / f"{place.domain}.po", po(new)
            yield place.of(language) / f"{place.domain}.mo", mo(new)


def faults(language: str, catalogue: Catalog, place: Place = REPORT) -> Iterator[str]:
    """Yield texts without a translation, and translations whose placeholders differ."""
    name = _name(place.of(language) / f"{place.domain}.po")
    for message in catalogue:
        if message.id and not _complete(message):
            yield f"{name}: not translated: {message.id!r}"
        elif message.id and (wrong := _wrong_blanks(message)):
            yield f"{name}: the blanks differ ({', '.join(sorted(wrong))}): {message.id!r}"


def _complete(message: Message) -> bool:
    strings = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return bool(strings) and all(strings) and not message.fuzzy


def _wrong_blanks(message: Message) -> set[str]:
    """Return placeholders that a translation lacks or adds; `number` may be missing in the singular."""
    ids = message.id if isinstance(message.id, tuple | list) else (message.id,)
    strings = message.string if isinstance(message.string, tuple | list) else (message.string,)
    wanted = {blank for text in ids for blank in _BLANK.findall(text)}
    return {
        blank
        for string in strings
        for blank in wanted ^ set(_BLANK.findall(string or ""))
        if not (len(strings) > 1 and blank == "number")
    }


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def main(arguments: list[str]) -> int:
    """Return 0 if everything is translated and current, else 1."""
    reports = template()
    found = [*_brought_up(reports, REPORT, checking="--check" in arguments)]
    found += _brought_up(template_of_the_page(reports), WEB, checking="--check" in arguments)
    for fault in found:
        print(fault)
    return 1 if found else 0


def _brought_up(wanted: Catalog, place: Place, *, checking: bool) -> Iterator[str]:
    """Write the files of a catalogue, or only compare them, and yield every fault."""
    for path, content in files(wanted, place):
        if not checking:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        elif not path.exists() or path.read_bytes() != content:
            yield f"{_name(path)}: not current; run make languages"
    for language in LANGUAGES:
        if language != DEFAULT:
            yield from faults(language, merged(language, wanted, place), place)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
