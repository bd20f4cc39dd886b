"""Texts that are known to open to nothing: the same note, token or padding comes a thousand times.

What an odd text stands for is worked out at its first sighting, together with whatever else is in that exchange. When
the exchange is over, each odd text is remembered of which nothing came: no hit, and nothing that another part of an
exchange could give a meaning to. From then on one look-up stands for opening it. Where names were found in it under
which detectors look, it is remembered only under its own name, and for exchanges in which names mean the same.

A remembered text is charged to the budget as if it had been opened, so that limits are reached where they would be.
"""

from collections.abc import Iterable, Iterator
from typing import Protocol

from msgspec import Struct

from mhaudit.decode.account import OPAQUE
from mhaudit.decode.limits import Cost
from mhaudit.decode.page import Marks, Page
from mhaudit.model.memory import Memory
from mhaudit.model.place import Leaf, Trail

_MOST, _HEAVIEST = 20_000, 4_000_000  # texts, and characters of all of them
_LONGEST = 4096  # characters of one
_ENOUGH, _WORTH, _REST = 4_000, 10, 4_000  # texts opened to judge by; opened for one met again; exchanges

# (the scope in which names mean the same, the name of the text, the text)
_Named = tuple[object, str, str]


class Context(Protocol):
    """Where the meaning of a text depends on the exchange that it is in. `scope` is hashable."""

    @property
    def scope(self) -> object:
        """What names mean the same in."""

    def of_text(self, text: str) -> bool:
        """Whether other texts may give a text a meaning, or get one from it."""

    def of_name(self, name: str) -> bool:
        """The same of the name of a text."""

    def of_odd(self, leaf: Leaf) -> bool:
        """Whether what an odd leaf is depends on other fields."""

    def of_named(self, leaf: Leaf) -> bool:
        """Whether what a name means depends on more than the name, the value and the scope."""


class InertTexts:
    """The texts that open to nothing, with what opening them costs; apart by whether they were sent or received.

    Where hardly any text comes again, learning rests for some exchanges, and begins anew.
    """

    def __init__(self) -> None:
        self.anywhere: dict[bool, Memory[str, Cost]] = {sent: Memory(_MOST, _HEAVIEST) for sent in (True, False)}
        self.by_name: dict[bool, Memory[_Named, Cost]] = {sent: Memory(_MOST, _HEAVIEST) for sent in (True, False)}
        self.opened = self.met = self.resting = 0

    def pays(self) -> bool:
        """Whether the next exchange is to be learned from."""
        if self.resting:
            self.resting -= 1
            return False
        if self.opened >= _ENOUGH:
            self.resting = _REST if self.met * _WORTH < self.opened else 0
            self.opened = self.met = 0
        return not self.resting


class _Suspect(Struct, eq=False):
    """An odd text of the exchange under way, and what was spent on what it opens to. `trail` is where it is.

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
    """Follows what comes of the odd texts of one exchange. What comes of a text lies inside of its place."""

    def __init__(self, texts: InertTexts, context: Context) -> None:
        self.texts = texts
        self.context = context
        self.suspects: dict[int, _Suspect] = {}  # by the identity of their places, which they keep alive

    def cost(self, name: str, text: str, *, sent: bool) -> Cost | None:
        """Return what opening a text costs that is known to open to nothing; None where that is not known."""
        if self.context.of_name(name):
            return None
        known = self.texts.anywhere[sent].get(text) or self.texts.by_name[sent].get((self.context.scope, name, text))
        self.texts.met += known is not None
        return known

    def watch(self, trail: Trail, name: str, text: str, level: int, *, sent: bool) -> None:
        """Follow a text that opens to something, found in round `level`."""
        if len(text) > _LONGEST or self.context.of_name(name):
            return
        twin = self.suspects.get(id(trail))
        if twin:  # nothing could be told apart that comes of the two
            twin.inert = False
            return
        self.suspects[id(trail)] = _Suspect(trail, name, text, sent, Cost(), level)

    def spent(self, trail: Trail, cost: Cost, level: int) -> None:
        """Book what was spent in round `level` at a place on the texts that are there or around it."""
        for suspect in self._around(trail):
            suspect.cost.add(cost, level - suspect.begun)

    def read(self, trail: Trail, page: Page, before: Marks) -> None:
        """Look at what came of the text at a place: the leaves and texts that a page got since `before`."""
        if not any(suspect.inert for suspect in self._around(trail)):
            return
        named = page.named[before.named :]
        if self._depends(page, before) or (page.sent and any(map(self.context.of_named, named))):
            self.tells(trail)
        elif named:
            for suspect in self._around(trail):
                suspect.named = True

    def _depends(self, page: Page, before: Marks) -> bool:
        """Whether what a page got depends on the rest of the exchange, or would count as opaque at some places."""
        context = self.context
        for leaf in (*page.odd[before.odd :], *page.opaque[before.opaque :]):
            if context.of_odd(leaf) or (type(leaf[2]) is bytes and len(leaf[2]) >= OPAQUE):
                return True
        return any(map(context.of_text, page.texts[before.texts :]))

    def tells(self, trail: Trail | None) -> None:
        """Note that something at a place matters: no text around it is inert."""
        for suspect in self._around(trail):
            suspect.inert = False

    def forget(self) -> None:
        """Learn nothing of this exchange: not all that its texts stand for was looked at."""
        self.suspects.clear()

    def conclude(self, telling: Iterable[Trail]) -> None:
        """Remember the texts inside of which is none of the places given, those of the hits of the exchange."""
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
