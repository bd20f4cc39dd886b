"""`mhaudit record`: record an app while somebody uses it, then audit the case."""

import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mhaudit import auditing
from mhaudit.auditing.engine import Question
from mhaudit.auditing.pipeline import audit_files
from mhaudit.cli.audit import Folders, deliver, exit_code, written_also_of_nothing
from mhaudit.cli.output import Verbose, no_stream
from mhaudit.cli.screen import complain, counting, show_line
from mhaudit.errors import Interrupted, StorageFailed
from mhaudit.model.audit import Audit
from mhaudit.model.subject import MANIFEST, REPORT

if TYPE_CHECKING:
    from mhaudit.record.browser import RecordedBrowser

FORMATS = ["html", "json"]
ProxyPort = Annotated[
    int | None, typer.Option(help="Port to listen on; 8080 if not given.", min=0, max=65535, metavar="PORT")
]
PagePort = Annotated[int, typer.Option(help="Its port; a free one if not given.", min=0, max=65535, metavar="PORT")]


def record(
    url: Annotated[str, typer.Argument(help="With --browser: the address that it opens.", metavar="[URL]")] = "",
    *,
    out: Annotated[Path, typer.Option(help="The case folder; new, or empty.", metavar="CASE", callback=no_stream)],
    app: Annotated[
        Path | None, typer.Option(help="App profile: own domains, claims, declared recipients.", metavar="FILE")
    ] = None,
    persona: Annotated[Path | None, typer.Option(help="The person to type into the app.", metavar="FILE")] = None,
    mode: Annotated[
        list[str] | None, typer.Option(help="regular, wireguard, local, upstream:URL …; repeatable.", metavar="MODE")
    ] = None,
    host: Annotated[str, typer.Option(help="Address to listen on; all if not given.", metavar="ADDRESS")] = "",
    port: ProxyPort = None,
    set_: Annotated[
        list[str] | None, typer.Option("--set", help="An option of mitmproxy; repeatable.", metavar="NAME=VALUE")
    ] = None,
    device: Annotated[str, typer.Option(help="The device and its system, for the record.", metavar="TEXT")] = "",
    package: Annotated[
        Path | None, typer.Option(help="The app's own file (APK, IPA), for its digest.", metavar="FILE")
    ] = None,
    modified: Annotated[
        bool | None, typer.Option("--modified/--as-published", help="Whether the app was changed to be recorded.")
    ] = None,
    page: Annotated[bool, typer.Option("--page/--no-page", help="Serve the live page on this machine.")] = True,
    page_port: PagePort = 0,
    browser: Annotated[
        bool, typer.Option("--browser", help="Start an installed Chromium or Chrome with a fresh profile, at URL.")
    ] = False,
    sign: Annotated[
        Path | None, typer.Option(help="Private key (Ed25519, PEM) to sign the manifest with.", metavar="FILE")
    ] = None,
    policies: Folders = None,
    pack: Annotated[str, typer.Option(help="Which rules and which threshold.", metavar="NAME")] = "auditor",
    fail_on: Annotated[str | None, typer.Option(help="Exit with 1 from this severity on.", metavar="SEVERITY")] = None,
    verbose: Verbose = False,
) -> None:
    """Record an app through mitmproxy into a case folder; Ctrl-C ends it, and the case is audited."""
    from mhaudit.record import session, signature
    from mhaudit.record.addon import Recorder
    from mhaudit.record.folder import case_facts
    from mhaudit.record.live.views import views

    question = auditing.question(app=app, persona=persona, policies=policies or (), pack=pack, fail_on=fail_on)
    key = signature.private_key(sign) if sign else None
    own = _browser(url, mode) if browser else _without_browser(url)
    device, modified = _asked(device, modified)
    recorder = Recorder(case_facts(device, package, modified), question.policies.digest, "all")
    settings = session.Settings(
        case=out, app=app, persona=persona, modes=mode or ["regular"], host=host, port=port, options=set_ or ()
    )
    with _in_order(out):
        beside = views(recorder, question, complain, page_port if page else None)
        session.record(settings, recorder, [*beside, *own])
        _ignore_hangup()
        if key:
            signature.sign(out, key)
        show_line(f"Recorded: {out}")
        found = _audited(out, question, beside, verbose=verbose)
    raise typer.Exit(exit_code(found, require_complete=False))


def _ignore_hangup() -> None:
    """Let the audit finish where the terminal is closed meanwhile; Windows has no such signal."""
    if hasattr(signal, "SIGHUP"):
        signal.signal(signal.SIGHUP, signal.SIG_IGN)


def _audited(case: Path, question: Question, beside: Sequence[object], *, verbose: bool = False) -> Audit:
    """Audit the case, show the progress on the live page if there is one, and write the report."""
    from mhaudit.record.live.after import after
    from mhaudit.record.live.page import LivePage

    page = next((each for each in beside if isinstance(each, LivePage)), None)
    with after(page, case / REPORT / "report.html") as tell:
        with written_also_of_nothing(FORMATS, case / REPORT), counting("Auditing") as count:

            def told(number: int) -> None:
                count(number)
                tell(number)

            found = audit_files([case], question, progress=told)
        deliver(found, FORMATS, case / REPORT, verbose=verbose)
    return found


@contextmanager
def _in_order(case: Path) -> Iterator[None]:
    """Turn every end of a recording and its audit into an error that names what is kept."""
    again = f"Audit it with: mhaudit audit {case}"
    try:
        yield
    except KeyboardInterrupt as error:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        how = "recorded and sealed," if (case / MANIFEST).is_file() else "recorded, not sealed,"
        raise Interrupted(f"Interrupted: the case is {how} and not audited. {again}") from error
    except StorageFailed as error:
        raise StorageFailed(f"{error} {again} --out FOLDER") from error
    except typer.BadParameter as error:
        raise StorageFailed(f"{error.message}. The case is recorded. {again} --out FOLDER") from error
    except OSError as error:
        why = f"{error.filename or case / REPORT} can't be written: {error.strerror or error}."
        raise StorageFailed(f"{why} The case is recorded. {again} --out FOLDER") from error


def _browser(url: str, modes: Sequence[str] | None) -> "list[RecordedBrowser]":
    """Return the browser to start. Raise ToolMissing, and a usage error where no mode has a proxy address."""
    if modes and not any(mode.partition("@")[0] == "regular" for mode in modes):
        raise typer.BadParameter(
            "--browser needs the mode regular, whose address the browser is given; add --mode regular"
        )
    from mhaudit.record.browser import RecordedBrowser, find_browser

    return [RecordedBrowser(find_browser(), url, complain)]


def _without_browser(url: str) -> "list[RecordedBrowser]":
    if url:
        raise typer.BadParameter(f"{url!r} is opened in a browser only; add --browser")
    return []


def _asked(device: str, modified: bool | None) -> tuple[str, bool | None]:
    """Ask at a terminal for the values that were not given on the command line."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return device, modified
    if not device:
        device = typer.prompt(
            "Device and system, such as Pixel 7, Android 14", default="", show_default=False, err=True
        )
    if modified is None:
        modified = typer.confirm("Was the app changed so that it can be recorded?", default=False, err=True)
    return device, modified
