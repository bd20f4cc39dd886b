"""Selection of the audited app in captures of a whole phone that name the app of each row."""

from collections import Counter
from collections.abc import Iterator

from mhaudit.errors import AppNotChosen
from mhaudit.model.capture import Gap
from mhaudit.model.reasons import because

_MOST = 10_000  # apps; a phone has some hundred
_MOST_NAMED = 20


class Apps:
    """Selects the rows of the audited app, and counts the rows of all apps."""

    def __init__(self, wanted: str) -> None:
        self.wanted = wanted
        self.rows: Counter[str] = Counter()

    def mine(self, app: str) -> bool:
        """Return whether a row is of the audited app or names no app."""
        if not app:
            return True
        if app in self.rows or len(self.rows) < _MOST:
            self.rows[app] += 1
        return not self.wanted or app == self.wanted

    def state(self) -> Counter[str]:
        """Return the number of rows by app."""
        return self.rows

    def merge(self, rows: "Counter[str]") -> None:
        """Merge the counts of another worker."""
        self.rows.update(rows)

    def check(self) -> None:
        """Raise AppNotChosen if there are rows of several apps and none was chosen, or none of the chosen one."""
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
        """Yield a gap for the rows of other apps that were left out."""
        others = {app: count for app, count in self.rows.items() if self.wanted and app != self.wanted}
        if others:
            yield Gap(code="other-apps", reason=because("of-other-apps", count=len(others)), count=sum(others.values()))
