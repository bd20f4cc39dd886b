"""`mhaudit` and `python -m mhaudit`."""

import gc
import sys

_THRESHOLD = 200_000  # objects


def run() -> int:
    """Run the command line and return its exit code."""
    # A start creates a hundred thousand lasting objects; collecting garbage among them takes a tenth of its time.
    gc.set_threshold(_THRESHOLD)
    from mhaudit.cli import main

    code = main()
    gc.freeze()  # the process ends now; a last garbage collection would take another tenth
    return code


if __name__ == "__main__":
    sys.exit(run())
