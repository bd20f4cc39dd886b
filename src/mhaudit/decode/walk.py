"""Every reading of an exchange: decode what can be decoded, look into what comes out, stop at the limits.

It goes in rounds: what stands there, then what that stands for, and so on inwards. Decoding adds readings, it never
replaces them: the text before a step is searched as well as the one after it.
"""

from collections.abc import Iterator
from typing import NamedTuple

from mhaudit.decode import base_n, compression, structure
from mhaudit.decode.binary import read_binary
from mhaudit.decode.frames import behind_numbers, split_records
from mhaudit.decode.limits import Budget, Limits
from mhaudit.decode.multipart import read_multipart
from mhaudit.decode.openings import STRUCTURE, Openings
from mhaudit.decode.page import Page
from mhaudit.decode.parts import Content, answer_leaves, contents, head_leaves, open_url
from mhaudit.decode.text import printable_runs, read_text
from mhaudit.model.capture import Exchange, Gap
from mhaudit.model.place import Document, Leaf, Trail, Wanted

_SHORTEST_MIXTURE = 12  # bytes, of which some are text
_JSON = frozenset('{["')
_MEDIA = ("image/", "video/", "font/")


class Item(NamedTuple):
    """Something to look into. `structure`: only its fields are wanted, the text itself was searched already."""

    trail: Trail
    sent: bool
    name: str
    value: str | bytes
    content_type: str = ""
    structure: bool = False


class Walk:
    """The decoding of one exchange. `gaps` and `opaque` (bytes sent that stayed unreadable) are complete at its end."""

    def __init__(self, exchange: Exchange, limits: Limits, openings: Openings, wanted: Wanted) -> None:
        self.exchange = exchange
        self.openings = openings
        self.wanted = wanted
        self.budget = Budget(limits)
        self.gaps: list[Gap] = []
        self.opaque = 0
        self.outermost = True

    def documents(self) -> Iterator[Document]:
        """All readings, outermost first: a document for each round and direction."""
        pages = self._first_pages()
        for _ in range(self.budget.limits.depth):
            items: list[Item] = []
            for page in pages:
                if page.count and self.budget.take_leaves(page.count):
                    yield page.document()
                    self._look_inside(page, items)
            if not items:
                break
            self.outermost = False
            pages = self._pages()
            for item in items:
                self._read(item, pages[not item.sent])
        else:
            self.budget.spent.add("depth")
        for limit in sorted(self.budget.spent):
            self._gap("decode-limit", f"the limit of {limit} for one exchange was reached")

    def _first_pages(self) -> tuple[Page, Page]:
        sent, received = self._pages()
        sent.add(head_leaves(self.exchange))
        received.add(answer_leaves(self.exchange))
        for content in contents(self.exchange):
            self._read(self._unpacked(content), sent if content.sent else received)
        return sent, received

    def _pages(self) -> tuple[Page, Page]:
        return Page(self.wanted, sent=True), Page(self.wanted, sent=False)

    def _gap(self, code: str, detail: str) -> None:
        self.gaps.append(Gap(code=code, host=self.exchange.host, detail=detail, blocking=code == "decode-limit"))

    def _unpacked(self, content: Content) -> Item:
        """A body without the encodings that its headers declare."""
        trail, data = content.trail, self.budget.cut(content.data)
        for declared in content.encodings:
            codec = compression.ALIASES.get(declared, declared)
            if codec not in compression.CODECS:
                self._gap("decode-failed", f"content-encoding {declared[:40]!r} is not known")
                break
            out = self._decompress(data, codec)
            if out is None:  # many recorders keep the header and store the body decoded
                break
            trail, data = (trail, codec, None), out
        return Item(trail, content.sent, "", data, content.content_type)

    def _decompress(self, data: bytes, codec: str) -> bytes | None:
        try:
            out = compression.decompress(data, codec, self.budget.step())
        except compression.CutOff as cut:
            self.budget.spent.add("bytes")
            out = cut.data
        if out is not None:
            self.budget.take(len(out))
        return out

    def _inflated(self, item: Item) -> Item:
        """What is inside compression, and inside compression in that."""
        for _ in range(self.budget.limits.depth):
            data = item.value
            codec = compression.sniff(data) if isinstance(data, bytes) else ""
            out = self._decompress(data, codec) if codec and isinstance(data, bytes) else None
            if not out:
                return item
            item = item._replace(trail=(item.trail, codec, None), value=out)
        self.budget.spent.add("depth")
        return item

    def _read(self, item: Item, page: Page) -> None:
        item = self._inflated(item)
        value = item.value
        if isinstance(value, str):
            self._read_text(item, value, page)
        elif leaves := read_multipart(item.trail, value, item.content_type):
            page.add(leaves)
        elif records := split_records(item.trail, value):
            for trail, record in records:
                self._read_text(item._replace(trail=trail), record, page)
        elif read := read_text(value, item.content_type):
            text, step = read
            self._read_text(item._replace(trail=(item.trail, step, None)) if step else item, text, page)
        else:
            self._read_opaque(item, value, page)

    def _read_opaque(self, item: Item, data: bytes, page: Page) -> None:
        """Bytes that are no text: a message format, a raw stream, or what is readable in between."""
        if leaves := read_binary(item.trail, data):
            page.add(leaves)
            return
        for codec in ("deflate", "br"):
            out = self._decompress(data, codec) if len(data) > 8 else None
            if out and base_n.readable(out):
                self._read(item._replace(trail=(item.trail, codec, None), value=out), page)
                return
        if self.outermost and item.sent and not item.content_type.startswith(_MEDIA):
            self.opaque += len(data)
        left: list[Leaf] = [(item.trail, item.name, data)]
        if len(data) > _SHORTEST_MIXTURE:
            runs = enumerate(printable_runs(data))
            left += [((item.trail, "text", number), item.name, run) for number, run in runs]
        page.add_opaque(left)

    def _read_text(self, item: Item, text: str, page: Page) -> None:
        if text.lstrip()[:1] in _JSON and (value := structure.parse_json(text)):
            page.add_json((item.trail, "json", None), *value, "" if "\\" in text else text)
        elif (leaves := self._structure(item, text)) is not None:
            page.add(leaves, "" if "%" in text or "&" in text or "+" in text else text)
        elif not item.structure:
            page.add([(item.trail, item.name, text)])

    def _structure(self, item: Item, text: str) -> list[Leaf] | None:
        """The fields of a text, or None where it has none. Guesses are made only when the text is kept as well."""
        trail, start = item.trail, text.lstrip()[:1]
        if start == "{":
            return structure.read_lines(trail, text)
        if start == "<":
            return structure.read_xml(trail, text)
        if start.isdigit() and (packet := behind_numbers(trail, text)):
            said = structure.parse_json(packet[1])
            return structure.json_leaves((packet[0], "json", None), *said) if said else None
        if "urlencoded" in item.content_type:
            return structure.read_pairs(trail, "form", text)
        if not item.structure:
            return None
        if text.startswith(("http://", "https://")):
            return open_url(trail, text)
        if structure.looks_like_form(text):
            return structure.read_pairs(trail, "form", text)
        return structure.read_token(trail, text)

    def _look_inside(self, page: Page, items: list[Item]) -> None:
        """Queues whatever the odd leaves may stand for."""
        sent, take, opened = page.sent, self.budget.take, self.openings.of
        for trail, name, value in page.odd:
            if isinstance(value, bytes):
                items.append(Item(trail, sent, name, value))
            for codec, out in opened(value) if isinstance(value, str) else ():
                if codec == STRUCTURE:
                    items.append(Item(trail, sent, name, out, "", True))
                elif take(len(out)):
                    items.append(Item((trail, codec, None), sent, name, out))
