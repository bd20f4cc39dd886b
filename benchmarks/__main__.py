"""Measure the time, the memory and the recall of an audit, beside reading alone and beside other tools.

    python -m benchmarks [--sizes 2000 20000] [--kinds har mood] [--rounds 5] [--alone]

All files are generated in build/bench; the figures go to the terminal and to benchmarks/results.json.
"""

import argparse
import json
from pathlib import Path

from rich.console import Console

from benchmarks.cases import KINDS, Bench, Case
from benchmarks.measure import machine
from benchmarks.tables import print_costs, print_recall

ROOT = Path(__file__).parent.parent


def main() -> None:
    """Run all cases, print the figures and write results.json."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--sizes", nargs="+", type=int, default=[2_000, 20_000], metavar="N", help="exchanges")
    parser.add_argument("--kinds", nargs="+", choices=KINDS, default=KINDS, help="kinds of captures")
    parser.add_argument("--rounds", type=int, default=5, metavar="N", help="how often each tool runs")
    parser.add_argument("--alone", action="store_true", help="install and measure no other tools")
    parser.add_argument("--out", type=Path, default=Path(__file__).with_name("results.json"), metavar="FILE")
    options = parser.parse_args()
    console, about, cases = Console(), machine(), list[Case]()
    bench = Bench(ROOT / "build" / "bench", alone=options.alone)
    for size in options.sizes:
        for kind in options.kinds:
            cases.append(bench.case(kind, size, options.rounds))
            print_costs(console, cases[-1])
    print_recall(console, cases)
    results = {"machine": about, "rounds": options.rounds, "cases": [case.as_json() for case in cases]}
    options.out.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
    console.print(f"Written: {options.out}", soft_wrap=True)


if __name__ == "__main__":
    main()
