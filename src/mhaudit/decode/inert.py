"""Cache of texts that decode to nothing of interest: the same note, token or padding occurs a thousand times.

An odd text is decoded at its first occurrence, like everything in its exchange. After the exchange, each odd text is
cached that led to no hit and to nothing that another part of an exchange could give a meaning. From then on a lookup
replaces decoding it. If it contains names that detectors look under, it is cached only under its own name, and only for
exchanges in which names mean the same.

A cached text is charged to the budget as if it had been decoded, so that limits are reached at the same points.
"""

from collections.abc import Iterable, Iterator
from typing import Protocol

from msgspec import Struct

from mhaudit.decode.account import OPAQUE
from mhaudit.decode.limits import Cost
from mhaudit.decode.page import Marks, Page
from mhaudit.model.memory import Memory
from mhaudit.model.place import Leaf, Trail

_MOST, _HEAVIEST = 20_000, 4_000_000  # texts, and characters of all texts
_LONGEST = 4096  # characters of one text
_ENOUGH, _WORTH, _REST = 4_000, 10, 4_000  # texts decoded before judging, and for each repeated one; exchanges skipped

# (the scope in which names mean the same, the name of the text, the text)
_Named = tuple[object, str, str]


class Context(Protocol):
    """The dependence of meanings on the exchange. `scope` is hashable."""

    @property
    def scope(self) -> object:
        """Return the scope within which names mean the same."""

    def of_text(self, text: str) -> bool:
        """Return whether other texts may give a text a meaning, or get one from it."""

    def of_name(self, name: str) -> bool:
        """Return whether the name of a text may give others a meaning."""

    def of_odd(self, leaf: Leaf) -> bool:
        """Return whether the meaning of an odd leaf depends on other fields."""

    def of_named(self, leaf: Leaf) -> bool:
        """Return whether the meaning of a leaf depends on more than its name, its value and the scope."""


class InertTexts:
    """The texts that decode to nothing of interest, with the cost of decoding them; sent and received ones separately.

    If hardly any text occurs again, learning pauses for some exchanges, then restarts.
    """

    def __init__(self) -> None:
        self.anywhere: dict[bool, Memory[str, Cost]] = {sent: Memory(_MOST, _HEAVIEST) for sent in (True, False)}
        self.by_name: dict[bool, Memory[_Named, Cost]] = {sent: Memory(_MOST, _HEAVIEST) for sent in (True, False)}
        self.opened = self.met = self.resting = 0

    def pays(self) -> bool:
        """Return whether to learn from the next exchange."""
        if self.resting:
            self.resting -= 1
            return False
        if self.opened >= _ENOUGH:
            self.resting = _REST if self.met * _WORTH < self.opened else 0
            self.opened = self.met = 0
        return not self.resting


class _Suspect(Struct, eq=False):
    """An odd text of the current exchange, and the cost of decoding it. `trail` is its place.

    `named`: something in it has a name that detectors look under.
    """

    trail: Trail
    name: str
    text: str
    sent: bool
    cost: Cost
    begun: int
    inert: bool = True
    named: bool = False


class Learning:
    """Track the results of the odd texts of one exchange. The results of a text are at places inside its own."""

    def __init__(self, texts: InertTexts, context: Context) -> None:
        self.texts = texts
        self.context = context
        self.suspects: dict[int, _Suspect] = {}  # by id() of their places, which they keep alive

    def cost(self, name: str, text: str, *, sent: bool) -> Cost | None:
        """Return the cost of decoding a text that is known to give nothing; None if that is not known."""
        if self.context.of_name(name):
            return None
        known = self.texts.anywhere[sent].get(text) or self.texts.by_name[sent].get((self.context.scope, name, text))
        self.texts.met += known is not None
        return known

    def watch(self, trail: Trail, name: str, text: str, level: int, *, sent: bool) -> None:
        """Register a text that decodes to something, found in round `level`."""
        if len(text) > _LONGEST or self.context.of_name(name):
            return
        twin = self.suspects.get(id(trail))
        if twin:  # the results of the two couldn't be distinguished
            twin.inert = False
            return
        self.suspects[id(trail)] = _Suspect(trail, name, text, sent, Cost(), level)

    def spent(self, trail: Trail, cost: Cost, level: int) -> None:
        """Add the cost spent in round `level` at a place to the texts that are there or around it."""
        for suspect in self._around(trail):
            suspect.cost.add(cost, level - suspect.begun)

    def read(self, trail: Trail, page: Page, before: Marks) -> None:
        """Process the results of the text at a place: the leaves and texts added to a page since `before`."""
        if not any(suspect.inert for suspect in self._around(trail)):
            return
        named = page.named[before.named :]
        if self._depends(page, before) or (page.sent and any(map(self.context.of_named, named))):
            self.tells(trail)
        elif named:
            for suspect in self._around(trail):
                suspect.named = True

    def _depends(self, page: Page, before: Marks) -> bool:
        """Return whether new content of a page depends on the rest of the exchange, or may count as opaque."""
        context = self.context
        for leaf in (*page.odd[before.odd :], *page.opaque[before.opaque :]):
            if context.of_odd(leaf) or (type(leaf[2]) is bytes and len(leaf[2]) >= OPAQUE):
                return True
        return any(map(context.of_text, page.texts[before.texts :]))

    def tells(self, trail: Trail | None) -> None:
        """Mark a place as significant: no text around it is inert."""
        for suspect in self._around(trail):
            suspect.inert = False

    def forget(self) -> None:
        """Drop what was learned from this exchange, because its texts were not fully decoded."""
        self.suspects.clear()

    def conclude(self, telling: Iterable[Trail]) -> None:
        """Store the inert texts that contain none of the given places, which are those of the exchange's hits."""
        for trail in telling:
            self.tells(trail[0])
        self.texts.opened += len(self.suspects)
        for suspect in self.suspects.values():
            sent, text = suspect.sent, suspect.text
            if suspect.inert and suspect.named:
                self.texts.by_name[sent].keep((self.context.scope, suspect.name, text), suspect.cost, len(text))
            elif suspect.inert:
                self.texts.anywhere[sent].keep(text, suspect.cost, len(text))

    def _around(self, trail: Trail | None) -> Iterator[_Suspect]:
        """Yield the texts that are at a place or around it."""
        suspects = self.suspects
        while trail is not None and suspects:
            if suspect := suspects.get(id(trail)):
                yield suspect
            trail = trail[0]
