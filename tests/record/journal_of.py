"""A recording in this process, without a proxy, for tests of one part."""

import json
from pathlib import Path
from typing import Any

from mhaudit.model.subject import CAPTURE, JOURNAL
from mhaudit.record.journal import Journal
from mhaudit.record.recording import FlowFile, Recording


def recording_in(folder: Path) -> Recording:
    """A recording whose files lie in a folder."""
    return Recording(FlowFile(folder / CAPTURE), Journal(folder / JOURNAL, {"mhaudit": "1"}))


def events(folder: Path, name: str = "") -> list[dict[str, Any]]:
    """The journal so far, or what it says of one kind of event, without times and without its first line."""
    lines = (folder / JOURNAL).read_text(encoding="utf-8").splitlines()[1:]
    found = [{key: value for key, value in json.loads(line).items() if key != "at"} for line in lines]
    return [event for event in found if name in ("", event["event"])]
