"""The made-up lists in `fixtures/lists`, and what is read from them."""

from pathlib import Path
from typing import Any

from mhaudit.ingest.formats import reader_for
from mhaudit.ingest.reader import WHOLE, Capture, Share
from mhaudit.model.capture import Access, Contact, Gap, Item
from tests.conftest import ROOT

LISTS = ROOT / "fixtures" / "lists"
NINE = 1_795_165_200.0  # 2026-11-20T09:00:00Z


def items(path: Path, share: Share = WHOLE) -> list[Item]:
    capture = Capture(path, path.name)
    reader = reader_for(capture)
    return list(reader.read(capture, share)) if reader else []


def written(folder: Path, name: str, data: bytes) -> list[Item]:
    """What is read from these bytes."""
    (folder / name).write_bytes(data)
    return items(folder / name)


def contacts(found: list[Item]) -> list[Contact]:
    return [item for item in found if isinstance(item, Contact)]


def accesses(found: list[Item]) -> list[Access]:
    return [item for item in found if isinstance(item, Access)]


def gaps(found: list[Item]) -> list[Gap]:
    return [item for item in found if isinstance(item, Gap)]


def contact(capture: str, number: int, host: str, **fields: Any) -> Contact:
    return Contact(capture=capture, number=number, host=host, **fields)
