"""Names that are disclosures: events, screens, page titles and addresses whose wording says what somebody goes through.

Flo, Premom and Monument were called to account for event titles, not for values.
"""

import re
from collections.abc import Iterator
from functools import cached_property

from mhaudit.detect.hit import Hit
from mhaudit.detect.needles import Needle, Needles
from mhaudit.model.knowledge import DataKind, Policies
from mhaudit.model.names import normalise_wording
from mhaudit.model.place import Leaf

_LONGEST = 600
_MOST = 50_000


class _Kind:
    """One kind of data by its wording. Patterns are compiled when a text has what they need: most texts don't."""

    def __init__(self, kind: DataKind) -> None:
        self.kind = kind

    @cached_property
    def says(self) -> re.Pattern[str]:
        """Wording that discloses."""
        return re.compile("|".join(self.kind.events))

    @cached_property
    def means_other(self) -> re.Pattern[str] | None:
        """Wording that shows that something else is meant."""
        return re.compile("|".join(self.kind.not_events)) if self.kind.not_events else None

    def words_in(self, wording: str) -> str:
        """The words that disclose, or ""."""
        match = self.says.search(wording)
        return match[0].strip() if match and not (self.means_other and self.means_other.search(wording)) else ""


class Wording:
    """Looks at the wording of names and addresses; at each different one once."""

    def __init__(self, policies: Policies) -> None:
        self.kinds = [_Kind(kind) for kind in policies.kinds.values() if kind.events]
        self.needles = Needles()
        self.always = set()
        for number, known in enumerate(self.kinds):
            if not known.kind.needs:
                self.always.add(number)
            for text in known.kind.needs:
                self.needles.add(text, Needle("", number, ""))
        self.seen: dict[str, tuple[tuple[DataKind, str], ...]] = {}

    def observe(self, leaf: Leaf) -> Iterator[Hit]:
        """What one name discloses."""
        trail, name, value = leaf
        if isinstance(value, str) and 4 <= len(value) <= _LONGEST:
            for kind, words in self._disclosed(value):
                why = f"the wording {words!r} under {name!r} discloses {kind.label.lower()}"
                yield Hit(kind.id, "event", "likely", "wording", why, trail, value)

    def _disclosed(self, text: str) -> tuple[tuple[DataKind, str], ...]:
        known = self.seen.get(text)
        if known is None:
            known = tuple(self._look(normalise_wording(text)))
            if len(self.seen) >= _MOST:
                self.seen.clear()
            self.seen[text] = known
        return known

    def _look(self, wording: str) -> Iterator[tuple[DataKind, str]]:
        present = {needle.number for needles in self.needles.present(wording).values() for needle in needles}
        for number in sorted(present | self.always):
            known = self.kinds[number]
            if words := known.words_in(wording):
                yield known.kind, words
