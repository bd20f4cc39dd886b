"""A case folder as captures: the dump of flows and the journal, with the phases marked in the journal."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Any

from mhaudit.errors import CaptureUnreadable
from mhaudit.ingest.case.events import DamagedLine, Event, read_events
from mhaudit.ingest.case.order import Clock, order_of
from mhaudit.ingest.phases import Phases, Stage
from mhaudit.ingest.reader import WHOLE, Capture, Reader, Share
from mhaudit.model.capture import Exchange, Gap, Item
from mhaudit.model.subject import ABOUT, CAPTURE, JOURNAL, PHASE_ID

_LONGEST_ABOUT, _LONGEST_DEVICE = 1 << 20, 200


def is_case(path: Path) -> bool:
    """Return whether a path is a folder with a recording."""
    return path.is_dir() and ((path / ABOUT).is_file() or (path / JOURNAL).is_file())


def captures_of(case: Path, name: str) -> list[Capture]:
    """Return the captures of a case that the audit calls `name`: the dump and the journal, if present."""
    parts = (Capture(case / file, f"{name}/{file}", case=case) for file in (CAPTURE, JOURNAL))
    return [part for part in parts if part.path.is_file()]


def brought_along(paths: Sequence[Path], file: str) -> Path | None:
    """Return the app profile or persona that the cases were recorded with; None if they differ."""
    kept = [path / file for path in paths if is_case(path) and (path / file).is_file()]
    contents = {path.read_bytes() for path in kept}
    return kept[0] if len(contents) == 1 else None


def phases_of(case: Path) -> Phases:
    """Return the phases marked in the journal of a case, in order; none without a journal."""
    return _phases(case, Clock())


def _phases(case: Path, clock: Clock) -> Phases:
    try:
        with (case / JOURNAL).open("rb") as file:
            return Phases(list(_stages(file, clock)))
    except OSError:
        return Phases(())


def device_of(case: Path) -> str:
    """Return the device named in `case.yaml`, in one line; "" if there is none or the file can't be read."""
    return _line(_about(case).get("device"))


def package_of(case: Path) -> str:
    """Return the app's file named in `case.yaml`; "" if there is none or the file can't be read."""
    package = _about(case).get("package")
    return _line(package.get("name")) if isinstance(package, dict) else ""


def _about(case: Path) -> dict[str, Any]:
    import yaml

    try:
        raw = (case / ABOUT).read_bytes()[:_LONGEST_ABOUT]
        about = yaml.load(raw, yaml.CBaseLoader)  # noqa: S506  # it makes texts and nothing else, and unfolds no merges
    except (OSError, ValueError, RecursionError, yaml.YAMLError):
        return {}
    return about if isinstance(about, dict) else {}


def _line(text: object) -> str:
    return " ".join(text.split())[:_LONGEST_DEVICE] if isinstance(text, str) else ""


def notes_of(case: Path) -> Iterator[Event]:
    """Yield the notes taken during the recording, with the field `text`; none without a journal."""
    try:
        with (case / JOURNAL).open("rb") as file:
            yield from (line for line in read_events(file) if isinstance(line, Event) and line.name == "note")
    except OSError:
        return


def _stages(file: IO[bytes], clock: Clock) -> Iterator[Stage]:
    begun: tuple[str, float] | None = None
    end = 0.0
    for line in read_events(file):
        if isinstance(line, DamagedLine):
            continue
        end = line.at
        clock.add(end)
        if line.name == "phase" and PHASE_ID.fullmatch(line.text("id")):
            if begun:
                yield Stage(*begun, max(begun[1], line.at))  # never before its beginning, if the clock was set back
            begun = line.text("id"), line.at
    if begun:
        yield Stage(*begun, max(begun[1], end))


class InPhases:
    """A reader for a file of a case: adds the phase to every exchange."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.format = reader.format

    def sniff(self, head: bytes) -> bool:
        """Return the result of the inner reader."""
        return self.reader.sniff(head)

    def read(self, capture: Capture, share: Share = WHOLE) -> Iterator[Item]:
        """Yield the items of the inner reader; a dump truncated in its first flow is a gap: the journal has more."""
        clock = Clock()
        phases = _phases(capture.path.parent, clock)
        order = order_of(capture.path.parent / JOURNAL, clock)
        if order.set_back and capture.path.name == JOURNAL and not share.first:
            yield order.gap(capture.name)
        ids = order.flows(capture) if order.set_back else {}
        try:
            for item in self.reader.read(capture, share):
                if isinstance(item, Exchange) and order.set_back:
                    yield from order.told(item, ids.get(item.number, ""))
                else:
                    yield from phases.told(item) if isinstance(item, Exchange) else (item,)
        except CaptureUnreadable:
            if not share.first:
                detail = f"{capture.name}: no flow in it is whole"
                yield Gap(code="damaged-capture", detail=detail, blocking=True, unread=capture.size)
