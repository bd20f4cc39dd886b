"""The cases of the benchmark: mhaudit, reading alone, and other tools, by capture."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks import peers
from benchmarks.captures import WRITERS
from benchmarks.measure import Cost, Spread, megabytes, ratios, run, run_in_turn, spread
from benchmarks.persona import VALUES, Subject, write_subject
from benchmarks.recall import READERS, Recall, score

MHAUDIT = "mhaudit"
MOST = len(VALUES)  # values of each encoding
_OF_DUMPS = {"floor: own reader": "dump", "FlowReader": "flow-reader"}
_FLOORS = {
    "har": {"floor: orjson": "har"},
    "mitm": _OF_DUMPS,
    "mood": _OF_DUMPS,
    "varied": {**_OF_DUMPS, "floor: FlowReader and orjson": "bodies"},
    "scripts": {"floor: orjson": "har"},
}
KINDS = tuple(_FLOORS)
_SUFFIX = {"har": "har", "mitm": "mitm", "mood": "mood.mitm", "varied": "varied.mitm", "scripts": "scripts.har"}
_FEWER = {"varied": 10, "scripts": 100}  # one exchange is as large as so many of the others
_MOST_FOR_INSPECTOR = 2_000  # its time grows with the square of the entries


class Case(NamedTuple):
    """One capture with the costs and the recall of each tool; tools that only read find nothing."""

    capture: str
    exchanges: int
    megabytes: float
    costs: dict[str, list[Cost]]
    recall: dict[str, Recall]

    def as_json(self) -> dict[str, object]:
        """Return the figures for results.json; a ratio is mhaudit's time divided by the tool's, round by round."""
        own = self.costs[MHAUDIT]
        return {
            "capture": self.capture,
            "exchanges": self.exchanges,
            "megabytes": round(self.megabytes, 1),
            "tools": {name: _figures(costs, own, self.recall.get(name)) for name, costs in self.costs.items()},
        }


def _figures(costs: Sequence[Cost], own: Sequence[Cost], recall: Recall | None) -> dict[str, object]:
    figures: dict[str, object] = {
        "runs": len(costs),
        "user_seconds": _rounded(spread([cost.user for cost in costs])),
        "seconds": _rounded(spread([cost.seconds for cost in costs])),
        "mebibytes": round(max(cost.mebibytes for cost in costs)),
        "mhaudit_divided_by_this": _rounded(ratios(own, costs)),
    }
    if recall:
        figures |= {"found": recall.found, "found_in_all": recall.total, "false": recall.false}
    return figures


def _rounded(figures: Spread) -> dict[str, float]:
    return {name: round(value, 3) for name, value in figures._asdict().items()}


class Bench:
    """The inputs and the tools, set up once."""

    def __init__(self, folder: Path, *, alone: bool) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.subject: Subject = write_subject(folder)
        self.trackhar = None if alone else peers.trackhar(folder)
        self.inspector = None if alone else peers.inspector(folder)
        small = self._capture("har", 20)
        run(self._commands(small, "har", 20)[MHAUDIT])  # parses the policies, which are cached from then on

    def case(self, kind: str, count: int, rounds: int) -> Case:
        """Measure all tools on a capture of this kind and size; kinds with large bodies get fewer exchanges."""
        count = max(1, count // _FEWER.get(kind, 1))
        capture = self._capture(kind, count)
        costs = run_in_turn(self._commands(capture, kind, count), rounds)
        planted = [name for name in READERS if name in costs and kind in ("har", "mitm")]
        found = {name: score(READERS[name](self._out(name), capture)) for name in planted}
        return Case(capture.name, count, megabytes(capture), costs, found)

    def _capture(self, kind: str, count: int) -> Path:
        path = self.folder / f"{count}.{_SUFFIX[kind]}"
        WRITERS[kind](path, count)
        return path

    def _out(self, name: str) -> Path:
        return self.folder / f"out-{name}"

    def _commands(self, capture: Path, kind: str, count: int) -> Mapping[str, Sequence[str]]:
        app, persona, indicators, config = map(str, self.subject)
        audit = [sys.executable, "-m", "mhaudit", "audit", str(capture), "--app", app, "--persona", persona, "--out"]
        commands = {MHAUDIT: [*audit, str(self._out(MHAUDIT)), "--jobs", "1"]}
        commands["mhaudit --jobs 2"] = [*audit, str(self._out("jobs")), "--jobs", "2"]
        for name, what in _FLOORS[kind].items():
            commands[name] = [sys.executable, "-m", "benchmarks.floor", what, str(capture)]
        if kind in ("har", "scripts") and self.trackhar:
            commands["TrackHAR"] = ["node", str(self.trackhar), str(capture), indicators, str(self._out("TrackHAR"))]
        if kind == "har" and self.inspector and count <= _MOST_FOR_INSPECTOR:
            name = "privacy-flow-inspector"
            scan = [str(self.inspector), "scan", str(capture), "--config", config, "--json", str(self._out(name)), "-q"]
            commands[name] = scan
        return commands
