"""An ear for each crisis line that was sent: what it hears, and from when on."""

from collections.abc import Iterable

from msgspec import Struct, field

from mhaudit.crisis.disclosures import Disclosure
from mhaudit.model.reasons import Reason

# The keys that lead to a text in what was received, and the text.
Piece = tuple[str, str]
LISTEN = 600.0  # seconds after a crisis line: what comes later is another conversation
_MOST_TEXT = 400_000


class Ear(Struct):
    """What was heard after one crisis line: texts with their time, also as pieces of streams; or why not.

    `own` are the texts that came back in the exchange of the line itself.
    """

    disclosure: Disclosure
    texts: list[tuple[str, float | None]] = field(default_factory=list)
    stream: list[tuple[Piece, float | None]] = field(default_factory=list)
    failed: Reason | None = None
    unread: Reason | None = None
    size: int = 0
    own: list[str] = field(default_factory=list)

    def hear(self, text: str, at: float | None, path: str, *, own: bool = False) -> None:
        """One text, which may be a piece of a longer one at its path; up to a bound."""
        if self.size < _MOST_TEXT:
            self.size += len(text)
            self.texts.append((text, at))
            self.stream.append(((path, text), at))
            if own:
                self.own.append(text)

    @property
    def is_full(self) -> bool:
        """Whether the bound was reached, so that later texts were left out."""
        return self.size >= _MOST_TEXT

    def seconds(self, at: float | None) -> float | None:
        """How long after the line; None where times are not known."""
        began = self.disclosure.at
        return None if at is None or began is None else max(0.0, at - began)


def ears(disclosures: Iterable[Disclosure]) -> list[Ear]:
    """One for the first time that a host got a line, and one for each phase and conversation that begins anew."""
    last: dict[tuple[str, int], Disclosure] = {}
    found = []
    for one in sorted(disclosures, key=lambda one: (one.at or 0.0, one)):
        before = last.get((one.host, one.value))
        again = before and before.phase == one.phase and (one.at or 0.0) - (before.at or 0.0) < LISTEN
        if not again:
            last[one.host, one.value] = one
            found.append(Ear(one))
    return found
