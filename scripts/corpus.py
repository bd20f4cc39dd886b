"""Read every file of a folder as a capture and print the result, beside that of mitmproxy's own importer.

`make corpus CORPUS=FOLDER`. Exits with 1 where a reader crashed: a file is read, or refused with a sentence.
"""

import sys
import time
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from mitmproxy.exceptions import FlowReadException
from mitmproxy.io import FlowReader

from mhaudit.errors import MhauditError
from mhaudit.ingest.formats import reader_for
from mhaudit.ingest.gather import gather, is_key_log
from mhaudit.ingest.reader import HEAD
from mhaudit.model.capture import Exchange, Gap

_BY_MITMPROXY = {"HAR", "mitmproxy dump"}


class Outcome(NamedTuple):
    """The result of one file. `refused` is the reason, `crash` an unexpected error."""

    format: str = ""
    exchanges: int = 0
    rows: int = 0
    gaps: str = ""
    refused: str = ""
    crash: str = ""
    seconds: float = 0.0
    mitmproxy: str = ""


def main() -> int:
    """Print the table, and how many files were read, were refused, or made a reader crash."""
    folder = Path(sys.argv[1])
    outcomes = []
    print("| file | format | exchanges | rows | gaps | seconds | mitmproxy |")
    print("|---|---|---:|---:|---|---:|---|")
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        outcome = look(path)
        outcomes.append(outcome)
        told = outcome.crash or outcome.refused or outcome.gaps
        counts = f"{outcome.exchanges} | {outcome.rows}" if outcome.format else " | "
        name = path.relative_to(folder).as_posix()
        print(f"| {name} | {outcome.format} | {counts} | {told} | {outcome.seconds:.2f} | {outcome.mitmproxy} |")
    read = [outcome for outcome in outcomes if outcome.format and not outcome.refused]
    crashes = sum(bool(outcome.crash) for outcome in outcomes)
    lost = sum(outcome.mitmproxy.startswith("rejected") for outcome in read)
    print(
        f"\n{len(outcomes)} files: {len(read)} read, {len(outcomes) - len(read) - crashes} refused with a reason, "
        f"{crashes} crashes. Of those read, mitmproxy rejects {lost}."
    )
    return bool(crashes)


def look(path: Path) -> Outcome:
    """Read one file and measure the time."""
    begun = time.perf_counter()
    try:
        outcome = read(path)
    except MhauditError as error:
        outcome = Outcome(refused=str(error).removeprefix(f"{path}: ").partition(" mhaudit reads")[0])
    except Exception as error:  # noqa: BLE001  # that is what this is for
        outcome = Outcome(crash=f"CRASH {type(error).__name__}: {error}")
    return outcome._replace(seconds=time.perf_counter() - begun, mitmproxy=by_mitmproxy(path, outcome.format))


def read(path: Path) -> Outcome:
    """Read one file to its end and count its exchanges and gaps."""
    keys = [other for other in path.parent.iterdir() if other.is_file() and is_key_log(head(other))]
    with TemporaryDirectory() as folder:
        captures, gaps = gather([path], Path(folder), keys)
        if not captures:
            return Outcome(refused="a log of TLS keys, no capture")
        (capture,) = captures
        reader = reader_for(capture)
        if reader is None:
            return Outcome(refused="empty")
        items = [*gaps, *reader.read(capture)]
    exchanges = sum(isinstance(item, Exchange) for item in items)
    codes = Counter(item.code for item in items if isinstance(item, Gap))
    told = ", ".join(f"{code} {count}" for code, count in sorted(codes.items()))
    return Outcome(reader.format, exchanges, len(items) - exchanges - codes.total(), told)


def by_mitmproxy(path: Path, kind: str) -> str:
    """Return the number of flows that mitmproxy reads, or its error; "" for formats that it does not know."""
    if kind not in _BY_MITMPROXY:
        return ""
    flows = 0
    try:
        with path.open("rb") as file:
            for _ in FlowReader(file).stream():
                flows += 1
    except (FlowReadException, ValueError, TypeError, LookupError, AttributeError) as error:
        return f"rejected after {flows}: {str(error).splitlines()[0][:60]}"
    return str(flows)


def head(path: Path) -> bytes:
    """Return the first bytes of a file."""
    with path.open("rb") as file:
        return file.read(HEAD)


if __name__ == "__main__":
    sys.exit(main())
