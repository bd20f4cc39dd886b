"""An estimate of the number of exchanges in files before they are read, for the time that is left."""

from collections.abc import Iterable
from pathlib import Path

from mhaudit.model.subject import CAPTURE

# What every entry or flow has once; bodies may contain it, so that the estimate can be too high.
_ENTRY = b'"startedDateTime"'
_FLOW = b"11:client_conn;"
_BLOCK = 1 << 20


def expected_exchanges(paths: Iterable[Path]) -> int | None:
    """Return about how many exchanges HARs, dumps of mitmproxy and cases have; None for any other file."""
    whole = 0
    for path in paths:
        try:
            number = _marks(path / CAPTURE if path.is_dir() else path)
        except OSError:
            return None
        if number is None:
            return None
        whole += number
    return whole or None


def _marks(path: Path) -> int | None:
    with path.open("rb") as file:
        block = file.read(_BLOCK)
        mark = _ENTRY if block.lstrip()[:1] == b"{" else _FLOW if block[:12].partition(b":")[0].isdigit() else None
        if mark is None:
            return None
        found, end = 0, b""
        while block:
            found += (end + block).count(mark)
            end = block[1 - len(mark) :]
            block = file.read(_BLOCK)
    return found
