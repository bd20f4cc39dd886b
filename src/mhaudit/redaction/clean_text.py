"""Clean texts piece by piece: readable pieces stay, all others are replaced by pseudonyms.

A text is split along its format (JSON, addresses, forms, lines, base64), cleaned piece by piece and joined again, so
that nothing outside of those pieces is kept.
"""

import base64
import html
import re
from collections.abc import Callable, Iterable, Iterator
from urllib.parse import quote, unquote, unquote_plus

from mhaudit.detect import credentials
from mhaudit.recipients.domains import registrable_domain
from mhaudit.redaction.personal_names import is_personal_value, names_personal, score_spans
from mhaudit.redaction.planted_parts import PlantedParts, TextSpan
from mhaudit.redaction.pseudonyms import Pseudonyms, is_pseudonym
from mhaudit.redaction.unread_text import unread_spans, without_invisible

_DEEPEST = 5
_ADDRESS = re.compile(r"([A-Za-z][A-Za-z0-9+.-]{1,20}://[^\s\"'<>`\\)]+)")
_SPLIT = re.compile(r"([A-Za-z][\w+.-]*)://([^/?#]*)([^?#]*)(?:\?([^#]*))?(?:#(.*))?", re.DOTALL)
_FORM = re.compile(r"[^\s=&]{1,200}=[^\s&]*(?:&[^\s=&]{1,200}(?:=[^\s&]*)?)+")
_EVENT = re.compile(r"(data|event|id|retry): ?")
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{8,}={0,2}")
_ESCAPED = re.compile(r"\\(?:u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2})")
_HOLDER = "redacted"
_LONG_LABEL = 10  # letters: shorter labels are numbers of servers and accounts
UNREAD = "unread"


class TextCleaner:
    """A cleaner for the texts of one file: equal pieces get equal pseudonyms. `given_way` counts replaced pieces."""

    def __init__(self, names: Pseudonyms, parts: PlantedParts, tells: Callable[[str], bool]) -> None:
        self.names, self.parts, self.tells = names, parts, tells
        self.given_way = 0
        self._known: dict[tuple[str, str, bool], tuple[str, int]] = {}

    def text(self, value: str, name: str = "", *, code: bool = False, depth: int = 0) -> str:
        """Return a text without unreadable or personal pieces; `name` is that of its field."""
        key = (name, value, code)
        if key not in self._known:
            if len(self._known) > 20_000:
                self._known.clear()
            before = self.given_way
            self._known[key] = self._text(value, name, code, depth), self.given_way - before
        else:
            self.given_way += self._known[key][1]
        return self._known[key][0]

    def _text(self, value: str, name: str, code: bool, depth: int) -> str:
        value = without_invisible(value)
        if not value or is_pseudonym(value):
            return value
        if by_name := self.by_name(name, value):
            return by_name
        if depth > _DEEPEST:
            return self.unread(value)
        new = self._structured(value, depth)
        if new is None:
            new = self._lines(value, code, depth) if "\n" in value else self.plain(value, code=code, depth=depth)
        return self.unread(value) if self._still_tells(new) else new

    def by_name(self, name: str, value: object) -> str:
        """Return the pseudonym of a value that must be replaced because of its field's name; "" where it may stay."""
        text = str(value)
        if not name or is_pseudonym(text):
            return ""
        if credentials.names_credential(name) and not credentials.is_enumerated(value):
            return self.give_way("secret", text)
        return self.give_way("personal", text) if names_personal(name) and is_personal_value(value) else ""

    def unread(self, value: str) -> str:
        """Return the pseudonym of an unreadable piece."""
        return self.give_way(UNREAD, value)

    def give_way(self, category: str, value: str) -> str:
        """Return the pseudonym of a value of a category, and count the replacement."""
        self.given_way += 1
        return self.names.of(category, value)

    def _structured(self, value: str, depth: int) -> str | None:
        start = value.lstrip()[:1]
        if start in ("{", "[", '"'):
            from mhaudit.redaction.clean_json import clean_json

            if (document := clean_json(value, self, depth)) is not None:
                return document
        if _ADDRESS.fullmatch(value):
            return self.address(value, depth)
        if _FORM.fullmatch(value):
            return self.pairs(value, "&", depth)
        return self._base64(value, depth)

    def _base64(self, value: str, depth: int) -> str | None:
        """Return the cleaned content as base64; None where it is not base64 of readable text."""
        if not _BASE64.fullmatch(value) or not any(unread_spans(value)):
            return None
        try:
            bare = value.rstrip("=").replace("-", "+").replace("_", "/")
            inside = base64.b64decode(bare + "=" * (-len(bare) % 4), validate=True).decode()
        except ValueError:
            return None
        if not inside.isprintable() or len(inside) < 4 or not any(map(str.isalnum, inside)):
            return None
        new = self.text(inside, depth=depth + 1).encode()
        written = (base64.urlsafe_b64encode if {"-", "_"} & set(value) else base64.b64encode)(new).decode()
        return written if value.endswith("=") or len(value) % 4 == 0 else written.rstrip("=")

    def _lines(self, value: str, code: bool, depth: int) -> str:
        """Return a text cleaned line by line, with events of a stream; values that span lines are replaced first."""
        value = self._replaced(value, self.parts.spans(value))
        keys = (span for span in credentials.credential_spans(value) if "\n" in value[slice(*span)])
        value = self._replaced(value, keys, "secret")
        return "\n".join(self._line(line, code, depth) for line in value.split("\n"))

    def _line(self, line: str, code: bool, depth: int) -> str:
        event = _EVENT.match(line)
        end = event.end() if event else 0
        return line[:end] + self.text(line[end:].rstrip("\r"), code=code, depth=depth + 1)

    def plain(self, value: str, *, code: bool = False, depth: int = 0) -> str:
        """Return a text with its addresses cleaned as such, and its other unreadable or personal pieces replaced."""
        pieces = _ADDRESS.split(value) if "://" in value else [value]
        for number, piece in enumerate(pieces):
            if number % 2:
                pieces[number] = self.address(piece, depth + 1)
            else:
                pieces[number] = self._words(piece, code, depth)
        return "".join(pieces)

    def _words(self, value: str, code: bool, depth: int) -> str:
        if "%" in value and (opened := unquote(value)) != value and depth <= _DEEPEST:
            cleaned = self.text(opened, depth=depth + 1)
            if cleaned != opened:
                return quote(cleaned, safe="/ ")
        value = self._replaced(value, self.parts.spans(value))
        value = self._replaced(value, credentials.credential_spans(value), "secret")
        value = self._replaced(value, score_spans(value), "score")
        return self._replaced(value, unread_spans(value, code=code))

    def _replaced(self, value: str, spans: Iterable[TextSpan], category: str = UNREAD) -> str:
        out, at = "", 0
        for start, end in _apart(spans):
            piece = value[start:end]
            if start >= at and not is_pseudonym(piece) and not _within_pseudonym(value, start, end):
                out += value[at:start] + self.give_way(category, piece)
                at = end
        return out + value[at:]

    def address(self, value: str, depth: int = 0) -> str:
        """Return a URL cleaned part by part, without its user information."""
        match = _SPLIT.fullmatch(value)
        if not match:
            return self.unread(value)
        scheme, holder, path, query, fragment = match.groups()
        userinfo, at, host = holder.rpartition("@")
        new = f"{scheme}://{_HOLDER + '@' if at and userinfo else ''}{self.host(host)}{self.path(path, depth)}"
        new += "" if query is None else "?" + self.pairs(query, "&", depth)
        return new + ("" if fragment is None else "#" + self._fragment(fragment, depth))

    def _fragment(self, fragment: str, depth: int) -> str:
        return self.pairs(fragment, "&", depth) if "=" in fragment else self._quoted(fragment, "", depth)

    def host(self, host: str) -> str:
        """Return a host name with its registered domain kept, unless that reveals something."""
        name, colon, port = host.rpartition(":") if re.search(r":\d+$", host) else (host, "", "")
        domain = registrable_domain(name.lower()) or name
        before = name[: len(name) - len(domain)].rstrip(".") if name.lower().endswith(domain) else ""
        if self.parts.found_in(domain) or self.tells(domain):
            return "redacted-host.invalid" + colon + port
        hidden = any(end - start >= _LONG_LABEL for start, end in unread_spans(before))
        if before and (hidden or self.parts.found_in(before) or self.tells(before)):
            name = f"{self.give_way('host', before)}.{domain}"
        return name + colon + port

    def path(self, path: str, depth: int = 0) -> str:
        """Return a path cleaned segment by segment; the segment after one that names a credential is replaced."""
        segments, before = path.split("/"), ""
        for number, segment in enumerate(segments):
            name = before if credentials.names_credential(before) and len(segment) > 5 else ""
            segments[number], before = self._quoted(segment, name, depth), segment
        whole = "/".join(segments)
        whole = self._replaced(whole, score_spans(whole), "score")
        opened = unquote(unquote(whole))
        return f"/{self.unread(path)}" if self._still_tells(opened) else whole

    def pairs(self, value: str, separator: str, depth: int = 0) -> str:
        """Return cleaned pairs of name and value, as in a query, a form or a cookie."""
        return separator.join(self._pair(pair, depth) for pair in value.split(separator))

    def _pair(self, pair: str, depth: int) -> str:
        name, equals, value = pair.partition("=")
        if not equals:
            return self._quoted(name, "", depth)
        opened = unquote_plus(name.strip())
        return f"{self._quoted(name, '', depth)}={self._quoted(value, opened, depth)}"

    def _quoted(self, written: str, name: str, depth: int) -> str:
        """Return a percent-encoded piece of an address cleaned; unchanged pieces keep their spelling."""
        opened = unquote_plus(written) if name or "+" in written else unquote(written)
        new = self.text(opened, name, depth=depth + 1)
        return written if new == opened else quote(new, safe="")

    def _still_tells(self, text: str) -> bool:
        """Return whether a text reveals a planted value when it is read as markup or program code."""
        return any(self.parts.found_in(reading) or self.tells(reading) for reading in _readings(text))


def _readings(text: str) -> Iterator[str]:
    yield text
    if "&" in text and (opened := html.unescape(text)) != text:
        yield opened
    if "%" in text and (opened := unquote_plus(unquote_plus(text))) != text:
        yield opened
    if _ESCAPED.search(text):
        yield _ESCAPED.sub(lambda match: chr(int(match[0][2:], 16)), text)


def _apart(spans: Iterable[TextSpan]) -> list[TextSpan]:
    """Return spans in order, with overlapping ones merged."""
    found: list[TextSpan] = []
    for start, end in sorted(spans):
        if found and start < found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], end)
        else:
            found.append((start, end))
    return found


def _within_pseudonym(value: str, start: int, end: int) -> bool:
    """Return whether a piece is inside a pseudonym that was inserted before."""
    left = max(value.rfind(mark, 0, start) for mark in " /=&?\"',;:()[]{}<>\n") + 1
    right = min((at for mark in " /=&?\"',;:()[]{}<>\n" if (at := value.find(mark, end)) >= 0), default=len(value))
    return is_pseudonym(value[left:right])
