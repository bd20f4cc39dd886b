"""Meanings of values by their names: key names with a fitting value, questionnaires, disclosing wording."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from mhaudit.detect.automaton import SearchPattern, SearchPatterns, fold
from mhaudit.detect.event_text import EventWording, Instruments
from mhaudit.detect.hit import Hit
from mhaudit.detect.nothing import denies, is_hash_of_nothing, is_nowhere
from mhaudit.detect.shapes import Check, compile_shapes, zeroed
from mhaudit.detect.spellings import part_of
from mhaudit.model.knowledge import DataKind, Policies
from mhaudit.model.memory import Memory
from mhaudit.model.names import is_normal, normalise_name
from mhaudit.model.place import Document, Leaf, Scalar, part
from mhaudit.model.reasons import because

# Keys under which SDKs send the names of events, screens, pages and contents.
_WORDED = frozenset(
    """
    event event_name event_type ev en e name n title page_title dt dl dr url href page_url current_url
    page page_location page_referrer path page_path pathname referrer referer ref
    screen screen_name screen_title screen_class view
    action event_action label event_label category event_category content_name content_category
    content_type content_id button_text topic tag route t key
    tl tiba pn kw pagetitle document_title
    doc_title og_title meta_title page_name search_string search_term headline destination
    """.split()
)
_SALTS = frozenset("salt nonce app_key appkey api_key apikey secret hash_key hash_salt pepper".split())
# Words that qualify a datum without changing its kind: `user_mood`, `current_mood`, `last_mood`.
_WHOSE = frozenset(
    "user my current last latest daily today todays new selected patient client customer profile custom self".split()
)
# A link that calls or texts somebody: on the page of a crisis service it counts with any number.
_CALL = re.compile(r"(?:tel|sms|smsto|callto):[/+(]{0,3}\d", re.IGNORECASE)
_CRISIS_PAGE = "crisis.place"
_CALL_SCHEMES = ("tel:", "sms:", "smsto:", "callto:")
_MOST_CALLS = 20
# Words that don't change the meaning of a neighbouring known word: time, statistic, place of the question.
_NEUTRAL = _WHOSE | frozenset(
    """
    the a of in at on for and is has was now avg average mean first initial final previous prev next old baseline
    morning evening night day week weekly month monthly before after start end pre post session flow step
    confirm confirmed entered submitted reported self_reported given chosen picked typed logged saved
    input field form value val answer result response param prop property attr attribute d p x c up ep epn
    onboarding signup registration account screen survey quiz test intake checkin check app web ios android
    """.split()
)
_MOST_WORDS = 8
_INNERMOST = re.compile(r"[\[\]./:]")
_LONGEST = 80
_LONGEST_JUDGED, _MOST_JUDGED = 512, 10_000  # characters of a cached value, and cached values
_MOST = 50_000  # bounds memory: names may be generated from data


_BY_PART = "credential.token"  # means something else in a cookie


class Meaning(NamedTuple):
    """A kind of data that a name means if the value passes `check` and the text `beside` is present.

    `wordy`: single words in the value decide, so a whole sentence is only possible evidence.
    """

    kind: DataKind
    check: Check
    beside: str
    key: str
    wordy: bool


class Role(NamedTuple):
    """How values under a name are treated. `worded`: the wording may disclose. `salt`: a possible hash key."""

    meanings: tuple[Meaning, ...]
    worded: bool
    salt: bool = False

    @property
    def in_context(self) -> bool:
        """Return whether the meaning depends on neighbouring fields or on the part of the exchange."""
        return self.salt or any(one.beside or one.kind.id == _BY_PART for one in self.meanings)


class Names:
    """Field name → its role, computed once for each name that occurs."""

    def __init__(self, policies: Policies) -> None:
        meanings: dict[str, list[Meaning]] = {}
        for kind in policies.kinds.values():
            for rule in kind.fields:
                check = compile_shapes(rule.shapes, kind.words)
                wordy = any(shape.type == "words" for shape in rule.shapes)
                for key in rule.keys:
                    meanings.setdefault(key, []).append(Meaning(kind, check, rule.beside, key, wordy))
        self.roles = {name: Role(tuple(found), name in _WORDED) for name, found in meanings.items()}
        for name in _WORDED - self.roles.keys():
            self.roles[name] = Role((), True)
        for name in _SALTS:
            self.roles[name] = self.roles.get(name, Role((), False))._replace(salt=True)
        known = (name.split("_") for name, role in self.roles.items() if role.meanings)
        self.words = _NEUTRAL.union(*known)  # random names hardly ever consist of these
        self.known: Memory[str, Role | None] = Memory(_MOST)

    def role(self, name: str) -> Role | None:
        """Return the role of a field name, or None."""
        if name in self.known:
            return self.known[name]
        return self.known.keep(name, self.look_up(name))

    def look_up(self, raw: str) -> Role | None:
        """Return the role of a field name without caching it, for callers with their own cache."""
        if len(raw) > _LONGEST:
            return None
        if is_normal(raw):
            return self._role(raw)
        # `ud[em]`, `cd[mood]`, `user.mood`, `properties/mood`: the innermost name decides
        inner = _INNERMOST.split(raw.rstrip("]"))[-1] or raw
        return self._role(normalise_name(raw)) or self._role(normalise_name(inner))

    def _role(self, name: str) -> Role | None:
        """Return the role of a normalised name; neutral words at its ends (`user_`, `current_`) are ignored."""
        if found := self.roles.get(name):
            return found
        words = name.split("_")
        if len(words) < 2 or len(words) > _MOST_WORDS or not self.words.issuperset(words):
            return None
        for start, end in _cores(words):
            known = self.roles.get("_".join(words[start:end]))
            if known and known.meanings:
                return Role(known.meanings, False)
        return None


def _cores(words: list[str]) -> Iterator[tuple[int, int]]:
    """Return the (start, end) word spans of a name without neutral words at its ends, the longest first."""
    first = next((at for at, word in enumerate(words) if word not in _NEUTRAL), len(words) - 1)
    last = next((at for at in range(len(words), 0, -1) if words[at - 1] not in _NEUTRAL), 1)
    spans = [(start, end) for start in range(first + 1) for end in range(last, len(words) + 1) if start < end]
    return iter(sorted(spans, key=lambda span: (span[0] - span[1], span[0]))[1:])


_LONGEST_SALT = 128
_TEST = re.compile(
    r"(?:depression|anxiety|adhd|ptsd|bipolar|ocd|panic|burnout|stress|trauma|autism|insomnia|addiction|alcohol|"
    r"mental[ _-]?health|eating[ _-]?disorder)[ _/-]?(?:self[ _-]?)?"
    r"(?:test|quiz|assessment|screening|screener|check|questionnaire)"
    r"|depressionstest|angsttest",
    re.IGNORECASE,
)
_SENTENCE = 5  # blanks: more than a name or a heading has


# Folded texts too short to be searched everywhere → number and kind of the value, and its form.
Short = Mapping[str, tuple[int, str, str]]


# Words by which a text may give another text of its exchange a meaning, or get one from it, as the name of a
# questionnaire does with a score: scores, tests, and call links, which count on the page of a crisis service.
_CONTEXT = (
    *("score", "total", "result", "points", "test", "quiz", "assessment", "screen", "check", "questionnaire"),
    *("tel:", "sms:", "smsto:", "callto:"),
)


class Meanings:
    """Detector of values by their field names, in one pass: values under unknown names are skipped."""

    def __init__(
        self, patterns: SearchPatterns, policies: Policies, salts: list[str], short: Mapping[str, Short] | None = None
    ) -> None:
        self.salts = salts
        self.short = short or {}
        self.instruments = Instruments(patterns, policies.instruments.values())
        self.wording = EventWording(policies)
        self.names = Names(policies)
        self.said: Memory[tuple[str, type, Scalar], tuple[Hit, ...]] = Memory(_MOST_JUDGED)
        self.calls: list[Leaf] = []
        self.on_crisis_page = False

    def observe(self, document: Document, present: Collection[Sequence[SearchPattern]]) -> Iterator[Hit]:
        """Yield the hits of a sent document. `present` are the patterns in it."""
        said = self.said.get
        for leaf in document.named:
            trail, name, value = leaf
            known = said((name, type(value), value))
            if known is None:
                yield from self._judge(document, leaf)
            else:
                for hit in known:
                    yield hit.at(trail)
        if present or self.instruments.always:
            yield from self.instruments.observe(document, present)
        if any(scheme in document.text for scheme in _CALL_SCHEMES):
            called = [leaf for leaf in document.named if isinstance(leaf[2], str) and _CALL.match(leaf[2])]
            self.calls += called[: _MOST_CALLS - len(self.calls)]
            self.on_crisis_page |= _CRISIS.search(document.text) is not None

    def _judge(self, document: Document, leaf: Leaf) -> list[Hit]:
        """Return the hits of a named value; cached if they are the same in every exchange and at every place."""
        _, name, value = leaf
        role = self.names.role(name)
        if role is None:
            return []
        hits = [*(self._by_name(document, leaf, role.meanings) if role.meanings else ())]
        if role.worded:
            hits += self.wording.observe(leaf)
        if role.salt:
            self.salts.append(str(value)[:_LONGEST_SALT])
        if any(hit.category == _CRISIS_PAGE for hit in hits):
            self.on_crisis_page = True
        elif not role.in_context and not (isinstance(value, str | bytes) and len(value) > _LONGEST_JUDGED):
            self.said.keep((name, type(value), value), tuple(hits))
        return hits

    def _is_test(self, text: str) -> bool:
        """Return whether a text names a questionnaire or a mental-health test."""
        return _TEST.search(text) is not None or bool(self.instruments.named_in(text))

    def gives_context(self, text: str) -> bool:
        """Return whether a text may give another text of its exchange a meaning, or get one from it."""
        lowered = text.lower()
        return any(word in lowered for word in _CONTEXT) or bool(self.instruments.named_in(text))

    def begin(self) -> None:
        """Drop the state of the previous exchange."""
        self.salts.clear()
        self.calls.clear()
        self.on_crisis_page = False

    def calls_of_crisis_pages(self) -> Iterator[Hit]:
        """Yield the calls tapped on the page of a crisis service. Call it after all documents of the exchange."""
        for trail, name, value in self.calls if self.on_crisis_page else ():
            why = because("call-on-crisis-page", name=name, kind="crisis.action")
            yield Hit("crisis.action", "event", "likely", "wording", why, trail, value)

    def _by_name(self, document: Document, leaf: Leaf, meanings: tuple[Meaning, ...]) -> Iterator[Hit]:
        trail, name, value = leaf
        if zeroed(value) or is_hash_of_nothing(value):
            return
        for kind, check, beside, key, wordy in meanings:
            if short := self.short.get(kind.id) if self.short else None:
                yield from _in_its_field(leaf, short, kind)
            if denies(kind.id, value) or _is_elsewhere(kind.id, leaf):
                continue
            if kind.id.startswith("questionnaire.") and self.instruments.named_in(name):
                continue  # a named questionnaire has its own range
            if not check(value) or (beside and not self._is_test(document.text)):
                continue
            if wordy and isinstance(value, str) and value.count(" ") >= _SENTENCE:
                why = because("words-under", name=name, kind=kind.id)
                yield Hit(kind.id, "shape", "possible", "wording", why, trail, value)
                continue
            code = "field-beside-instrument" if beside else "field"
            why = because(code, name=name, kind=kind.id, key=key)
            yield Hit(kind.id, "field", "likely", "plain", why, trail, value)


def _is_elsewhere(category: str, leaf: Leaf) -> bool:
    """Return whether a value doesn't count there: a location without a place, a cookie of the recipient itself."""
    trail, name, value = leaf
    if category.startswith("location."):
        return is_nowhere(name, value)
    return category == _BY_PART and part(trail) in _COOKIES


_COOKIES = frozenset({"cookie", "set-cookie"})


# Words for crisis services: on a page with them, a tapped number is a call for help.
_CRISIS = re.compile(
    r"crisis[ _-]?(?:hotline|line|cent|text|support|counsel|services?)|suicid|988[ _-]?lifeline|helpline|"
    r"krisentelefon|telefonseelsorge",
    re.IGNORECASE,
)


def _in_its_field(leaf: Leaf, short: Short, kind: DataKind) -> Iterator[Hit]:
    """Yield a planted value that is the whole content of a field of its kind."""
    trail, name, value = leaf
    found = short.get(fold(value).strip()) if isinstance(value, str) and len(value) <= _LONGEST else None
    if found:
        number, category, form = found
        why = because("in-its-field", name=name, kind=kind.id)
        yield Hit(category, "planted", "proven", form, why, trail, value, planted=number, part=part_of(form))
