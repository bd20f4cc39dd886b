"""The state shared by all handlers: the workspace, the jobs, the access check, and one-time messages."""

import secrets
from collections import deque
from pathlib import Path

from msgspec import Struct, field

from mhaudit.pages.page_auth import PageAuth
from mhaudit.web.jobs import Jobs
from mhaudit.web.recordings import Recordings
from mhaudit.web.workspace import Workspace


class PageNote(Struct, frozen=True):
    """A message for the next page: a result, or the reason for a failure."""

    text: str
    wrong: bool = False


class Site(Struct, kw_only=True):
    """One server. `session` is the secret in the cookie, which is another one than the token of the address.

    `study` is the address of the one study that is open, "" where a whole workspace is.
    """

    workspace: Workspace
    access: PageAuth
    jobs: Jobs
    recordings: Recordings
    session: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    notes: deque[PageNote] = field(default_factory=lambda: deque(maxlen=50))
    study: str = ""

    @property
    def place(self) -> str:
        """Return the folder or address that the pages show."""
        return self.study or str(self.workspace.root)

    @property
    def cookie(self) -> str:
        """Return the name of the cookie, with the port, since browsers share cookies between the ports of a host."""
        return f"mhaudit-{self.access.port}"

    def say(self, text: str, *, wrong: bool = False) -> None:
        """Add a message for the next page."""
        self.notes.append(PageNote(text, wrong))

    def told(self) -> list[PageNote]:
        """Return the messages and forget them."""
        found = list(self.notes)
        self.notes.clear()
        return found


def make_site(root: Path, access: PageAuth, study: str = "") -> Site:
    """Return a site over a folder, or over one study. Raise CaseUnusable where the folder can't be used."""
    workspace = Workspace(root)
    return Site(
        workspace=workspace,
        access=access,
        jobs=Jobs(workspace.root, workspace.work),
        recordings=Recordings(workspace.root),
        study=study,
    )
