"""Loading of app profile files."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import convert

from mhaudit.errors import Fault, InvalidFiles
from mhaudit.model.knowledge import Policies
from mhaudit.model.subject import AppProfile, Claim, Declared, PrivacyManifest, PrivacyNotice
from mhaudit.policy.references import prefixes
from mhaudit.policy.wording import unknown
from mhaudit.profile import files, labels, periods
from mhaudit.profile.checked_file import read

if TYPE_CHECKING:
    from mhaudit.policy.yaml_text import Source


def load_app(path: Path, policies: Policies) -> AppProfile:
    """Return the app profile in a file; its digest is its SHA-256 in hex. Raise InvalidFiles with every fault."""
    source, digest = read(path, "app")
    faults = [*_faults(source, policies), *periods.period_faults(source), *labels.label_faults(source)]
    notice, manifests = _notice(source, path.parent, faults), _manifests(source, path.parent, faults)
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
        declared=convert(data.get("declared", []), tuple[Declared, ...]),
        claims=tuple(_claim(entry) for entry in data.get("claims", ())),
        digest=digest,
        country=data.get("country", ""),
        reply_within=float(data.get("reply_within", 60)),
        declares="declared" in data,
        declares_all=data.get("declared_is_complete", False),
        periods=periods.periods(data),
        play=labels.play(data),
        apple=labels.apple(data),
        manifests=manifests,
        notice=notice,
        contacts=tuple(data.get("contacts", ())),
    )


def _claim(entry: Mapping[str, Any]) -> Claim:
    """Return a claim; its source is followed by the day on which it was read."""
    read_on = f"read on {entry['retrieved']}" if "retrieved" in entry else ""
    return convert({**entry, "source": ", ".join(filter(None, (entry.get("source", ""), read_on)))}, Claim)


def _faults(source: "Source", policies: Policies) -> Iterator[Fault]:
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
    if "declared_is_complete" in source.data and "declared" not in source.data:
        yield source.fault(("declared_is_complete",), "needs the field 'declared', which is missing")


def _categories(
    source: "Source", path: tuple[str | int, ...], entry: Mapping[str, Any], known: set[str]
) -> Iterator[Fault]:
    for number, category in enumerate(entry.get("categories", ())):
        if category not in known:
            yield source.fault((*path, "categories", number), unknown("kind of data", category, known))


def _notice(source: "Source", base: Path, faults: list[Fault]) -> PrivacyNotice | None:
    entry = source.data.get("notice")
    if entry is None:
        return None
    from mhaudit.profile.notice import read_notice

    try:
        content = files.read(base, entry["file"])
        return read_notice(Path(entry["file"]).name, content, entry.get("retrieved", ""), entry.get("source", ""))
    except files.NotUsable as error:
        faults.append(source.fault(("notice", "file"), str(error)))
        return None


def _manifests(source: "Source", base: Path, faults: list[Fault]) -> tuple[PrivacyManifest, ...]:
    found = []
    if source.data.get("privacy_manifests"):
        from mhaudit.profile.privacy_manifest import read_privacy_manifest
    for number, name in enumerate(source.data.get("privacy_manifests", ())):
        try:
            found.append(read_privacy_manifest(Path(name).name, files.read(base, name)))
        except files.NotUsable as error:
            faults.append(source.fault(("privacy_manifests", number), str(error)))
    return tuple(found)
