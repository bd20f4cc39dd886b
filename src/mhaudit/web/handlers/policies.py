"""Search and explain the policy files."""

import asyncio
from collections.abc import Iterator
from functools import cache

from msgspec import Struct
from tornado.web import HTTPError

from mhaudit.explain import Catalogue, catalogue, pages
from mhaudit.web.handlers.base import Base

_MOST = 100


class PolicyHit(Struct, frozen=True, order=True):
    """One result of a search; `rank` is how well it matches, 1 is best."""

    rank: int
    kind: str
    id: str
    name: str


@cache
def shipped() -> Catalogue:
    """Return all policy files as written; reading them takes seconds, so they are read once."""
    return catalogue()


def search(known: Catalogue, text: str) -> list[PolicyHit]:
    """Return the entries whose id, name or host has the text, best match first."""
    wanted = text.strip().lower()
    return sorted(hit for hit in _hits(known, wanted))[:_MOST] if wanted else []


def _hits(known: Catalogue, wanted: str) -> Iterator[PolicyHit]:
    seen: set[str] = set()
    for kind, files in known.files.items():
        for id_ in files:
            name = known.name(kind, id_)
            hosts = " ".join(
                str(host.get("host", "")) for host in files[id_].get("hosts", ()) if isinstance(host, dict)
            )
            if rank := _rank(wanted, id_.lower(), name.lower(), hosts):
                seen.add(id_)
                yield PolicyHit(rank, kind, id_, name)
    for id_, service in known.policies.services.items():
        if id_ not in seen and (rank := _rank(wanted, id_.lower(), service.name.lower(), "")):
            yield PolicyHit(rank, "service", id_, service.name)


def _rank(wanted: str, id_: str, name: str, hosts: str) -> int:
    """Return 1 for an equal text, 2 for a prefix, 3 for a part of the id or name, 4 for a host; 0 for no match."""
    if wanted in (id_, name):
        return 1
    if id_.startswith(wanted) or name.startswith(wanted):
        return 2
    if wanted in id_ or wanted in name:
        return 3
    return 4 if wanted in hosts else 0


class PoliciesPage(Base):
    """The search through the policy files."""

    async def get(self) -> None:
        """Send the results of the search."""
        asked = self.get_query_argument("q", "")
        known = await asyncio.to_thread(shipped)
        counts = {kind: len(files) for kind, files in known.files.items()}
        self.page("policies.html.j2", asked=asked, hits=search(known, asked), counts=counts)


class PolicyPage(Base):
    """The explanation of one entry."""

    async def get(self, id_: str) -> None:
        """Send the explanation; 404 for an unknown id."""
        known = await asyncio.to_thread(shipped)
        found = list(pages(id_, known))
        if not found:
            raise HTTPError(404)
        self.page("policy.html.j2", pages=found)
