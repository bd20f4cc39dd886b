"""The app that captures name: in a HAR's fields, in rows with app ids, in a case folder.

Nothing is derived from hosts or from content.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence

from mhaudit.ingest.case.folder import package_of
from mhaudit.ingest.formats import reader_for
from mhaudit.ingest.har.about import named_in_har
from mhaudit.ingest.reader import Capture
from mhaudit.model.subject import NamedApp

# Formats whose app ids belong to one platform.
_PLATFORMS = {
    "App Privacy Report": "ios",
    "Android intrusion log": "android",
    "PCAPdroid CSV": "android",
    "TrackerControl CSV": "android",
}


def named_app(captures: Sequence[Capture], rows: Collection[str] = (), chosen: str = "") -> NamedApp | None:
    """Return the app that captures name; None if they name none, or several.

    `rows` are the app ids in rows of the captures, `chosen` the audited one of them.
    """
    found = [*_of_files(captures), *_of_rows(captures, rows, chosen)]
    known = [one for one in found if one.id or one.name]
    if len({one.id for one in known if one.id}) > 1 or len({one.name for one in known if one.name}) > 1:
        known = []
    device = _joined(one.device for one in found)
    if not known:
        return NamedApp(device=device, source=_joined(one.source for one in found if one.device)) if device else None
    return NamedApp(
        id=next((one.id for one in known if one.id), ""),
        name=next((one.name for one in known if one.name), ""),
        version=_joined(one.version for one in known),
        platform=_joined(one.platform for one in known) if len({one.platform for one in known} - {""}) == 1 else "",
        device=device,
        source=_joined(one.source for one in known),
    )


def _of_files(captures: Sequence[Capture]) -> Iterator[NamedApp]:
    for capture in captures:
        reader = reader_for(capture)
        named = named_in_har(capture.path, capture.name) if reader and reader.format == "HAR" else None
        if named:
            yield named
    for case in dict.fromkeys(capture.case for capture in captures if capture.case):
        if package := package_of(case):
            yield NamedApp(name=package, source=f"{case.name}/case.yaml: package")


def _of_rows(captures: Sequence[Capture], rows: Collection[str], chosen: str) -> Iterator[NamedApp]:
    """Yield the only app among the rows."""
    mine = chosen if chosen in rows else next(iter(rows)) if len(rows) == 1 and not chosen else ""
    if mine:
        readers = [(capture, reader.format) for capture in captures if (reader := reader_for(capture))]
        platforms = {_PLATFORMS[kind] for _, kind in readers if kind in _PLATFORMS}
        platform = next(iter(platforms)) if len(platforms) == 1 else ""
        names = ", ".join(capture.name for capture, kind in readers if kind in (*_PLATFORMS, "packet capture"))
        yield NamedApp(id=mine, platform=platform, source=f"{names}: the app of each row")


def _joined(texts: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(text for text in texts if text))
