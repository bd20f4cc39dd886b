"""Every reading of an exchange: decode what can be decoded, look into what comes out, stop at the limits.

It goes in rounds: what stands there, then what that stands for, and so on inwards. Decoding adds readings, it never
replaces them: the text before a step is searched as well as the one after it.
"""

from collections.abc import Iterator, Mapping
from functools import cached_property
from time import monotonic
from typing import Any, NamedTuple

from msgspec import Struct

from mhaudit.decode import base_n, compression, structure
from mhaudit.decode.binary import read_binary
from mhaudit.decode.parts import Content, answer_leaves, contents, head_leaves, open_url, printable_runs, read_text
from mhaudit.decode.structure import VALUED, behind_numbers, json_leaves, pair_name, read_multipart, split_records
from mhaudit.decode.text_decoders import STRUCTURE, Openings, is_plain
from mhaudit.model.capture import Exchange, Gap
from mhaudit.model.place import Document, Key, Leaf, Scalar, Trail, Wanted
from mhaudit.model.reasons import Reason, because

_BETWEEN = "\x1f"  # stands in no value that is looked for, so nothing is found across two leaves
_MANY = (dict, list)
_LARGE = 10**14  # of fifteen digits on, a number may be a hash
SHORTEST = 6  # no planted value is shorter, and no JSON with a field in it


class Page:
    """Collects what many small units hold, so that the detectors look at one document and not at thirty.

    Of JSON only the leaves that somebody wants to see are made: those of a wanted name, and odd ones.
    """

    def __init__(self, wanted: Wanted, *, sent: bool) -> None:
        self.wanted = wanted
        self.sent = sent
        self.texts: list[str] = []
        self.named: list[Leaf] = []
        self.odd: list[Leaf] = []
        self.opaque: list[Leaf] = []
        self.plain: list[Leaf] = []
        self.trees: list[tuple[Trail, Any]] = []
        self.count = 0

    def add(self, leaves: list[Leaf], text: str = "") -> None:
        """Leaves, and a text that holds all of their names and values where there is one."""
        wanted = self.wanted
        for leaf in leaves:
            _, name, value = leaf
            if self.sent and wanted[name]:
                self.named.append(leaf)
            if type(value) is bytes or (type(value) is str and len(value) >= SHORTEST and not is_plain(value)):
                self.odd.append(leaf)
        self.plain += leaves
        self.count += len(leaves)
        self.texts.append(text or _written_out(leaves))

    def add_opaque(self, leaves: list[Leaf]) -> None:
        """What is left of bytes that nothing could read: it is searched, and not looked into again."""
        self.opaque += leaves
        self.count += len(leaves)
        self.texts += [value for _, _, value in leaves if isinstance(value, str)]

    def add_json(self, root: Trail, value: Any, text: str) -> None:
        """A parsed JSON value. `text` is its source where that writes every character as itself, else ""."""
        if type(value) not in _MANY:  # a document of one scalar
            self.add([(root, "", value)])
            return
        self.trees.append((root, value))
        if not text:
            text = _written_out(json_leaves(root, value))
        self.texts.append(text)
        self._scan(root, value)

    def _scan(self, root: Trail, value: Any) -> None:
        """Goes over a JSON value once; makes a leaf only where it matters. This is where an audit spends its time."""
        wanted, codec, seek = self.wanted, root[1], self.sent
        stack: list[tuple[Trail, str, Any]] = [(root, "", value)]
        while stack:
            trail, name, value = stack.pop()
            self.count += len(value)
            if type(value) is list:
                if seek and wanted[name]:
                    self.named += [
                        ((trail, codec, n), name, item) for n, item in enumerate(value) if type(item) not in _MANY
                    ]
                for index, item in enumerate(value):
                    kind = type(item)
                    if kind is dict or kind is list:
                        stack.append(((trail, codec, index), name, item))
                    elif kind is str:
                        if len(item) >= SHORTEST and not is_plain(item):
                            self.odd.append(((trail, codec, index), name, item))
                    elif kind is int and not -_LARGE < item < _LARGE:
                        self.odd.append(((trail, codec, index), name, item))
                continue
            pair = pair_name(value)
            for key, item in value.items():
                kind = type(item)
                if kind is dict or kind is list:
                    stack.append(((trail, codec, key), key, item))
                    continue
                name = pair if pair and key in VALUED else key
                if seek and wanted[name]:
                    self.named.append(((trail, codec, key), name, item))
                if kind is str:
                    if len(item) >= SHORTEST and not is_plain(item):
                        self.odd.append(((trail, codec, key), name, item))
                elif kind is int and not -_LARGE < item < _LARGE:
                    self.odd.append(((trail, codec, key), name, item))

    def every(self) -> list[Leaf]:
        """All leaves, those of JSON made now."""
        return [*self.plain, *(leaf for root, value in self.trees for leaf in json_leaves(root, value)), *self.opaque]

    @cached_property
    def roots(self) -> dict[Trail, Any]:
        """The parsed JSON values by their places."""
        return dict(self.trees)

    @cached_property
    def beside(self) -> dict[tuple[Trail | None, str], dict[str, Scalar]]:
        """The other leaves of one form, query or list of headers, by what they are in."""
        found: dict[tuple[Trail | None, str], dict[str, Scalar]] = {}
        for (outer, codec, _), name, value in self.plain:
            found.setdefault((outer, codec), {}).setdefault(name, value)
        return found

    def event(self, trail: Trail) -> str:
        """Return the name of the event that a value belongs to: of the innermost object around it that names one."""
        keys: list[Key] = []
        at: Trail | None = trail
        while at is not None and at not in self.roots:
            keys.append(at[2])
            at = at[0]
        if at is None:
            return event_name(self.beside.get(trail[:2], {}))
        value, found = self.roots[at], ""
        for key in reversed(keys):
            if type(value) is dict:
                found = event_name(value) or found
            try:
                value = value[key]
            except (KeyError, IndexError, TypeError):
                break
        return found

    def document(self) -> Document:
        """The page as the detectors take it."""
        return Document(
            self.sent, _BETWEEN.join(self.texts), self.named, self.odd + self.opaque, self.every, self.event
        )


# Keys under which SDKs name an event: Segment and Mixpanel `event`, Firebase and Braze `name`, GA4 `en`, Meta `ev`,
# Amplitude `event_type`, Iterable `eventName`, Countly and Flurry `key`.
_EVENT_KEYS = ("event", "event_name", "eventName", "event_type", "eventType", "eventname", "en", "ev")
# These name an event only beside a key that holds its data.
_EVENT_KEYS_BESIDE_DATA = ("name", "key", "type", "action")
_EVENT_DATA = frozenset(
    {"properties", "params", "parameters", "segmentation", "attributes", "data", "payload", "props"}
)
_LONGEST_EVENT = 120


def event_name(fields: Mapping[Any, Any]) -> str:
    """Return the name of the event that these fields describe, "" where none is named."""
    for key in _EVENT_KEYS:
        if key in fields and _is_name(fields[key]):
            return str(fields[key])
    if not _EVENT_DATA.isdisjoint(fields):
        for key in _EVENT_KEYS_BESIDE_DATA:
            if key in fields and _is_name(fields[key]):
                return str(fields[key])
    return ""


def _is_name(value: object) -> bool:
    return type(value) is str and 0 < len(value) <= _LONGEST_EVENT


def _written_out(leaves: list[Leaf]) -> str:
    """Names and values in one text; bytes are looked up by themselves."""
    return _BETWEEN.join([f"{name}={value!s}" for _, name, value in leaves])


class Limits(Struct, frozen=True, kw_only=True):
    """Bounds for one exchange: nested steps, bytes out of one step and of all steps, leaves, and seconds.

    What the capture itself holds is bounded as the first step is, and all of it as all steps are.
    """

    depth: int = 10
    step_bytes: int = 16 << 20
    total_bytes: int = 64 << 20
    leaves: int = 400_000
    seconds: float = 20.0


class Budget:
    """What is left of the limits while one exchange is decoded; `spent` names the limits that were reached."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.bytes = self.raw = limits.total_bytes
        self.leaves = limits.leaves
        self.until = monotonic() + limits.seconds
        self.spent: set[str] = set()

    def cut(self, data: bytes) -> bytes:
        """As much of a body or message, as it stands in the capture, as is looked into."""
        room = min(self.limits.step_bytes, self.raw)
        if len(data) > room:
            self.spent.add("bytes")
            data = data[:room]
        self.raw -= len(data)
        return data

    def step(self) -> int:
        """How many bytes the next decoder may put out."""
        return max(0, min(self.limits.step_bytes, self.bytes))

    def take(self, size: int) -> bool:
        """Book `size` decoded bytes; False when they are more than is left."""
        if size > self.bytes:
            self.spent.add("bytes")
            return False
        self.bytes -= size
        return True

    def take_leaves(self, count: int) -> bool:
        """Book `count` leaves; False when they are too many, or the time is over."""
        if count > self.leaves:
            self.spent.add("leaves")
            return False
        self.leaves -= count
        if monotonic() > self.until:
            self.spent.add("time")
            return False
        return True


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
            self._gap("decode-limit", because("limit-reached", limit=limit))

    def _first_pages(self) -> tuple[Page, Page]:
        sent, received = self._pages()
        sent.add(head_leaves(self.exchange))
        received.add(answer_leaves(self.exchange))
        for content in contents(self.exchange):
            self._read(self._unpacked(content), sent if content.sent else received)
        return sent, received

    def _pages(self) -> tuple[Page, Page]:
        return Page(self.wanted, sent=True), Page(self.wanted, sent=False)

    def _gap(self, code: str, reason: Reason) -> None:
        self.gaps.append(Gap(code=code, host=self.exchange.host, reason=reason, blocking=code == "decode-limit"))

    def _unpacked(self, content: Content) -> Item:
        """A body without the encodings that its headers declare."""
        trail, data = content.trail, self.budget.cut(content.data)
        for declared in content.encodings:
            codec = compression.ALIASES.get(declared, declared)
            if codec not in compression.CODECS:
                self._gap("decode-failed", because("unknown-encoding", encoding=declared[:40]))
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
