"""Print the figures to the terminal."""

from collections.abc import Sequence

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from benchmarks.cases import MHAUDIT, MOST, Case
from benchmarks.encodings import ENCODINGS
from benchmarks.measure import Spread, ratios, spread


def print_costs(console: Console, case: Case) -> None:
    """Print mhaudit's ratio, then user time, wall-clock time and memory, for one capture."""
    title = f"{case.capture}: {case.exchanges:,} exchanges, {case.megabytes:.1f} MB"
    table = Table(title=title, title_justify="left", box=SIMPLE_HEAD)
    table.add_column("tool", no_wrap=True)
    for name in ("mhaudit ÷ this", "user s", "seconds", "MiB"):
        table.add_column(name, justify="right", no_wrap=True)
    for name, costs in case.costs.items():
        memory = max(cost.mebibytes for cost in costs)
        user, seconds = spread([cost.user for cost in costs]), spread([cost.seconds for cost in costs])
        ratio = ratios(case.costs[MHAUDIT], costs)
        table.add_row(name, _written(ratio), f"{user.median:.2f}", f"{seconds.median:.2f}", f"{memory:.0f}")
    console.print(table)


def _written(figures: Spread) -> str:
    return f"{figures.median:.2f} ({figures.least:.2f} to {figures.most:.2f})"


def print_recall(console: Console, cases: Sequence[Case]) -> None:
    """Print the values found by encoding, for the last capture that each tool was measured on."""
    columns = {name: recall for case in cases for name, recall in case.recall.items()}
    table = Table("planted as", title=f"Values found, of {MOST} each", title_justify="left", box=SIMPLE_HEAD)
    for name in columns:
        table.add_column(name, justify="right")
    for encoding in ENCODINGS:
        table.add_row(encoding, *(str(recall.found[encoding]) for recall in columns.values()))
    table.add_section()
    table.add_row("all", *(f"{recall.total} of {MOST * len(ENCODINGS)}" for recall in columns.values()))
    table.add_row("reported, not planted", *(str(recall.false) for recall in columns.values()))
    console.print(table)
