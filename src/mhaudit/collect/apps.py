"""Which app is audited, where captures are of a whole phone and say of each row whose it is."""

from collections import Counter
from collections.abc import Iterator

from mhaudit.errors import AppNotChosen
from mhaudit.model.capture import Gap
from mhaudit.model.reasons import because

_MOST = 10_000  # apps; a phone has some hundred
_MOST_NAMED = 20


class Apps:
    """Tells the rows of the app under audit from those of others, and counts them all."""

    def __init__(self, wanted: str) -> None:
        self.wanted = wanted
        self.rows: Counter[str] = Counter()

    def mine(self, app: str) -> bool:
        """Whether a row is of the app under audit, or of nobody in particular."""
        if not app:
            return True
        if app in self.rows or len(self.rows) < _MOST:
            self.rows[app] += 1
        return not self.wanted or app == self.wanted

    def state(self) -> Counter[str]:
        """Return what was gathered."""
        return self.rows

    def merge(self, rows: "Counter[str]") -> None:
        """Take in what another share counted."""
        self.rows.update(rows)

    def check(self) -> None:
        """Raises AppNotChosen where rows of several apps would be told as those of one, or where none is of it."""
        named = sorted(self.rows)
        if not named or (self.wanted in self.rows) or (not self.wanted and len(named) == 1):
            return
        listed = ", ".join(named[:_MOST_NAMED]) + (
            f" and {len(named) - _MOST_NAMED} more" if len(named) > _MOST_NAMED else ""
        )
        what = (
            f"nothing in the captures is of {self.wanted}" if self.wanted else f"the captures are of {len(named)} apps"
        )
        raise AppNotChosen(f"Which app is it? {what[0].upper()}{what[1:]}. Choose one with --app-id: {listed}")

    def gaps(self) -> Iterator[Gap]:
        """How many rows of other apps were left out."""
        others = {app: count for app, count in self.rows.items() if self.wanted and app != self.wanted}
        if others:
            yield Gap(code="other-apps", reason=because("of-other-apps", count=len(others)), count=sum(others.values()))
