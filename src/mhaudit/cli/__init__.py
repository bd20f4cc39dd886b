"""The command line: thin commands over the API, and the only place that turns errors into messages and exit codes."""

import os
import sys
import traceback
from collections.abc import Sequence

from mhaudit import __version__
from mhaudit.cli.app import app
from mhaudit.cli.exits import Exit
from mhaudit.cli.screen import complain, print_anything
from mhaudit.errors import (
    AppNotChosen,
    CaptureUnreadable,
    CaseChanged,
    CaseUnusable,
    Interrupted,
    InvalidFiles,
    NothingToAudit,
    StorageFailed,
    ToolMissing,
    UnknownName,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    print_anything()
    try:
        app(args=None if arguments is None else list(arguments), prog_name="mhaudit")
    except SystemExit as ended:
        if ended.code == Exit.INTERRUPTED:  # typer makes this of a KeyboardInterrupt
            complain("Interrupted; nothing was written.")
        return ended.code if isinstance(ended.code, int) else Exit.USAGE if ended.code else Exit.AUDITED
    except InvalidFiles as error:
        complain(str(error))
        return Exit.INVALID
    except NothingToAudit as error:
        complain(str(error))
        return Exit.NOTHING
    except CaseChanged as error:
        complain(str(error))
        return Exit.CHANGED
    except (AppNotChosen, CaseUnusable, ToolMissing, UnknownName) as error:
        complain(str(error))
        return Exit.USAGE
    except StorageFailed as error:
        complain(str(error))
        return Exit.STORAGE
    except Interrupted as error:
        complain(str(error))
        return Exit.INTERRUPTED
    except CaptureUnreadable as error:
        complain(str(error))
        return Exit.UNREADABLE
    except KeyboardInterrupt:
        complain("Interrupted; nothing was written.")
        return Exit.INTERRUPTED
    except Exception as error:  # the only broad except: a bug must not look like a verdict
        return _bug(error)
    return Exit.AUDITED


def _bug(error: Exception) -> int:
    complain(
        f"A bug in mhaudit {__version__}: {type(error).__name__}. Set MHAUDIT_DEBUG=1 to see where, and report it."
    )
    if os.environ.get("MHAUDIT_DEBUG"):
        traceback.print_exc(file=sys.stderr)
    return Exit.BUG
