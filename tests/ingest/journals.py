"""Journals written by hand, so that the reader is held against the format and not against the recorder."""

import json
from pathlib import Path
from typing import Any

from mhaudit.model.subject import ABOUT, CAPTURE, JOURNAL

BEGUN = 1_790_000_000.0
START = {"schema": "mhaudit/journal/1", "at": BEGUN, "event": "start"}
STOP = {"at": BEGUN + 1000, "event": "stop"}


def event(name: str, after: float = 1.0, **fields: Any) -> dict[str, Any]:
    """One event, some seconds after the start."""
    return {"at": BEGUN + after, "event": name, **fields}


def written(*events: dict[str, Any]) -> bytes:
    """Events as a journal holds them."""
    return b"".join(json.dumps(each, separators=(",", ":")).encode() + b"\n" for each in events)


def case(folder: Path, *events: dict[str, Any], flows: bytes = b"", stopped: bool = True) -> Path:
    """A case folder with these events between start and stop."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / ABOUT).write_text("schema: mhaudit/case/1\n", encoding="utf-8")
    (folder / CAPTURE).write_bytes(flows)
    (folder / JOURNAL).write_bytes(written(START, *events, *([STOP] if stopped else [])))
    return folder
