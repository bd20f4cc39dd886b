"""Every reading of an exchange: decode what can be decoded, look into what comes out, stop at the limits.

Decoding adds readings, it never replaces them: the text before a step is searched as well as the one after it.
"""

from collections import deque
from collections.abc import Iterator
from typing import NamedTuple

from mhaudit.decode import base_n, compression, structure
from mhaudit.decode.binary import read_binary
from mhaudit.decode.limits import Budget, Limits
from mhaudit.decode.multipart import read_multipart
from mhaudit.decode.openings import STRUCTURE, Opening, Openings
from mhaudit.decode.parts import Content, contents, heads, open_url
from mhaudit.decode.text import printable_runs, read_text
from mhaudit.model.capture import Exchange, Gap
from mhaudit.model.place import Document, Leaf, Trail

_SHORTEST = 6  # no planted value is shorter, and no JSON with a field in it


class Item(NamedTuple):
    """Something to look into: bytes or text, by the name of the field that it came from."""

    trail: Trail
    sent: bool
    name: str
    value: str | bytes
    depth: int
    content_type: str = ""


class Walk:
    """The decoding of one exchange. `gaps` and `opaque` (bytes sent that stayed unreadable) are complete at its end."""

    def __init__(self, exchange: Exchange, limits: Limits, openings: Openings) -> None:
        self.exchange = exchange
        self.openings = openings
        self.budget = Budget(limits)
        self.queue: deque[Item] = deque()
        self.gaps: list[Gap] = []
        self.opaque = 0

    def documents(self) -> Iterator[Document]:
        """All readings, outermost first."""
        for document in heads(self.exchange):
            yield document
            self._look_inside(document, 0)
        yield from self._drain()
        for content in contents(self.exchange):
            self._open_content(content)
            yield from self._drain()
        for limit in sorted(self.budget.spent):
            self._gap("decode-limit", f"the limit of {limit} for one exchange was reached")

    def _gap(self, code: str, detail: str) -> None:
        self.gaps.append(Gap(code=code, host=self.exchange.host, detail=detail, blocking=code == "decode-limit"))

    def _open_content(self, content: Content) -> None:
        trail, data = content.trail, content.data
        for declared in content.encodings:
            codec = compression.ALIASES.get(declared, declared)
            if codec not in compression.CODECS:
                self._gap("decode-failed", f"content-encoding {declared[:40]!r} is not known")
                break
            out = self._decompress(data, codec)
            if out is None:  # many recorders keep the header and store the body decoded
                break
            trail, data = (trail, codec, None), out
        self.queue.append(Item(trail, content.sent, "", data, 0, content.content_type))

    def _decompress(self, data: bytes, codec: str) -> bytes | None:
        try:
            out = compression.decompress(data, codec, self.budget.step())
        except compression.CutOff as cut:
            self.budget.spent.add("bytes")
            out = cut.data
        if out is not None:
            self.budget.take(len(out))
        return out

    def _drain(self) -> Iterator[Document]:
        while self.queue:
            item = self.queue.popleft()
            document = self._read_bytes(item) if isinstance(item.value, bytes) else self._read_text(item, item.value)
            if document is not None and self.budget.take_leaves(len(document.leaves)):
                yield document
                self._look_inside(document, item.depth)

    def _read_bytes(self, item: Item) -> Document | None:
        data = item.value
        assert isinstance(data, bytes)
        if (codec := compression.sniff(data)) and (out := self._decompress(data, codec)):
            self.queue.append(item._replace(trail=(item.trail, codec, None), value=out, depth=item.depth + 1))
            return None
        if leaves := read_multipart(item.trail, data, item.content_type):
            return Document(item.trail, item.sent, "", leaves)
        if text := read_text(data, item.content_type):
            trail = (item.trail, text[1], None) if text[1] else item.trail
            return self._read_text(item._replace(trail=trail), text[0])
        return self._read_opaque(item, data)

    def _read_opaque(self, item: Item, data: bytes) -> Document:
        """Bytes that are no text: a message format, a raw stream, or what is readable in between."""
        if leaves := read_binary(item.trail, data):
            return Document(item.trail, item.sent, "", leaves)
        for codec in ("deflate", "br"):
            out = self._decompress(data, codec) if len(data) > 8 else None
            if out and base_n.readable(out):
                self.queue.append(item._replace(trail=(item.trail, codec, None), value=out, depth=item.depth + 1))
                return Document(item.trail, item.sent, "", [])
        if item.depth == 0 and item.sent and not item.content_type.startswith(("image/", "video/", "font/")):
            self.opaque += len(data)
        leaves = [(item.trail, item.name, data)]
        leaves += [((item.trail, "text", n), item.name, run) for n, run in enumerate(printable_runs(data))]
        return Document(item.trail, item.sent, "", leaves)

    def _read_text(self, item: Item, text: str) -> Document:
        leaves = self._structure(item, text)
        if leaves is None:
            return Document(item.trail, item.sent, "", [(item.trail, item.name, text)])
        return Document(item.trail, item.sent, "" if "\\" in text or "%" in text or "&" in text else text, leaves)

    def _structure(self, item: Item, text: str) -> list[Leaf] | None:
        start = text.lstrip()[:1]
        if start in ("{", "[", '"'):
            leaves = structure.read_json(item.trail, text)
            if leaves is None:
                leaves = structure.read_lines(item.trail, text)
            if leaves is not None:
                return leaves
        if start == "<":
            return structure.read_xml(item.trail, text)
        if start == "e" and (leaves := structure.read_token(item.trail, text)):
            return [*leaves, (item.trail, item.name, text)]
        if text.startswith(("http://", "https://")):
            return [(item.trail, item.name, text), *open_url(item.trail, text)]
        if "urlencoded" in item.content_type:
            return structure.read_pairs(item.trail, "form", text)
        if structure.looks_like_form(text):
            return [*structure.read_pairs(item.trail, "form", text), (item.trail, item.name, text)]
        return None

    def _look_inside(self, document: Document, depth: int) -> None:
        """Queue whatever the leaves may stand for."""
        sent, own = document.sent, document.trail
        opened = self.openings.of
        for trail, name, value in document.leaves:
            if type(value) is str:
                if len(value) >= _SHORTEST and (found := opened(value)):
                    self._queue(found, trail, sent, name, depth, repeated=trail == own)
            elif type(value) is bytes and value and trail != own:
                self.queue.append(Item(trail, sent, name, value, depth))

    def _queue(
        self, found: tuple[Opening, ...], trail: Trail, sent: bool, name: str, depth: int, *, repeated: bool
    ) -> None:
        if depth >= self.budget.limits.depth:
            self.budget.spent.add("depth")
            return
        for codec, out in found:
            if codec == STRUCTURE:
                if not repeated:
                    self.queue.append(Item(trail, sent, name, out, depth + 1))
            elif self.budget.take(len(out)):
                self.queue.append(Item((trail, codec, None), sent, name, out, depth + 1))
