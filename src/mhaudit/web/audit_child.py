"""Run an audit in a separate process, which can be stopped: `python -m mhaudit.web.audit_child WISH`.

The wish and every line of the output are JSON. Lines with `exchanges` report progress; the last one is `done` with the
verdict, or `failed` with a sentence.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.json import decode

from mhaudit import auditing
from mhaudit.auditing.pipeline import audit_files
from mhaudit.collect.collector import Collector
from mhaudit.errors import MhauditError
from mhaudit.ingest.case.folder import brought_along
from mhaudit.ingest.estimate import expected_exchanges
from mhaudit.model.audit import Audit
from mhaudit.model.subject import APP, PERSONA
from mhaudit.report import FILE_NAMES, FORMATS
from mhaudit.report.formats import json_

_EVERY = 0.25  # seconds between two lines


class AuditWish(Struct, frozen=True, kw_only=True):
    """The parameters of an audit. Paths are relative to the workspace; `out` is a new folder."""

    captures: tuple[str, ...]
    out: str
    app: str = ""
    persona: str = ""
    pack: str = "auditor"
    app_id: str = ""


class Teller:
    """A writer of progress lines, at most one per `_EVERY` seconds."""

    def __init__(self, expected: int | None) -> None:
        self.exchanges = self.kinds = 0
        self.expected = expected
        self._next = 0.0

    def count(self, exchanges: int) -> None:
        """Set the number of exchanges read so far."""
        self.exchanges = exchanges

    def watch(self, collector: Collector) -> None:
        """Write the progress, unless it was written just before."""
        now = time.monotonic()
        if now >= self._next:
            self._next = now + _EVERY
            kinds = collector.observations.kinds_sent()
            tell({"exchanges": self.exchanges, "expected": self.expected, "kinds": kinds})


def tell(line: dict[str, Any]) -> None:
    """Write one line. Exit if the reader has closed the pipe."""
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


def run_audit(wish: AuditWish) -> Audit:
    """Audit, and write audit.json and report.html into the folder. Raise the errors of an audit."""
    paths = [Path(capture) for capture in wish.captures]
    teller = Teller(expected_exchanges(paths))
    question = auditing.question(
        app=Path(wish.app) if wish.app else brought_along(paths, APP),
        persona=Path(wish.persona) if wish.persona else brought_along(paths, PERSONA),
        pack=wish.pack,
        app_id=wish.app_id,
    )
    found = audit_files(paths, question, progress=teller.count, watch=teller.watch)
    out = Path(wish.out)
    out.mkdir(mode=0o700)
    (out / "report.html").write_text(str(FORMATS["html"](found)), encoding="utf-8")
    (out / FILE_NAMES["json"]).write_text(json_.render(found), encoding="utf-8")
    return found


def main(arguments: list[str]) -> int:
    """Return 0 if the audit was made, else 1."""
    try:
        found = run_audit(decode(arguments[0], type=AuditWish))
    except BrokenPipeError:
        return 1
    except MhauditError as error:
        tell({"failed": str(error)})
        return 1
    except OSError as error:
        tell({"failed": f"{error.filename or wish_out(arguments)}: {error.strerror or error}"})
        return 1
    tell({"done": found.verdict.outcome})
    return 0


def wish_out(arguments: list[str]) -> str:
    """Return the requested folder, for an error that names no file."""
    return str(json.loads(arguments[0])["out"])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
