"""One target under atheris: `python -m tests.fuzz.run TARGET SECONDS`. What was found is written to build/fuzz."""

import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["mhaudit"]):
    from tests.fuzz.targets import TARGETS

KEPT = Path(__file__).parent / "corpus"
SEEDS = Path(__file__).parent.parent.parent / "fixtures" / "lists"


def main() -> None:
    """Fuzzes until the time is over, or something other than the project's own errors comes out."""
    name, seconds = sys.argv[1], sys.argv[2]
    work = Path("build", "fuzz", name)
    work.mkdir(parents=True, exist_ok=True)
    folders = [work, KEPT / name, KEPT / "any", SEEDS]
    options = [
        f"-max_total_time={seconds}",
        f"-artifact_prefix=build/fuzz/{name}-",
        "-timeout=20",
        "-rss_limit_mb=2048",
        "-max_len=20000",
        "-print_final_stats=1",
        "-verbosity=0",
    ]
    atheris.Setup([sys.argv[0], *options, *(str(folder) for folder in folders if folder.exists())], TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
