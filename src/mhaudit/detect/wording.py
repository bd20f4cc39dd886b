"""Names that are disclosures: events, screens, page titles and addresses whose wording says what somebody goes through.

Flo, Premom and Monument were called to account for event titles, not for values.
"""

import re
from collections.abc import Iterator

from mhaudit.detect.hit import Hit
from mhaudit.detect.literals import required_literals
from mhaudit.detect.needles import Needle, Needles
from mhaudit.model.knowledge import DataKind, Policies
from mhaudit.model.names import normalise_wording
from mhaudit.model.place import Leaf

_LONGEST = 600
_MOST = 50_000


class Wording:
    """Looks at the wording of names and addresses; at each different one once."""

    def __init__(self, policies: Policies) -> None:
        self.kinds = [
            (
                kind,
                re.compile("|".join(kind.events)),
                re.compile("|".join(kind.not_events)) if kind.not_events else None,
            )
            for kind in policies.kinds.values()
            if kind.events
        ]
        self.needles = Needles()
        self.always = set()
        for number, (kind, _, _) in enumerate(self.kinds):
            literals = [required_literals(pattern) for pattern in kind.events]
            if not all(literals):
                self.always.add(number)
            for literal in frozenset().union(*literals):
                self.needles.add(literal, Needle("", number, ""))
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
            kind, pattern, but = self.kinds[number]
            match = pattern.search(wording)
            if match and not (but and but.search(wording)):
                yield kind, match[0].strip()
