"""Index of known services by host and of known organisations by name."""

import re
import unicodedata
from collections.abc import Iterator

from mhaudit.model.knowledge import Policies, Service

_LEGAL = {
    *("ab", "ag", "aps", "as", "bv", "co", "corp", "corporation", "gmbh", "inc", "incorporated", "kg", "limited"),
    *(
        "llc",
        "llp",
        "lp",
        "ltd",
        "mbh",
        "nv",
        "oy",
        "oyj",
        "plc",
        "pte",
        "pty",
        "sa",
        "sarl",
        "sas",
        "se",
        "spa",
        "srl",
    ),
}
_MOST_LETTERS = 60


class Owners:
    """An index of the shipped policies. Manually checked data takes precedence."""

    def __init__(self, known: Policies) -> None:
        self.known = known
        self.hosts = {entry.host: (service, entry) for service in known.services.values() for entry in service.hosts}
        self.above = {parent for host in self.hosts for parent in _parents(host)}
        self.names = {folded(company.name): id_ for id_, company in sorted(known.organisations.items(), reverse=True)}

    def of(self, host: str) -> tuple[Service, bool] | None:
        """Return the service of a host, by its longest listed name, and whether exactly this host is listed."""
        labels = host.split(".")
        for start in range(len(labels) - 1):
            found = self.hosts.get(".".join(labels[start:]))
            if found and (start == 0 or found[1].match == "suffix"):
                return found[0], start == 0
        return None

    def organisation(self, company: str) -> str | None:
        """Return the id of the known organisation with this name. Nothing is derived from its hosts."""
        return self.names.get(folded(company))


def _parents(host: str) -> Iterator[str]:
    """Return the domains above a host, down to two labels."""
    labels = host.split(".")
    return (".".join(labels[start:]) for start in range(1, len(labels) - 1))


def folded(name: str) -> str:
    """Return a company's name without its legal form, for comparisons: `33Across, Inc.` → `33across`."""
    words = slug(name, 200).split("-")
    while len(words) > 1 and words[-1] in _LEGAL:
        words.pop()
    return "-".join(words)


def slug(name: str, most: int = _MOST_LETTERS) -> str:
    """Return a name as an id: lower-case words joined by hyphens, `unnamed` if nothing of it is ASCII."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:most].strip("-") or "unnamed"
