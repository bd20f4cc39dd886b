"""`mhaudit` and `python -m mhaudit`."""

import gc
import sys

_THRESHOLD = 200_000  # objects


def run() -> int:
    """Runs the command line and returns its exit code."""
    # A start makes a hundred thousand objects that stay: to look for garbage among them takes a tenth of it.
    gc.set_threshold(_THRESHOLD)
    from mhaudit.cli import main

    code = main()
    gc.freeze()  # everything goes with the process now: to look through it for garbage first takes another tenth
    return code


if __name__ == "__main__":
    sys.exit(run())
