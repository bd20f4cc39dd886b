"""Who may ask: whoever opened the page by its address, from the page itself, and nobody else."""

import secrets
from pathlib import Path
from typing import Any

from tornado.web import HTTPError, RequestHandler

from mhaudit.errors import MhauditError
from mhaudit.pages.headers import HEADERS
from mhaudit.report.text.language import LANGUAGES, say, speaking
from mhaudit.web.jobs import Job, TooBusy
from mhaudit.web.render import chosen_language, policy, render_page
from mhaudit.web.site import Site
from mhaudit.web.workspace import Workspace

LANGUAGE_COOKIE = "mhaudit-language"
_CHUNK = 256 * 1024


class Base(RequestHandler):
    """Asks who is there before anything else, and makes sentences of errors."""

    SUPPORTED_METHODS = ("GET", "POST")

    def initialize(self, site: Site) -> None:
        self.site = site

    @property
    def workspace(self) -> Workspace:
        """The folder that all is kept in."""
        return self.site.workspace

    def set_default_headers(self) -> None:
        for name, value in HEADERS.items():
            self.set_header(name, value)
        # A form of a page that sends no referrer has no origin either, and by its origin a form is known.
        self.set_header("Referrer-Policy", "same-origin")

    def prepare(self) -> None:
        """Refuse what does not come from a page of this server. Raises HTTPError."""
        headers = self.request.headers
        given = self.get_cookie(self.site.cookie) or ""
        known = secrets.compare_digest(given.encode(), self.site.session.encode())
        origin, site = headers.get("Origin"), headers.get("Sec-Fetch-Site")
        own = origin == f"http://{self.request.host}"
        near = site in (None, "same-origin", "none")
        if self.request.method != "GET":
            near, own = site in (None, "same-origin"), own or (origin is None and site == "same-origin")
        else:
            own = own or origin is None
        if not (known and self.site.access.names(self.request.host) and own and near):
            raise HTTPError(403)

    @property
    def language(self) -> str:
        """The language that was chosen, or that the browser asks for."""
        chosen = self.get_cookie(LANGUAGE_COOKIE) or ""
        return chosen_language(chosen, self.request.headers.get("Accept-Language", ""))

    def page(self, template: str, **values: Any) -> None:
        """Answer with a page."""
        shared = {
            "here": self.request.path,
            "notes": self.site.told(),
            "running": self.site.jobs.running(),
            "recording": self.site.recordings.running(),
            "root": self.site.place,
            "study_alone": bool(self.site.study),
        }
        self.set_header("Content-Security-Policy", policy())
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(render_page(template, self.language, **shared, **values))

    def tell(self, text: str, *, wrong: bool = False, **values: object) -> None:
        """Say a sentence of the catalogue on the next page."""
        with speaking(self.language):
            self.site.say(say(text, **values), wrong=wrong)

    def go(self, address: str) -> None:
        """Answer with another address, which is fetched with GET."""
        self.redirect(address, status=303)

    def field(self, name: str, default: str = "") -> str:
        """Return a field of the form, without blanks around it."""
        return self.get_body_argument(name, default) or default

    def named(self, name: str, kind: Any) -> str:
        """Return a field that names a file of the workspace, as a path in it; "" where none is chosen."""
        chosen = self.field(name)
        if not chosen:
            return ""
        self.workspace.there(kind, chosen)
        return f"{kind}/{chosen}"

    async def send(self, path: Path, kind: str, download: str) -> None:
        """Answer with a file, piece by piece. `download` is the name under which it is saved."""
        self.set_header("Content-Type", kind)
        self.set_header("Content-Length", str(path.stat().st_size))
        plain = "".join(letter if letter.isascii() and letter not in '"\\' else "_" for letter in download)
        self.set_header("Content-Disposition", f'attachment; filename="{plain}"')
        with path.open("rb") as file:
            while data := file.read(_CHUNK):
                self.write(data)
                await self.flush()
        self.finish()

    def write_error(self, status_code: int, **more: Any) -> None:
        """Say what went wrong: an error of mhaudit in its own words."""
        error = (more.get("exc_info") or (None, None, None))[1]
        text = str(error) if isinstance(error, MhauditError | TooBusy) else ""
        if isinstance(error, MhauditError | TooBusy):
            self.set_status(400)
        if status_code == 403:
            self.set_header("Content-Type", "text/plain; charset=utf-8")
            self.finish("Open the page by the address that the terminal shows.\n")
            return
        self.page("message.html.j2", text=text, status=self.get_status())

    def log_exception(self, typ: Any, value: Any, tb: Any) -> None:
        """Leave out errors that are sentences for the user: the page says them."""
        if not isinstance(value, MhauditError | TooBusy | HTTPError):
            super().log_exception(typ, value, tb)


class Enter(Base):
    """The address that the terminal shows: its token becomes a cookie, and leaves the address."""

    def prepare(self) -> None:
        """Refuse everybody who does not have the token. Raises HTTPError."""
        headers = self.request.headers
        where = (self.request.host, headers.get("Origin"), headers.get("Sec-Fetch-Site"))
        if self.site.access.refuses(self.path_args[0], *where):
            raise HTTPError(403)

    def get(self, _: str) -> None:
        self.set_cookie(self.site.cookie, self.site.session, httponly=True, samesite="Strict", path="/")
        self.go("/")


class LanguageHandler(Base):
    """Chooses the language of the pages."""

    def post(self) -> None:
        code, back = self.field("code"), self.field("back", "/")
        if code in LANGUAGES:
            self.set_cookie(LANGUAGE_COOKIE, code, httponly=True, samesite="Strict", path="/", expires_days=365)
        self.go(back if back.startswith("/") and not back.startswith(("//", "/\\")) else "/")


class JobHandler(Base):
    """How far a job is; when it is over, its result."""

    def get(self, id_: str) -> None:
        job = self._job(id_)
        if job.state == "done" and job.then and job.then != self.request.path:
            self.go(job.then)
            return
        self.page("job.html.j2", job=job)

    def _job(self, id_: str) -> Job:
        job = self.site.jobs.get(id_)
        if job is None:
            raise HTTPError(404)
        return job


class JobState(JobHandler):
    """The same as JSON, for a page that is open."""

    def get(self, id_: str) -> None:
        job = self._job(id_)
        self.finish({"state": job.state, "exchanges": job.exchanges, "kinds": job.kinds, "then": job.then})


class JobStop(JobHandler):
    """Ends a job."""

    async def post(self, id_: str) -> None:
        job = self._job(id_)
        await self.site.jobs.stop(job)
        self.go(f"/jobs/{job.id}")


class Missing(Base):
    """Any other address."""

    def get(self) -> None:
        raise HTTPError(404)
