"""Persona and app profile files → what the auditor knows beforehand."""

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from mhaudit.errors import Fault, InvalidFiles
from mhaudit.model.knowledge import Policies
from mhaudit.model.subject import AppProfile, Claim, Declared, Persona, PlantedValue
from mhaudit.policy.folder import built_in
from mhaudit.policy.references import prefixes
from mhaudit.policy.schema import check, validators
from mhaudit.policy.source import Source
from mhaudit.policy.wording import unknown
from mhaudit.policy.yaml_text import parse


def load_persona(path: Path, policies: Policies) -> Persona:
    """The persona in a file. Raises InvalidFiles with every fault; no fault repeats a value."""
    source, _ = read_checked(path, "persona")
    faults = list(_persona_faults(source, policies))
    if faults:
        raise InvalidFiles(faults)
    return Persona(
        id=source.data["id"],
        values=tuple(
            PlantedValue(
                category=value["category"],
                value=value["value"],
                instrument=value.get("instrument"),
                scale=(value["scale"][0], value["scale"][1]) if "scale" in value else None,
                crisis=value.get("crisis", False),
            )
            for value in source.data["values"]
        ),
    )


def load_app(path: Path, policies: Policies) -> AppProfile:
    """The app profile in a file; its digest is the SHA-256 of the file in hex. Raises InvalidFiles with every fault."""
    source, digest = read_checked(path, "app")
    faults = list(_app_faults(source, policies))
    if faults:
        raise InvalidFiles(faults)
    data = source.data
    return AppProfile(
        id=data["id"],
        name=data["name"],
        vendor=data.get("vendor", ""),
        platform=data.get("platform", ""),
        version=data.get("version", ""),
        first_party=tuple(data.get("first_party", ())),
        declared=tuple(_declared(entry) for entry in data.get("declared", ())),
        claims=tuple(_claim(entry) for entry in data.get("claims", ())),
        digest=digest,
    )


def read_checked(path: Path, kind: str) -> tuple[Source, str]:
    """The checked content of one file of a kind, and its SHA-256 in hex. Raises InvalidFiles with every fault."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise InvalidFiles([Fault(str(path), 0, "", f"can't be read: {error.strerror or error}")]) from error
    faults: list[Fault] = []
    source = parse(raw, str(path), faults)
    if source is not None:
        faults.extend(check(source, validators(built_in() / "schema")[kind]))
    if faults or source is None:
        raise InvalidFiles(faults)
    return source, hashlib.sha256(raw).hexdigest()


def _persona_faults(source: Source, policies: Policies) -> Iterator[Fault]:
    for number, value in enumerate(source.data["values"]):
        path = ("values", number)
        if value["category"] not in policies.kinds:
            yield source.fault((*path, "category"), unknown("kind of data", value["category"], policies.kinds))
        instrument = value.get("instrument")
        if instrument is not None and instrument not in policies.instruments:
            yield source.fault((*path, "instrument"), unknown("questionnaire", instrument, policies.instruments))
        if isinstance(value["value"], str) and not value["value"].strip():
            yield source.fault((*path, "value"), "must not be empty")
        low, high = value.get("scale", (0, 0))
        if low > high:
            yield source.fault((*path, "scale"), "ends below where it begins")


def _app_faults(source: Source, policies: Policies) -> Iterator[Fault]:
    recipients = {**policies.services, **policies.organisations}
    families = prefixes(policies.kinds)
    for number, entry in enumerate(source.data.get("declared", ())):
        path = ("declared", number)
        if entry["organisation"] not in recipients:
            what = unknown("service or organisation", entry["organisation"], recipients)
            yield source.fault((*path, "organisation"), what)
        yield from _categories(source, path, entry, families)
    for number, entry in enumerate(source.data.get("claims", ())):
        yield from _categories(source, ("claims", number), entry, families)


def _categories(
    source: Source, path: tuple[str | int, ...], entry: Mapping[str, Any], known: set[str]
) -> Iterator[Fault]:
    for number, category in enumerate(entry.get("categories", ())):
        if category not in known:
            yield source.fault((*path, "categories", number), unknown("kind of data", category, known))


def _declared(entry: Mapping[str, Any]) -> Declared:
    return Declared(
        organisation=entry["organisation"],
        purpose=entry.get("purpose", ""),
        categories=tuple(entry.get("categories", ())),
    )


def _claim(entry: Mapping[str, Any]) -> Claim:
    return Claim(
        id=entry["id"],
        says=entry["says"],
        asserts=entry["asserts"],
        categories=tuple(entry.get("categories", ())),
        source=entry.get("source", ""),
    )
