"""Recordings: started and stopped here, watched on their live page."""

from urllib.parse import quote, urlsplit

from tornado.web import HTTPError

from mhaudit.report.text.language import marked as _
from mhaudit.web.handlers.base import Base
from mhaudit.web.recordings import RunningRecording

MODES = ("regular", "wireguard", "local")


class RecordPage(Base):
    """The form that starts a recording."""

    def get(self) -> None:
        """Send the form."""
        known = {"apps": self.workspace.names("apps"), "personas": self.workspace.names("personas")}
        self.page("record.html.j2", modes=MODES, **known)

    def post(self) -> None:
        """Start a recording, unless one is running."""
        if self.site.recordings.running():
            self.tell(_("A recording is running already."), wrong=True)
            self.go("/record")
            return
        options = self._options()
        case = self.workspace.free("cases", self.field("name", "case"))
        found = self.site.recordings.start(case.name, options)
        self.go(f"/recordings/{found.id}")

    def _options(self) -> list[str]:
        """Return the options of `mhaudit record`. Raise HTTPError for values that the form can't send."""
        mode, port, url = self.field("mode", "regular"), self.field("port"), self.field("url")
        if mode not in MODES or (port and not (port.isascii() and port.isdigit() and int(port) < 65536)):
            raise HTTPError(400)
        options = ["--mode", mode, *(["--port", port] if port else [])]
        if self.field("browser"):
            if urlsplit(url).scheme not in ("http", "https", ""):
                raise HTTPError(400)
            options += ["--browser", *(["--host", "127.0.0.1"] if mode == "regular" else [])]
        for option, kind, field in (("--app", "apps", "app"), ("--persona", "personas", "persona")):
            options += [option, path] if (path := self.named(field, kind)) else []
        if device := self.field("device"):
            options += [f"--device={device}"]
        options += {"yes": ["--modified"], "no": ["--as-published"]}.get(self.field("modified"), [])
        return [*options, "--", url] if self.field("browser") and url else options


class RecordingPage(Base):
    """One recording: its live page, the recorder's output, and its end."""

    def get(self, id_: str) -> None:
        """Send the page of the recording, or redirect to its audit."""
        one = self._recording(id_)
        if one.state == "done":
            self.go(f"/audits/cases/{quote(one.case)}")
            return
        self.page("recording.html.j2", one=one)

    def _recording(self, id_: str) -> RunningRecording:
        one = self.site.recordings.get(id_)
        if one is None:
            raise HTTPError(404)
        return one


class RecordingState(RecordingPage):
    """The state of a recording as JSON, for an open page."""

    def get(self, id_: str) -> None:
        """Send the state and the address of the live page."""
        one = self._recording(id_)
        self.finish({"state": one.state, "live": one.live})


class RecordingStop(RecordingPage):
    """The handler that stops a recording cleanly, which is then audited."""

    async def post(self, id_: str) -> None:
        """Stop the recording."""
        one = self._recording(id_)
        await self.site.recordings.stop(one)
        self.go(f"/recordings/{one.id}")
