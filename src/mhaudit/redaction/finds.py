"""Find what must be redacted in an exchange: personal data any detector recognises, and text that reveals planted
values.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from mhaudit.auditing.engine import Question
from mhaudit.collect.leak_filter import LeakFilter
from mhaudit.decode.text_decoders import DecodingCache
from mhaudit.decode.walk import Walk
from mhaudit.detect.detectors import Detectors
from mhaudit.detect.hit import Hit
from mhaudit.model.capture import Exchange
from mhaudit.model.place import Document, Scalar, Trail, steps
from mhaudit.model.pseudonyms import PSEUDONYM
from mhaudit.redaction.pseudonyms import UNNAMED, Pseudonyms, is_pseudonym

# Categories that identify nobody, or that are names which the app gave.
_NOT_PERSONAL = ("device.", "usage.")
_MOST_INNER = 20
_SECRETS = frozenset({"authorization", "proxy-authorization", "x-api-key"})


class Find(NamedTuple):
    """A place whose value must be replaced, or, with `in_name`, the whole part because its name reveals something."""

    trail: Trail
    value: Scalar
    pseudonym: str
    in_name: bool = False


class Finder:
    """A search for the places to redact. It searches for the values of the persona of the question."""

    def __init__(self, question: Question, names: Pseudonyms) -> None:
        self.question = question
        self.names = names
        self.detectors = Detectors(question.policies, question.persona)
        values = question.persona.values if question.persona else ()
        self.leaks = LeakFilter(values, self.detectors.holds_value)
        self.decodings = DecodingCache()
        self.known: dict[str, bool] = {}

    def hits(self, exchange: Exchange) -> list[Hit]:
        """Return the hits that are personal."""
        walk = Walk(exchange, self.question.limits, self.decodings, self.detectors.wanted)
        return [hit for hit in self.detectors.observe(exchange, list(walk.documents())) if gives_way(hit)]

    def finds(self, exchange: Exchange) -> list[Find]:
        """Return all places to redact, each once, innermost first."""
        walk = Walk(exchange, self.question.limits, self.decodings, self.detectors.wanted)
        documents = list(walk.documents())
        found: dict[tuple[Trail, bool], Find] = {}
        named: dict[Trail, list[Hit]] = defaultdict(list)
        seen = [hit for hit in self.detectors.observe(exchange, documents) if not hit.decoy]
        for hit in sorted(filter(gives_way, seen), key=lambda hit: (hit.planted < 0, hit.planted)):
            named[hit.trail].append(hit)
        beside = [hit for hit in seen if hit.trail in named and not gives_way(hit) and not is_pseudonym(hit.value)]
        values = {trail: these[0].value for trail, these in named.items()}
        for hit in beside:  # other hits at the same place are replaced with it
            named[hit.trail].append(hit)
        for trail, these in named.items():
            within = [hit for inner, hits in named.items() if _is_within(inner, trail) for hit in hits]
            value = values[trail]
            found[trail, False] = Find(trail, value, _with_inner(self._names([*these, *within]), value))
        for document in documents:
            for find in self.told(document):
                found.setdefault((find.trail, find.in_name), find)
        return sorted(found.values(), key=_innermost_first)

    def _names(self, hits: list[Hit]) -> str:
        """Return one pseudonym per recognised category; hits at other places count only where there are none here."""
        own = self.names.own
        here = [hit for hit in hits if hit.planted < own] or hits
        return " ".join({hit.category: self._name(hit) for hit in reversed(here)}.values())

    def _name(self, hit: Hit) -> str:
        return self.names.of_planted(hit.planted) if hit.planted >= 0 else self.names.of(hit.category, hit.value)

    def told(self, document: Document) -> Iterator[Find]:
        """Yield leaves and names that reveal a planted value without a proven hit, and credentials."""
        for trail, _, value in document.leaves:
            if isinstance(value, str) and not is_pseudonym(value):
                if self._tells(value):
                    yield Find(trail, value, UNNAMED)
                elif secret := _secret(trail):
                    yield Find(trail, value, self.names.of(secret, value))
            if any(isinstance(key, str) and self._tells(key) for _, key in steps(trail)):
                yield Find(trail, value, UNNAMED, in_name=True)

    def _tells(self, text: str) -> bool:
        if len(text) > 4096:
            return self.leaks.holds(text)
        if text not in self.known:
            if len(self.known) > 50_000:
                self.known.clear()
            self.known[text] = self.leaks.holds(text)
        return self.known[text]


def _is_within(inner: Trail, trail: Trail) -> bool:
    """Return whether the value at `inner` was decoded from the value at `trail`."""
    above = inner[0]
    while above is not None:
        if above == trail:
            return True
        above = above[0]
    return False


def _with_inner(names: str, value: Scalar) -> str:
    """Return the names together with the pseudonyms that are in a value already, since all of it is replaced."""
    text = value.decode(errors="replace") if isinstance(value, bytes) else str(value)
    inner = [match[0] for match in PSEUDONYM.finditer(text) if match["number"]] if "redacted-" in text else []
    return " ".join(dict.fromkeys([*names.split(), *inner[:_MOST_INNER]]))


def gives_way(hit: Hit) -> bool:
    """Return whether a hit is personal, not a value that is the same on every phone."""
    if hit.decoy or is_pseudonym(hit.value):
        return False
    return hit.planted >= 0 or (hit.detector != "event" and not hit.category.startswith(_NOT_PERSONAL))


def _secret(trail: Trail) -> str:
    """Return "secret" for credentials (cookies and keys in headers), else ""."""
    outer, part, key = trail
    if outer is not None:
        return ""
    if part in ("cookie", "set-cookie") and str(key).lower() not in _ATTRIBUTES:
        return "secret"
    return "secret" if part == "header" and key in _SECRETS else ""


# Attributes of Set-Cookie (RFC 6265, 4.1).
_ATTRIBUTES = frozenset("expires max-age domain path secure httponly samesite partitioned priority".split()) | {""}


def _innermost_first(find: Find) -> tuple[bool, int]:
    """Return a sort key that puts whole parts, such as a path or a host, after their pieces."""
    whole = find.trail[0] is None and find.trail[2] is None
    return whole, -sum(1 for _ in steps(find.trail))
