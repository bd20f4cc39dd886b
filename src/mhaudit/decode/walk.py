"""Decoding of an exchange: decode everything decodable, then decode the results, up to the limits.

It goes in rounds, from the outside inwards. Decoding adds readings and never replaces them: the text before a step is
searched as well as the text after it.
"""

from collections.abc import Iterator, Sequence

from mhaudit.decode import base_n, compression, structure
from mhaudit.decode.account import DENSE, OPAQUE, Account, Accounts, counts, is_dense
from mhaudit.decode.binary import read_binary
from mhaudit.decode.inert import Learning
from mhaudit.decode.items import Item, is_no_chance, makes_sense
from mhaudit.decode.limits import Budget, Cost, Limits
from mhaudit.decode.media import is_media
from mhaudit.decode.multipart import beside_parts, read_multipart
from mhaudit.decode.page import Page
from mhaudit.decode.parts import Content, answer_leaves, contents, head_leaves, open_url, printable_runs, read_text
from mhaudit.decode.structure import behind_numbers, json_leaves, split_records
from mhaudit.decode.text_decoders import STRUCTURE, DecodingCache
from mhaudit.decode.xml_text import read_xml
from mhaudit.model.capture import Exchange, Gap
from mhaudit.model.place import Decoded, Document, Leaf, Trail, Wanted
from mhaudit.model.reasons import Reason, because

_SHORTEST_MIXTURE = 12  # bytes that include text
_JSON = frozenset('{["')
_MEDIA = ("image/", "video/", "font/")
_SHORTEST_STREAM = 8  # bytes


class Walk:
    """The decoding of one exchange. `gaps`, `opaque` (undecodable bytes sent) and `account` are complete at its end.

    `concluded` are names that detectors look for in responses; without `open_received` responses are read, but texts in
    them are not decoded. With `learning`, texts that are known to decode to nothing of interest are skipped.
    """

    def __init__(
        self,
        exchange: Exchange,
        limits: Limits,
        decodings: DecodingCache,
        wanted: Wanted,
        concluded: Wanted | None = None,
        *,
        open_received: bool = True,
        learning: Learning | None = None,
    ) -> None:
        self.exchange = exchange
        self.decodings = decodings
        self.wanted = wanted
        self.concluded = concluded
        self.open_received = open_received
        self.learning = learning
        self.budget = Budget(limits)
        self.gaps: list[Gap] = []
        self.accounts = Accounts(exchange)
        self.rests: list[Item] = []  # bytes after the end of streams, still to be read

    @property
    def opaque(self) -> int:
        """Return the number of sent bytes that could not be decoded."""
        return self.accounts.sent.opaque

    @property
    def account(self) -> tuple[Account, Account]:
        """Return the accounts of what was sent and what was received."""
        return self.accounts.sent, self.accounts.received

    def documents(self) -> Iterator[Document]:
        """Yield all readings, outermost first: a document for each round and direction."""
        pages = self._first_pages()
        for level in range(self.budget.limits.depth):
            items: list[Item] = []
            for page in pages:
                if page.count and self.budget.take_leaves(page.count):
                    yield page.document()
                    if page.sent or self.open_received:
                        self._look_inside(page, items, level)
            if not items:
                break
            pages = self._pages()
            for item in items:
                self._read_inside(item, pages[not item.sent], level)
        else:
            self.budget.spent.add("depth")
        for limit in sorted(self.budget.spent):
            self._gap("decode-limit", because("limit-reached", limit=limit))
        if self.learning and self.budget.spent:
            self.learning.forget()
        self.gaps += self.accounts.gaps()

    def _first_pages(self) -> tuple[Page, Page]:
        sent, received = self._pages()
        sent.add(head_leaves(self.exchange))
        received.add(answer_leaves(self.exchange))
        for content in contents(self.exchange):
            self._read(self._unpacked(content), sent if content.sent else received)
        return sent, received

    def _pages(self) -> tuple[Page, Page]:
        return Page(self.wanted, sent=True), Page(self.concluded, sent=False)

    def _gap(self, code: str, reason: Reason) -> None:
        self.gaps.append(Gap(code=code, host=self.exchange.host, reason=reason, blocking=code == "decode-limit"))

    def _unpacked(self, content: Content) -> Item:
        """Return a body without the encodings that its headers declare."""
        trail, data = content.trail, self.budget.cut(content.data)
        self.accounts.cut(len(content.data) - len(data), sent=content.sent)
        item = Item(trail, content.sent, "", data, content.content_type, whole=True)
        for declared in content.encodings:
            codec = compression.ALIASES.get(declared, declared)
            if codec not in compression.CODECS:
                self._gap("decode-failed", because("unknown-encoding", encoding=declared[:40]))
                break
            opened = self._opened(item, codec)
            if opened is None:  # many recorders keep the header and store the body decoded
                break
            item = opened
        return item

    def _opened(self, item: Item, codec: str) -> Item | None:
        """Return the decompressed item, or None if it is not `codec`. Keep the bytes after the stream's end."""
        data = item.value
        try:
            found = (
                compression.inflate(data, codec, self.budget.inflated(len(data))) if isinstance(data, bytes) else None
            )
        except compression.CutOff as cut:
            self.budget.spent.add("bytes")
            found = compression.Inflated(cut.data)
        if found is None or (not found.whole and not (found.data and is_no_chance(found.data, codec))):
            return None
        self.budget.take(len(found.data))
        if item.whole and not found.whole:
            self.accounts.broken(codec, sent=item.sent)
        if found.rest and self.budget.take(len(found.rest)):
            self.rests.append(item._replace(trail=(item.trail, "rest", None), value=found.rest))
        return item._replace(trail=(item.trail, codec, None), value=found.data)

    def _inflated(self, item: Item) -> Item:
        """Return an item without compression, also nested compression."""
        for _ in range(self.budget.limits.depth):
            codec = compression.sniff(item.value) if isinstance(item.value, bytes) else ""
            opened = self._opened(item, codec) if codec else None
            if opened is None:
                return item
            item = opened
            if not item.value:
                return item
        self.budget.spent.add("depth")
        return item

    def _read_inside(self, item: Item, page: Page, level: int) -> None:
        """Read a decoded item that was found in round `level`."""
        before, left = page.marks(), self.budget.bytes
        self._read(item, page)
        if self.learning:
            cost = Cost(bytes=left - self.budget.bytes, leaves=page.count - before.leaves)
            self.learning.spent(item.trail, cost, level)
            self.learning.read(item.trail, page, before)

    def _read(self, item: Item, page: Page) -> None:
        """Read an item, and any bytes after the end of its compression."""
        self._read_one(item, page)
        while self.rests:
            self._read_one(self.rests.pop(), page)

    def _read_one(self, item: Item, page: Page) -> None:
        item = self._inflated(item)
        value = item.value
        if item.whole:
            self.accounts.read(len(value), sent=item.sent)
        if isinstance(value, str):
            self._read_text(item, value, page)
        elif leaves := read_multipart(item.trail, value, item.content_type):
            page.add(leaves)
            self.rests += [
                item._replace(trail=(item.trail, "rest", None), value=data, content_type="", whole=False)
                for data in beside_parts(value, item.content_type)
            ]
        elif records := split_records(item.trail, value):
            for trail, record in records:
                self._read_text(item._replace(trail=trail), record, page)
        elif read := read_text(value, item.content_type):
            text, step = read
            self._read_text(item._replace(trail=(item.trail, step, None)) if step else item, text, page)
        else:
            self._read_opaque(item, value, page)

    def _read_opaque(self, item: Item, data: bytes, page: Page) -> None:
        """Read binary data: as a message format, as a raw stream, or its readable runs."""
        if leaves := read_binary(item.trail, data, self.budget.leaves):
            page.add(leaves)
            return
        media = item.content_type.startswith(_MEDIA) or is_media(data)
        if not media and self._raw_stream(item, data, page):
            return
        if not media and (found := compression.embedded(data)):
            self._read_around(item, data, found.at, page)
            return
        if not media and (item.whole or (item.counted and len(data) >= OPAQUE)):
            self.accounts.closed(len(data), sent=item.sent)
        left: list[Leaf] = [(item.trail, item.name, data)]
        if len(data) > _SHORTEST_MIXTURE and not media:
            runs = printable_runs(data)
            if self.budget.room_for(len(runs)):
                left += [((item.trail, "text", number), item.name, run) for number, run in enumerate(runs)]
        page.add_opaque(left)

    def _raw_stream(self, item: Item, data: bytes, page: Page) -> bool:
        """Read a raw stream of text; deflate and brotli have no signature to detect them by."""
        for codec in ("deflate", "br") if len(data) > _SHORTEST_STREAM else ():
            if not compression.may_hold_text(data, codec):
                continue
            opened = self._opened(item._replace(whole=False), codec)
            if opened and isinstance(opened.value, bytes) and opened.value and base_n.is_readable(opened.value):
                self._read_one(opened, page)
                return True
            self.rests.clear()
        return False

    def _read_around(self, item: Item, data: bytes, at: int, page: Page) -> None:
        """Read a compressed stream inside other bytes, and the bytes before it."""
        before = item._replace(trail=(item.trail, "at", 0), value=data[:at], whole=False)
        if at >= _SHORTEST_MIXTURE:
            self._read_one(before, page)
        else:
            page.add_opaque([(before.trail, item.name, data[:at])])
        if self.budget.take(len(data) - at):
            self._read_one(item._replace(trail=(item.trail, "at", at), value=data[at:], whole=False), page)

    def _read_text(self, item: Item, text: str, page: Page) -> None:
        if text.lstrip()[:1] in _JSON and self._read_json(item, text, page):
            return
        if (leaves := self._structure(item, text)) is not None:
            page.add(leaves, "" if "%" in text or "&" in text or "+" in text else text)
        elif not item.structure:
            page.add([(item.trail, item.name, text)])

    def _read_json(self, item: Item, text: str, page: Page) -> bool:
        """Read a text that is JSON; if it has more values than allowed, only the text itself."""
        if not self.budget.room_for(text.count(",") + text.count("[") + text.count("{")):
            return False
        value = structure.parse_json(text)
        if value:
            page.add_json((item.trail, "json", None), *value, "" if "\\" in text else text)
        elif item.whole and "json" in item.content_type and structure.is_unfinished(text):
            self.accounts.unfinished(sent=item.sent)
        return value is not None

    def _structure(self, item: Item, text: str) -> list[Leaf] | None:
        """Return the fields of a text, or None. Guesses are made only if the text itself is kept, too."""
        trail, start = item.trail, text.lstrip()[:1]
        if not self.budget.room_for(text.count("\n") if start == "{" else text.count("&") + text.count(";")):
            return None
        if start == "{":
            return structure.read_json_lines(trail, text)
        if start == "<":
            return read_xml(trail, text)
        if start.isdigit() and (packet := behind_numbers(trail, text)):
            said = structure.parse_json(packet[1])
            return json_leaves((packet[0], "json", None), *said) if said else None
        if "urlencoded" in item.content_type:
            return structure.read_form(trail, text)
        if not item.structure:
            return None
        if structure.looks_like_address(text):
            return open_url(trail, text)
        if structure.looks_like_form(text) or structure.has_form_lines(text) or structure.separator_of(text) == ";":
            return structure.read_form(trail, text)
        return structure.read_token(trail, text)

    def _look_inside(self, page: Page, items: list[Item], level: int) -> None:
        """Queue the decodings of the odd leaves of round `level`."""
        sent, opened, learning = page.sent, self.decodings.of, self.learning
        for trail, name, value in page.odd:
            if isinstance(value, bytes):
                items.append(Item(trail, sent, name, value, counted=counts(trail, name)))
                continue
            if not isinstance(value, str):
                continue
            if learning and (cost := learning.cost(name, value, sent=sent)) and self.budget.charge(cost, level):
                learning.spent(trail, cost, level)
                continue
            if not self.budget.take_work(len(value)):
                continue
            outs = opened(value)
            if outs:
                self._queue((trail, name, value), outs, items, level, sent=sent)
            elif learning and level:
                learning.spent(trail, Cost(work=len(value)), level)
            if len(value) >= DENSE and is_dense(value):
                self._note_dense(trail, name, value, outs, sent=sent)

    def _queue(self, leaf: Leaf, outs: Sequence[Decoded], items: list[Item], level: int, *, sent: bool) -> None:
        """Queue the decodings of the text of a leaf."""
        trail, name, value = leaf
        left = self.budget.bytes
        for codec, out in outs:
            if codec == STRUCTURE:
                items.append(Item(trail, sent, name, out, "", True))
            elif self.budget.take(len(out)):
                items.append(Item((trail, codec, None), sent, name, out))
        if self.learning and isinstance(value, str):
            self.learning.watch(trail, name, value, level, sent=sent)
            self.learning.spent(trail, Cost(work=len(value), bytes=left - self.budget.bytes), level)

    def _note_dense(self, trail: Trail, name: str, value: str, outs: Sequence[Decoded], *, sent: bool) -> None:
        """Count a text as opaque if it is as varied as encrypted data and none of its decodings makes sense."""
        if self.learning:
            self.learning.tells(trail)
        if counts(trail, name) and not any(map(makes_sense, outs)):
            self.accounts.closed(len(value), sent=sent)
