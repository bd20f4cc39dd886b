"""The server: its routes, its start and its end."""

import asyncio
import os
import signal
import webbrowser
from collections.abc import Callable
from pathlib import Path
from socket import create_server, socket
from typing import Any

from tornado.httpserver import HTTPServer
from tornado.web import Application

from mhaudit.errors import CaseUnusable
from mhaudit.pages.page_auth import LOOPBACK, PageAuth
from mhaudit.web.handlers import (
    apps,
    audits,
    base,
    captures,
    explore,
    objections,
    personas,
    policies,
    recordings,
    studies,
    tools,
)
from mhaudit.web.site import Site, make_site

LARGEST_FORM = 16 * 1024 * 1024  # bytes; does not apply to uploads of captures
_NAME = r"([^/]+)"
EXPLORE: tuple[tuple[str, type[base.Base]], ...] = (
    (rf"/studies/{_NAME}/explore", explore.ExplorePage),
    (rf"/studies/{_NAME}/explore/apps", explore.AppsBehind),
    (rf"/studies/{_NAME}/explore/app/{_NAME}", explore.OneApp),
)


def application(site: Site) -> Application:
    """Return all addresses of a site over a workspace."""
    routes: list[tuple[str, type[base.Base]]] = [
        (r"/", captures.OpenPage),
        (r"/captures", captures.Upload),
        (r"/audits", captures.StartAudit),
        (rf"/audits/(audits|cases)/{_NAME}", audits.AuditPage),
        (rf"/audits/(audits|cases)/{_NAME}/report", audits.ReportFrame),
        (rf"/audits/(audits|cases)/{_NAME}/files/{_NAME}", audits.FormatFile),
        (rf"/audits/(audits|cases)/{_NAME}/objections", objections.ObjectionsPage),
        (rf"/files/{_NAME}/{_NAME}", audits.Download),
        (rf"/delete/{_NAME}/{_NAME}", audits.DeletePage),
        (r"/compare", audits.ComparePage),
        (rf"/comparisons/{_NAME}", audits.ComparisonPage),
        (rf"/comparisons/{_NAME}/report", audits.ComparisonFrame),
        (r"/jobs/([0-9a-f]{16})", base.JobHandler),
        (r"/jobs/([0-9a-f]{16})/state", base.JobState),
        (r"/jobs/([0-9a-f]{16})/stop", base.JobStop),
        (r"/personas", personas.PersonasPage),
        (rf"/personas/{_NAME}", personas.PersonaPage),
        (r"/apps", apps.AppsPage),
        (r"/apps/new", apps.NewApp),
        (r"/apps/save", apps.SaveApp),
        (r"/apps/check", apps.CheckApp),
        (rf"/apps/{_NAME}", apps.AppPage),
        (r"/record", recordings.RecordPage),
        (r"/recordings/([0-9a-f]{16})", recordings.RecordingPage),
        (r"/recordings/([0-9a-f]{16})/state", recordings.RecordingState),
        (r"/recordings/([0-9a-f]{16})/stop", recordings.RecordingStop),
        (r"/studies", studies.StudiesPage),
        (rf"/studies/{_NAME}", studies.StudyPage),
        (rf"/studies/{_NAME}/report", studies.StudyFrame),
        (rf"/studies/{_NAME}/files/{_NAME}", studies.StudyFile),
        *EXPLORE,
        (r"/tools", tools.ToolsPage),
        (r"/tools/redact", tools.Redact),
        (r"/tools/(verify|bundle|doctor)", tools.CaseTool),
        (r"/tools/port", tools.DoctorOfMachine),
        (r"/show", tools.ShowPage),
        (r"/policies", policies.PoliciesPage),
        (rf"/policies/{_NAME}", policies.PolicyPage),
    ]
    return _application(site, routes)


def study_application(site: Site) -> Application:
    """Return the addresses of a site that has one study open, and nothing else."""
    return _application(site, [(r"/", explore.OpenedStudy), *EXPLORE])


def _application(site: Site, routes: list[tuple[str, type[base.Base]]]) -> Application:
    shared = [(r"/language", base.LanguageHandler), (r"/([\w-]{24})/", base.Enter), (r".*", base.Missing)]
    quiet: Callable[[Any], None] = lambda _: None  # noqa: E731 (the token is part of an address)
    return Application([(path, handler, {"site": site}) for path, handler in [*routes, *shared]], log_function=quiet)


def serve(workspace: Path, port: int, tell: Callable[[str], None], *, browse: bool, study: str = "") -> None:
    """Serve a workspace, or one study, on this machine until Ctrl-C. Raise CaseUnusable where that can't begin."""
    try:
        listener = create_server((LOOPBACK, port))
    except OSError as error:
        raise CaseUnusable(f"The page can't use port {port}: {error.strerror}. Choose another with --port.") from error
    before = os.umask(0o077)  # files made from here on, by child processes too, are readable by their owner only
    try:
        with listener:
            site = make_site(workspace, PageAuth(listener.getsockname()[1]), study)
            asyncio.run(_serve(site, listener, tell, browse=browse))
    finally:
        os.umask(before)


async def _serve(site: Site, listener: socket, tell: Callable[[str], None], *, browse: bool) -> None:
    listener.setblocking(False)
    pages = study_application(site) if site.study else application(site)
    server = HTTPServer(pages, max_body_size=LARGEST_FORM)
    server.add_socket(listener)
    tell(f"{'Study' if site.study else 'Workspace'}: {site.place}")
    tell(f"Page: {site.access.address}")
    tell("Ctrl-C ends it.")
    if browse:
        webbrowser.open(site.access.address)
    await _until_stopped()
    server.stop()
    await site.jobs.close()
    await site.recordings.close()


async def _until_stopped() -> None:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    try:
        for one in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(one, stopped.set)
    except NotImplementedError:  # Windows: Ctrl-C interrupts the sleep
        while True:
            await asyncio.sleep(0.5)
    await stopped.wait()
