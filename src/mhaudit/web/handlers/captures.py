"""Captures: their upload, their list, and their audit."""

from pathlib import Path
from typing import Any
from urllib.parse import quote

from msgspec.json import encode
from tornado.web import HTTPError, stream_request_body

from mhaudit.errors import CaptureUnreadable
from mhaudit.ingest.formats import reader_for
from mhaudit.ingest.gather import is_key_log
from mhaudit.ingest.reader import Capture
from mhaudit.ingest.unpack import is_archive, is_compressed
from mhaudit.report.text.language import marked as _
from mhaudit.web.audit_child import AuditWish
from mhaudit.web.form_stream import FormDamaged, FormStream
from mhaudit.web.handlers.base import Base
from mhaudit.web.listing import audits, item_rows
from mhaudit.web.upload import FieldSink, FileSink, no_room_for

_NO_LIMIT = 1 << 50  # above its own limit tornado closes the connection without a response
_MOST_DRAINED = 8 * 1024**3


class OpenPage(Base):
    """The first page: the files of the workspace and the actions on them."""

    def get(self) -> None:
        """Send the first page."""
        self.page(
            "open.html.j2",
            captures=item_rows(self.workspace, "captures"),
            cases=item_rows(self.workspace, "cases"),
            apps=item_rows(self.workspace, "apps"),
            personas=item_rows(self.workspace, "personas"),
            audits=audits(self.workspace),
        )


@stream_request_body
class Upload(Base):
    """The upload of files, which keeps those that are captures."""

    def prepare(self) -> None:
        """Refuse a request from elsewhere, then prepare for a form. Raise HTTPError."""
        super().prepare()
        boundary = self._boundary()
        self.files: list[FileSink] = []
        self.damage = "" if boundary else "the form holds no files"
        self.form = FormStream(boundary, self._begin)
        length = int(self.request.headers.get("Content-Length") or 0)
        self.no_room = no_room_for(length, self.workspace.work)
        if self.no_room and length > _MOST_DRAINED:
            raise HTTPError(413)
        self.request.connection.set_max_body_size(_NO_LIMIT)  # type: ignore[union-attr]

    def _boundary(self) -> bytes:
        kind, _, rest = self.request.headers.get("Content-Type", "").partition(";")
        fields = (part.strip().partition("=") for part in rest.split(";"))
        found = next((value.strip('"') for name, _, value in fields if name.lower() == "boundary"), "")
        return found.encode() if kind.strip().lower() == "multipart/form-data" else b""

    def _begin(self, field: str, file: str | None) -> FileSink | FieldSink:
        if field != "captures" or not file:
            return FieldSink()
        sink = FileSink(self.workspace.work, file)
        if self.no_room:
            sink.refuse(self.no_room)
        self.files.append(sink)
        return sink

    def data_received(self, chunk: bytes) -> None:
        """Take in a piece of the body."""
        if not self.damage:
            try:
                self.form.feed(chunk)
            except FormDamaged as error:
                self.damage = str(error)

    def post(self) -> None:
        """Keep the uploaded captures, and show the reason for each refused file."""
        if not self.damage:
            try:
                self.form.close()
            except FormDamaged as error:
                self.damage = str(error)
        for sink in self.files:
            if self.damage:
                sink.refuse(self.damage)
            self._keep(sink)
        if not self.files:
            self.tell(_("Choose at least one file."), wrong=True)
        if self.request.headers.get("Accept") == "application/json":  # from a script, which loads the page itself
            self.set_status(204)
        else:
            self.go("/")

    def _keep(self, sink: FileSink) -> None:
        """Move a file to the captures, or show why it was refused."""
        why = sink.refused or _unfit(sink.path, sink.name)
        if why:
            sink.refuse(why)
            self.tell(_("{name} was not kept: {why}"), wrong=True, name=sink.name, why=why)
            return
        target = self.workspace.free("captures", sink.name)
        sink.path.replace(target)
        self.tell(_("{name} was added."), name=target.name)

    def on_connection_close(self) -> None:
        """Remove the files of an upload that was interrupted."""
        for sink in getattr(self, "files", ()):
            sink.close()
            sink.refuse("gone")


def _unfit(path: Path, name: str) -> str:
    """Return why a file is neither a capture nor a log of TLS keys, or ""."""
    capture = Capture(path=path, name=name, where=name)
    if not capture.size:
        return "it is empty"
    head = capture.head()
    if is_archive(head) or is_compressed(head) or is_key_log(head):
        return ""
    try:
        reader_for(capture)
    except CaptureUnreadable as error:
        return str(error).removeprefix(f"{name}: ")
    return ""


class StartAudit(Base):
    """The handler that starts an audit of the chosen captures."""

    def post(self) -> None:
        """Start the audit and redirect to its job."""
        chosen = [("captures", name) for name in self.get_body_arguments("capture")]
        chosen += [("cases", name) for name in self.get_body_arguments("case")]
        if not chosen:
            self.tell(_("Choose at least one capture."), wrong=True)
            self.go("/")
            return
        paths = [self._path(kind, name) for kind, name in chosen]
        title = Path(chosen[0][1]).stem + (f" (+{len(chosen) - 1})" if len(chosen) > 1 else "")
        out = self.workspace.free("audits", Path(chosen[0][1]).stem)
        wish = AuditWish(
            captures=tuple(paths),
            out=f"audits/{out.name}",
            app=self.named("app", "apps"),
            persona=self.named("persona", "personas"),
            pack=self.field("pack", "auditor"),
            app_id=self.field("app_id"),
        )
        job = self.site.jobs.audit(encode(wish).decode(), title, f"/audits/audits/{quote(out.name)}")
        self.go(f"/jobs/{job.id}")

    def _path(self, kind: Any, name: str) -> str:
        self.workspace.there(kind, name)
        return f"{kind}/{name}"
