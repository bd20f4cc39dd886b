"""Print which rooms (packages and modules directly below mhaudit) import which, with the number of imports.

import_graph.py [SRC]: SRC is the folder that holds `mhaudit`, of this checkout or of another one.
"""

import sys
from collections import Counter, defaultdict
from pathlib import Path

import grimp

ROOT = Path(__file__).parent.parent


def room(module: str) -> str:
    """Return the first part below mhaudit: `mhaudit.detect.sdk` is in `detect`."""
    return module.split(".")[1] if "." in module else module


def imports(source: Path) -> tuple[Counter[str], Counter[tuple[str, str]]]:
    """Return the number of modules of each room, and of imports from one room by another."""
    sys.path.insert(0, str(source))
    graph = grimp.build_graph("mhaudit", exclude_type_checking_imports=True, cache_dir=None)
    sizes = Counter(room(module) for module in graph.modules)
    edges = Counter(
        (room(module), room(other))
        for module in graph.modules
        for other in graph.find_modules_directly_imported_by(module)
        if room(module) != room(other)
    )
    return sizes, edges


def main(arguments: list[str]) -> int:
    """Print one line a room, and the totals. Return 0."""
    sizes, edges = imports(Path(arguments[0]) if arguments else ROOT / "src")
    print(f"{sizes.total()} modules in {len(sizes)} rooms; {edges.total()} imports between {len(edges)} pairs of rooms")
    by_room: dict[str, list[str]] = defaultdict(list)
    for (importing, imported), count in sorted(edges.items()):
        by_room[importing].append(f"{imported} {count}")
    for name in sorted(sizes):
        print(f"{name} ({sizes[name]}): {', '.join(by_room[name]) or 'none'}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
