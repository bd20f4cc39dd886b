"""Check that audits give the same bytes with 1, 2 and 4 processes, and with another checkout of the source.

Audits every capture of the given folders, and prints where audit.json differs. A capture `NAME.har` is audited with
`NAME.persona.yaml` and `NAME.app.yaml` where they are beside it, else with `--persona` and `--app`.

    python scripts/same_audit.py FOLDER... [--against OTHER/src] [--jobs 1 2 4] [--persona FILE] [--app FILE]

Exits with 1 where two audits differ. An error of one of them must be the error of the others, word for word.
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import mhaudit

_SOURCE = Path(mhaudit.__file__).parent.parent
# Runs in a separate process with the source on PYTHONPATH: digests of audits, as JSON lines.
_AUDITS = """
import hashlib, json, sys
import mhaudit
for line in sys.stdin:
    capture, persona, app, jobs = json.loads(line)
    try:
        found = mhaudit.render(mhaudit.audit(capture, persona=persona, app=app, jobs=jobs), "json")
        said = hashlib.sha256(found if isinstance(found, bytes) else found.encode()).hexdigest()
    except mhaudit.MhauditError as error:
        said = f"{type(error).__name__}: {error}"
    print(json.dumps(said), flush=True)
"""


class Task(NamedTuple):
    """One capture with its persona and app profile."""

    capture: str
    persona: str | None
    app: str | None


def tasks(paths: Sequence[Path], persona: Path | None, app: Path | None) -> Iterator[Task]:
    """Yield the files below the paths in order, each with its persona and app profile."""
    for path in paths:
        files = sorted(file for file in path.rglob("*") if file.is_file()) if path.is_dir() else [path]
        for file in files:
            own_persona, own_app = (file.with_suffix(f".{what}.yaml") for what in ("persona", "app"))
            given = own_persona if own_persona.exists() else persona, own_app if own_app.exists() else app
            if file.suffix not in (".yaml", ".md"):
                yield Task(str(file), *(str(path) if path else None for path in given))


def digests(source: Path, jobs: int, wanted: Sequence[Task]) -> list[str]:
    """Return the SHA-256 of each audit.json, or the error, from one source with `jobs` processes."""
    lines = "".join(json.dumps([*task, jobs]) + "\n" for task in wanted)
    run = subprocess.run(  # noqa: S603
        [sys.executable, "-c", _AUDITS],
        input=lines,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(source)},
    )
    return [json.loads(line) for line in run.stdout.splitlines()]


def main() -> int:
    """Print each capture whose audits differ, and the number of compared ones."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("paths", nargs="+", type=Path, metavar="FOLDER")
    parser.add_argument("--against", type=Path, metavar="SRC", help="the src folder of another checkout")
    parser.add_argument("--jobs", nargs="+", type=int, default=[1, 2, 4], metavar="N")
    parser.add_argument("--persona", type=Path, metavar="FILE")
    parser.add_argument("--app", type=Path, metavar="FILE")
    options = parser.parse_args()
    wanted = list(tasks(options.paths, options.persona, options.app))
    ways = {f"--jobs {jobs}": digests(_SOURCE, jobs, wanted) for jobs in options.jobs}
    if options.against:
        ways[str(options.against)] = digests(options.against, 1, wanted)
    differing = 0
    for number, task in enumerate(wanted):
        said = {way: found[number] for way, found in ways.items()}
        if len(set(said.values())) > 1:
            differing += 1
            print(task.capture, *(f"  {way}: {text[:100]}" for way, text in said.items()), sep="\n")
    audited = sum(" " not in found for found in next(iter(ways.values())))
    print(f"{len(wanted)} files, {audited} audited {len(ways)} ways, {differing} differ")
    return bool(differing)


if __name__ == "__main__":
    sys.exit(main())
