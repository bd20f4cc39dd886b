"""Access to the pages: only for a browser that opened the printed address, and only from the pages themselves."""

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
    """A handler that authenticates every request, and shows errors as sentences."""

    SUPPORTED_METHODS = ("GET", "POST")

    def initialize(self, site: Site) -> None:
        """Set the site."""
        self.site = site

    @property
    def workspace(self) -> Workspace:
        """Return the folder of all files."""
        return self.site.workspace

    def set_default_headers(self) -> None:
        """Set the security headers of every response."""
        for name, value in HEADERS.items():
            self.set_header(name, value)
        # A form of a page that sends no referrer has no origin either, and by its origin a form is known.
        self.set_header("Referrer-Policy", "same-origin")

    def prepare(self) -> None:
        """Refuse a request that does not come from a page of this server. Raise HTTPError."""
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
        """Return the language that the user chose, or the browser's."""
        chosen = self.get_cookie(LANGUAGE_COOKIE) or ""
        return chosen_language(chosen, self.request.headers.get("Accept-Language", ""))

    def page(self, template: str, **values: Any) -> None:
        """Render and send a page."""
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
        """Show a sentence of the catalogue on the next page."""
        with speaking(self.language):
            self.site.say(say(text, **values), wrong=wrong)

    def go(self, address: str) -> None:
        """Send a redirect to another address, which is fetched with GET."""
        self.redirect(address, status=303)

    def field(self, name: str, default: str = "") -> str:
        """Return a field of the form, stripped."""
        return self.get_body_argument(name, default) or default

    def named(self, name: str, kind: Any) -> str:
        """Return the workspace path of the file that a field names; "" where none is chosen."""
        chosen = self.field(name)
        if not chosen:
            return ""
        self.workspace.there(kind, chosen)
        return f"{kind}/{chosen}"

    async def send(self, path: Path, kind: str, download: str) -> None:
        """Send a file piece by piece; `download` is the name under which it is saved."""
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
        """Send a page with the error; an error of mhaudit in its own words."""
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
        """Log an exception, except for errors that the page shows."""
        if not isinstance(value, MhauditError | TooBusy | HTTPError):
            super().log_exception(typ, value, tb)


class Enter(Base):
    """The address that the terminal shows: it stores its token in a cookie and redirects."""

    def prepare(self) -> None:
        """Refuse a request without the token. Raise HTTPError."""
        headers = self.request.headers
        where = (self.request.host, headers.get("Origin"), headers.get("Sec-Fetch-Site"))
        if self.site.access.refuses(self.path_args[0], *where):
            raise HTTPError(403)

    def get(self, _: str) -> None:
        """Set the cookie and redirect to the first page."""
        self.set_cookie(self.site.cookie, self.site.session, httponly=True, samesite="Strict", path="/")
        self.go("/")


class LanguageHandler(Base):
    """The choice of the interface's language."""

    def post(self) -> None:
        """Store the language in a cookie."""
        code, back = self.field("code"), self.field("back", "/")
        if code in LANGUAGES:
            self.set_cookie(LANGUAGE_COOKIE, code, httponly=True, samesite="Strict", path="/", expires_days=365)
        self.go(back if back.startswith("/") and not back.startswith(("//", "/\\")) else "/")


class JobHandler(Base):
    """The progress of a job, and its result when it is over."""

    def get(self, id_: str) -> None:
        """Send the page of the job, or redirect to its result."""
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
    """The state of a job as JSON, for an open page."""

    def get(self, id_: str) -> None:
        """Send the state."""
        job = self._job(id_)
        numbers = {"exchanges": job.exchanges, "expected": job.expected, "left": job.seconds_left, "kinds": job.kinds}
        self.finish({"state": job.state, **numbers, "then": job.then})


class JobStop(JobHandler):
    """The handler that stops a job."""

    async def post(self, id_: str) -> None:
        """Stop the job."""
        job = self._job(id_)
        await self.site.jobs.stop(job)
        self.go(f"/jobs/{job.id}")


class Missing(Base):
    """Any unknown address."""

    def get(self) -> None:
        """Raise HTTPError 404."""
        raise HTTPError(404)
