"""Bulk lists, converted from external data sets: they apply only to hosts in no policy file.

A list is a JSON file made by a script, so its shape is checked here and a fault in it is a damaged installation.
"""

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from mhaudit.errors import Fault, InvalidFiles
from mhaudit.model.knowledge import Layer, Organisation, Service, ServiceHost
from mhaudit.policy.folder import built_in


class _BulkList(Struct, frozen=True):
    """The format of a list: id, name, company, the company's name, role and hosts of each service."""

    entities: tuple[tuple[str, str, str, str, str, tuple[str, ...]], ...]


class Lists(Struct, frozen=True):
    """The services and organisations that the lists add to the known ones."""

    services: Mapping[str, Service]
    organisations: Mapping[str, Organisation]
    layers: tuple[Layer, ...]


def list_layers() -> tuple[Layer, ...]:
    """Return the shipped lists as layers of the policies."""
    return tuple(_layer(path, path.read_bytes()) for path in _paths())


def load_lists(services: Mapping[str, Service], organisations: Mapping[str, Organisation]) -> Lists:
    """Load all shipped lists, without the hosts of the given services. Raise InvalidFiles."""
    taken = {host.host for service in services.values() for host in service.hosts}
    more: dict[str, Service] = {}
    companies: dict[str, Organisation] = {}
    layers = []
    for path in _paths():
        raw = path.read_bytes()
        try:
            for service, company in _entries(raw, path.stem, taken):
                if service.id not in services:
                    more[service.id] = service
                if company.id and company.id not in organisations:
                    companies.setdefault(company.id, company)
        except ValueError as error:
            raise InvalidFiles([Fault(str(path), 0, "", "is damaged: it is not in the format of a list")]) from error
        layers.append(_layer(path, raw))
    return Lists(more, companies, tuple(layers))


def _paths() -> list[Path]:
    return sorted((built_in() / "lists").glob("*.json"))


def _layer(path: Path, raw: bytes) -> Layer:
    return Layer(name=path.stem, files=1, digest=hashlib.sha256(raw).hexdigest())


def _entries(raw: bytes, layer: str, taken: set[str]) -> Iterator[tuple[Service, Organisation]]:
    for id_, name, company, company_name, role, hosts in msgspec.json.decode(raw, type=_BulkList).entities:
        found = tuple(_host(host) for host in hosts if host.removeprefix(".") not in taken)
        if found:
            taken.update(host.host for host in found)
            service = Service(
                id=id_,
                name=name,
                organisation=company,
                roles=(role,),
                hosts=found,
                layer=layer,
            )
            yield service, Organisation(id=service.organisation, name=company_name)


def _host(written: str) -> ServiceHost:
    """Parse a host; a leading dot means the host and all below it."""
    match: Literal["exact", "suffix"] = "suffix" if written.startswith(".") else "exact"
    return ServiceHost(host=written.removeprefix("."), match=match, verified="listed")
