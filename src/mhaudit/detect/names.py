"""What a key name can mean, worked out once for each name that occurs."""

import re
from collections.abc import Callable
from typing import NamedTuple

from mhaudit.detect.shapes import Check, compile_shapes
from mhaudit.model.knowledge import DataKind, Policies
from mhaudit.model.names import normalise_name

# Keys under which SDKs send the names of events, screens, pages and contents.
_WORDED = frozenset(
    "event event_name event_type ev en e name n title page_title dt dl dr url href page_url current_url page path page_path "
    "pathname referrer referer ref screen screen_name screen_title screen_class view action event_action label event_label "
    "category event_category content_name content_category content_type content_id button_text topic tag route t key".split()
)
# Words that say whose or which a datum is, not what: `user_mood`, `current_mood`, `last_mood`.
_WHOSE = re.compile(
    r"(?:client_user|user|my|current|last|latest|daily|today|todays|new|selected|patient|client|customer|profile|custom|self)_(.+)"
)
_INNERMOST = re.compile(r"[\[\]./:]")
_LONGEST = 80
_MOST = 100_000  # names made from data must not fill the memory


class Meaning(NamedTuple):
    """A kind of data that a name stands for when the value passes `check`, and what has to be beside it."""

    kind: DataKind
    check: Check
    beside: str
    key: str


class Role(NamedTuple):
    """What to do with a value under a name. `worded`: its wording may disclose. `instrument`: a questionnaire is named."""

    meanings: tuple[Meaning, ...]
    worded: bool
    instrument: bool


class Names(dict[str, Role | None]):
    """Raw name → its role, or None for the many that have none."""

    def __init__(self, policies: Policies, names_instrument: Callable[[str], bool]) -> None:
        super().__init__()
        self.names_instrument = names_instrument
        self.by_name: dict[str, list[Meaning]] = {}
        for kind in policies.kinds.values():
            for rule in kind.fields:
                check = compile_shapes(rule.shapes, kind.words)
                for key in rule.keys:
                    self.by_name.setdefault(key, []).append(Meaning(kind, check, rule.beside, key))

    def __missing__(self, raw: str) -> Role | None:
        role = self._classify(raw) if 0 < len(raw) <= _LONGEST else None
        if len(self) < _MOST:
            self[raw] = role
        return role

    def _classify(self, raw: str) -> Role | None:
        # `ud[em]`, `cd[mood]`, `user.mood`, `properties/mood`: the innermost name says what it is
        inner = _INNERMOST.split(raw.rstrip("]"))[-1] or raw
        names = (normalise_name(raw), normalise_name(inner))
        meanings = next((found for name in names if (found := self._meanings(name))), ())
        role = Role(tuple(meanings), any(name in _WORDED for name in names), self.names_instrument(raw))
        return role if any(role) else None

    def _meanings(self, name: str) -> list[Meaning]:
        if found := self.by_name.get(name):
            return found
        match = _WHOSE.fullmatch(name)
        return self.by_name.get(match[1], []) if match else []
