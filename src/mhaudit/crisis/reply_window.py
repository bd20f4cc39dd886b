"""A reply window for each crisis line that was sent: the texts received in it."""

from collections.abc import Iterable

from msgspec import Struct, field

from mhaudit.crisis.disclosures import Disclosure
from mhaudit.model.reasons import Reason

# The keys that lead to a received text, and the text.
Piece = tuple[str, str]
WINDOW_SECONDS = 600.0  # seconds after a crisis line: later texts are another conversation
_MOST_TEXT = 400_000


class ReplyWindow(Struct):
    """The texts received after one crisis line with their times, also as pieces of streams; or the reason for none.

    `own` are the texts in the exchange of the line itself.
    """

    disclosure: Disclosure
    texts: list[tuple[str, float | None]] = field(default_factory=list)
    stream: list[tuple[Piece, float | None]] = field(default_factory=list)
    failed: Reason | None = None
    unread: Reason | None = None
    size: int = 0
    own: list[str] = field(default_factory=list)

    def add(self, text: str, at: float | None, path: str, *, own: bool = False) -> None:
        """Add a text, which may be a piece of a longer one at its path; up to a bound."""
        if self.size < _MOST_TEXT:
            self.size += len(text)
            self.texts.append((text, at))
            self.stream.append(((path, text), at))
            if own:
                self.own.append(text)

    @property
    def is_full(self) -> bool:
        """Return whether the bound was reached, so that later texts were dropped."""
        return self.size >= _MOST_TEXT

    def seconds(self, at: float | None) -> float | None:
        """Return the seconds since the line; None if times are unknown."""
        began = self.disclosure.at
        return None if at is None or began is None else max(0.0, at - began)


def reply_windows(disclosures: Iterable[Disclosure]) -> list[ReplyWindow]:
    """Return a window for the first line that a host received, and for each new phase or conversation."""
    last: dict[tuple[str, int], Disclosure] = {}
    found = []
    for one in sorted(disclosures, key=lambda one: (one.at or 0.0, one)):
        before = last.get((one.host, one.value))
        again = before and before.phase == one.phase and (one.at or 0.0) - (before.at or 0.0) < WINDOW_SECONDS
        if not again:
            last[one.host, one.value] = one
            found.append(ReplyWindow(one))
    return found
