"""Conversion of entities to the services and organisations of a layer, in addition to known ones.

A host in a shipped policy is left out: imports add to manually checked data and never replace it.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING

from msgspec import Struct, field

from mhaudit.errors import Fault, InvalidFiles
from mhaudit.model.knowledge import Policies, Service
from mhaudit.trackerlists.entity import Entity, LeftOut
from mhaudit.trackerlists.owners import Owners, slug

if TYPE_CHECKING:
    from tldextract import TLDExtract

_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)+")
_LONGEST, _LONGEST_LABEL = 253, 63
# Parent domains of many companies' back ends that the public suffix list does not have as a whole.
SHARED = frozenset(
    (
        *("akadns.net", "akamai.net", "akamaiedge.net", "akamaihd.net", "akamaized.net", "amazonaws.com"),
        *("appspot.com", "azure.com", "azureedge.net", "azurefd.net", "azurewebsites.net", "cloudapp.net"),
        *("cloudfront.net", "cloudfunctions.net", "digitaloceanspaces.com", "edgekey.net", "edgesuite.net"),
        *("fastly.net", "fastlylb.net", "firebaseapp.com", "firebaseio.com", "fly.dev", "github.io"),
        *("googleapis.com", "googleusercontent.com", "gstatic.com", "herokuapp.com", "llnwd.net", "netlify.app"),
        *("onrender.com", "pages.dev", "run.app", "supabase.co", "trafficmanager.net", "vercel.app", "web.app"),
        *("windows.net", "workers.dev"),
    )
)


def host_name(written: str) -> str | None:
    """Return a host name in lower case and ASCII, or None for addresses, patterns and single words."""
    text = written.strip().rstrip(".").lower()
    if not text or len(text) > _LONGEST:
        return None
    if not text.isascii():
        try:
            text = text.encode("idna").decode()
        except UnicodeError:
            return None
    if len(text) > _LONGEST or not _HOST.fullmatch(text):
        return None
    labels = text.split(".")
    return None if labels[-1].isdigit() or max(map(len, labels)) > _LONGEST_LABEL else text


def is_shared(host: str) -> bool:
    """Return whether domains below a host are rented out, so that the host identifies no company."""
    return host in SHARED or _splitter()(host).suffix == host


@cache
def _splitter() -> "TLDExtract":
    """Return the splitter with the private part of the list: domains that cloud providers rent out."""
    from tldextract import TLDExtract

    return TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)


MOST_SERVICES, MOST_HOSTS = 15_000, 100_000
_HOSTS_A_FILE = 5_000
_LONGEST_NAME = 160
_COUNTRY = re.compile("[A-Z]{2}")
_COUNTRIES = {"UK": "GB"}


class AddedOrganisation(Struct, frozen=True, kw_only=True):
    """An organisation that the layer adds."""

    id: str
    name: str
    country: str
    contact: str


class Addition(Struct, frozen=True, kw_only=True):
    """A service that the layer adds; its hosts are (name, whether hosts below it are included)."""

    id: str
    name: str
    organisation: str
    roles: tuple[str, ...]
    hosts: tuple[tuple[str, bool], ...]
    gated: bool


class Conversion(Struct):
    """A layer under construction: it has its own ids, and no host twice."""

    file: str
    prefix: str
    known: Policies
    left_out: LeftOut
    companies: dict[str, AddedOrganisation] = field(default_factory=dict)
    services: list[Addition] = field(default_factory=list)
    _ids: set[str] = field(default_factory=set)
    _hosts: set[str] = field(default_factory=set)
    _by_name: dict[str, str] = field(default_factory=dict)

    def run(self, entities: Iterable[Entity]) -> None:
        """Add all entities. Raise InvalidFiles if there are more than a layer can have, or none."""
        self._ids = {*self.known.services, *self.known.organisations}
        owners = Owners(self.known)
        for entity in entities:
            self._add(entity, owners)
            if len(self.services) > MOST_SERVICES or len(self._hosts) > MOST_HOSTS:
                what = f"holds more than {MOST_SERVICES:,} services or {MOST_HOSTS:,} hosts; divide it"
                raise InvalidFiles([Fault(self.file, 0, "", what)])
        if not self.services:
            reasons = "; ".join(f"{count} {reason}" for reason, count in sorted(self.left_out.items()) if count)
            what = "contains no host that is not already known" + (f" (left out: {reasons})" if reasons else "")
            raise InvalidFiles([Fault(self.file, 0, "", what)])

    def _add(self, entity: Entity, owners: Owners) -> None:
        name = clean(entity.name) or "unnamed"
        beside: list[Service] = []
        hosts = tuple(self._new(entity, owners, beside))
        if not hosts:
            return
        company = self._company(entity, owners, beside)
        roles = entity.roles
        if entity.gated and beside and roles == ("other",):
            roles = beside[0].roles  # a manifest does not state the roles of the vendor's known service
        for start in range(0, len(hosts), _HOSTS_A_FILE):
            part = hosts[start : start + _HOSTS_A_FILE]
            id_ = self._id(name)
            self.services.append(
                Addition(id=id_, name=name, organisation=company, roles=roles, hosts=part, gated=entity.gated)
            )

    def _new(self, entity: Entity, owners: Owners, beside: list[Service]) -> Iterator[tuple[str, bool]]:
        """Yield the hosts that may be in the layer; add known services of the others to `beside`."""
        for written in entity.hosts:
            host = host_name(written.text)
            if host is None:
                self.left_out["texts that are not host names"] += 1
                continue
            if found := owners.of(host):
                beside.append(found[0])
                if found[1] or not (found[0].shared or entity.gated):
                    self.left_out["hosts of the shipped policies"] += 1
                    continue
            if entity.hint and host in owners.above:
                self.left_out["hosts that are used for more than the product"] += 1
            elif written.below and is_shared(host):
                self.left_out["hosts that many companies share"] += 1
            elif host in self._hosts:
                self.left_out["hosts listed before"] += 1
            else:
                self._hosts.add(host)
                yield host, written.below

    def _company(self, entity: Entity, owners: Owners, beside: list[Service]) -> str:
        """Return the id of the organisation: known, of this layer or new; "" if the list names none."""
        company = clean(entity.company)
        if known := owners.organisation(company) if company else _vendor(entity, beside):
            return known
        if not company:
            return ""
        shown = company
        if shown not in self._by_name:
            country = _COUNTRIES.get(entity.country.upper(), entity.country.upper())
            id_ = self._by_name[shown] = self._id(company, "company")
            self.companies[id_] = AddedOrganisation(
                id=id_,
                name=shown,
                country=country if _COUNTRY.fullmatch(country) else "",
                contact=clean(entity.contact),
            )
        return self._by_name[shown]

    def _id(self, name: str, what: str = "") -> str:
        """Return a new id below the layer's own prefix."""
        wanted = "-".join(part for part in (self.prefix, slug(name, 40), what) if part)
        id_, number = wanted, 1
        while id_ in self._ids:
            number += 1
            id_ = f"{wanted}-{number}"
        self._ids.add(id_)
        return id_


def _vendor(entity: Entity, beside: list[Service]) -> str | None:
    """Return the author of a manifest: the operator of all its domains, if that is one company."""
    companies = {service.organisation for service in beside if not service.shared}
    whole = entity.gated and len(beside) == len(entity.hosts) and len(companies) == 1
    return companies.pop() if whole else None


def clean(text: str) -> str:
    """Return one line of printable text of bounded length."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())[:_LONGEST_NAME]
