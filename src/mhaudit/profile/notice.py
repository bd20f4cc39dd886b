"""A privacy notice as sentences of plain text. HTML is read as text only: nothing is run or downloaded."""

import hashlib
import html
import re
from collections.abc import Iterator

from mhaudit.model.subject import PrivacyNotice
from mhaudit.profile.files import NotUsable

_TAG_NAME = re.compile(r"[a-z][a-z0-9]*", re.IGNORECASE)
# Elements without text for readers.
_SILENT = frozenset({"script", "style", "template", "noscript", "iframe", "object", "svg", "head", "textarea"})
# Inline elements; all others end a line.
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd mark q s samp small span strike strong "
    "sub sup time tt u var wbr".split()
)
_SENTENCE = re.compile(r"(?<=[.!?])[\"'”’)]*\s+(?=[\"'“‘(]*[A-ZÀ-ÞÄÖÜ0-9])")
_ABBREVIATED = re.compile(r"\b(?:Inc|Ltd|LLC|Corp|Co|No|Nos|Art|e\.g|i\.e|z\.B|bzw|S\.A|B\.V|St|Dr|Mr|Ms|vs|U\.S)\.$")
_LONGEST = 600
_LONGEST_ENDING = 8
_MOST = 20_000


def read_notice(name: str, content: bytes, retrieved: str, source: str) -> PrivacyNotice:
    """Return the notice in a text or HTML file. Raise NotUsable if it has no text."""
    text = _decoded(content)
    looks_like_html = re.search(
        r"<(?:!doctype|html|head|body|p|div|h[1-6]|ul|ol|li|table|span|br|a|section|article|main|meta|title)\b",
        text[:65536],
        re.IGNORECASE,
    )
    lines = _lines_of_html(text) if looks_like_html else text
    sentences = tuple(_sentences(lines))
    if not sentences:
        raise NotUsable(f"{name!r} contains no text")
    return PrivacyNotice(
        name=name,
        sha256=hashlib.sha256(content).hexdigest(),
        sentences=sentences,
        retrieved=retrieved,
        source=source,
    )


def _decoded(content: bytes) -> str:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def _lines_of_html(text: str) -> str:
    """Return the text of a page, one line per block, in a single pass."""
    return html.unescape("".join(_pieces(text)))


def _pieces(text: str) -> Iterator[str]:
    lower = text.lower()
    at, end = 0, len(text)
    while at < end:
        opening = text.find("<", at)
        if opening < 0:
            opening = end
        yield " ".join(text[at:opening].split("\n"))  # line breaks of the file are not those of the page
        if opening == end:
            return
        at, piece = _tag(text, lower, opening)
        yield piece


def _tag(text: str, lower: str, at: int) -> tuple[int, str]:
    """Return the position after a tag or comment, and its replacement."""
    if text.startswith("<!--", at):
        return _behind(text, "-->", at + 4), " "
    closing = text[at + 1 : at + 2] == "/"
    name = _TAG_NAME.match(text, at + 1 + closing)
    if name is None and text[at + 1 : at + 2] not in ("!", "?", "/"):
        return at + 1, "<"  # not a tag but a literal <
    behind = _behind(text, ">", at + 1)
    tag = name[0].lower() if name else ""
    if tag in _SILENT and not closing and text[behind - 2 : behind - 1] != "/":
        over = lower.find(f"</{tag}", behind)
        return (_behind(text, ">", over) if over >= 0 else len(text)), "\n"
    return behind, "" if tag in _INLINE else "\n"


def _behind(text: str, mark: str, start: int) -> int:
    found = text.find(mark, start)
    return found + len(mark) if found >= 0 else len(text)


def _sentences(text: str) -> Iterator[str]:
    """Yield sentences and lines, in order, each once; very long ones are split between words."""
    seen: set[str] = set()
    for line in text.splitlines():
        for sentence in _split(" ".join(line.split())):
            if len(sentence) > 2 and sentence not in seen and len(seen) < _MOST:
                seen.add(sentence)
                yield sentence


def _split(line: str) -> Iterator[str]:
    held = ""
    for piece in _SENTENCE.split(line):
        held = f"{held} {piece}".strip()
        if len(held) > _LONGEST or not _ABBREVIATED.search(held[-_LONGEST_ENDING:]):
            yield from _cut(held)
            held = ""
    yield from _cut(held)


def _cut(sentence: str) -> Iterator[str]:
    while len(sentence) > _LONGEST:
        end = sentence.rfind(" ", 1, _LONGEST)
        end = end if end > 0 else _LONGEST
        yield sentence[:end]
        sentence = sentence[end:].strip()
    if sentence:
        yield sentence
