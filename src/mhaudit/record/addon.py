"""The recorder as a mitmproxy addon: `mitmdump -s addon.py --set mhaudit_case=FOLDER`, also for mitmweb and mitmproxy.

The commands `mhaudit.phase NAME` and `mhaudit.note TEXT` mark actions of the person at the device.
"""

import logging
from collections.abc import Mapping, Set
from pathlib import Path
from typing import Any

from mitmproxy import command, ctx, exceptions
from mitmproxy.addonmanager import Loader
from mitmproxy.version import VERSION as MITMPROXY

from mhaudit import __version__, policy
from mhaudit.errors import MhauditError
from mhaudit.model.subject import CAPTURE, JOURNAL, MANIFEST, PHASE_ID
from mhaudit.record.connection_hooks import ConnectionHooks
from mhaudit.record.folder import About, discard, make_case
from mhaudit.record.http_hooks import HttpHooks
from mhaudit.record.journal import Journal
from mhaudit.record.open_flows import Streaming
from mhaudit.record.recording import FlowFile, Recording
from mhaudit.record.sealing import seal
from mhaudit.record.stream_hooks import StreamHooks

_MOST_LOST = 20
VERSIONS = {"mhaudit": __version__, "mitmproxy": MITMPROXY}
OPTIONS = {
    "mhaudit_case": "Folder to record into. It must be new or empty.",
    "mhaudit_app": "App profile to keep with the recording.",
    "mhaudit_persona": "Persona to keep with the recording.",
}


class Recorder:
    """An addon that creates the case folder once its path is set, and seals it when mitmproxy ends."""

    def __init__(
        self, facts: Mapping[str, Any] | None = None, policies: str = "", streaming: Streaming = "needed"
    ) -> None:
        """Set `facts` for `case.yaml` and `policies`, the digest of the policies in use (default: the shipped ones).

        `streaming` selects the bodies that are streamed. Another program's mitmproxy streams only those that an app
        waits for, since other addons don't get a streamed body.
        """
        self.facts = facts or {}
        self.streaming = streaming
        self.policies = policies
        self.folder: Path | None = None
        self.listened = False
        self.storage: OSError | None = None
        self.lost: list[str] = []
        self.recording: Recording | None = None
        self.addons: list[object] = []

    def load(self, loader: Loader) -> None:
        """Add the options, and have mitmproxy store bodies that another addon streams."""
        for name, meaning in OPTIONS.items():
            loader.add_option(name, str, "", meaning)
        if self.streaming == "needed" and "store_streamed_bodies" in ctx.options:  # from mitmproxy 12 on
            ctx.options.update(store_streamed_bodies=True)  # type: ignore[no-untyped-call]

    def configure(self, updated: Set[str]) -> None:
        """Create the case folder once. Raise OptionsError, with which mitmproxy ends."""
        if "mhaudit_case" in updated and ctx.options.mhaudit_case and self.recording is None:
            try:
                self._open(Path(ctx.options.mhaudit_case))
            except MhauditError as error:
                raise exceptions.OptionsError(str(error)) from error  # type: ignore[no-untyped-call]
        if self.recording and ctx.options.body_size_limit:
            self.recording.journal.write("limited", option="body_size_limit")

    def running(self) -> None:
        """Write the listening addresses to the journal; without a case folder log an error and shut mitmproxy down."""
        if self.recording is None:
            logging.getLogger(__name__).error(
                "mhaudit records nothing without a folder to record into. Give a new one: --set mhaudit_case=FOLDER"
            )
            ctx.master.shutdown()  # type: ignore[no-untyped-call]
            return
        servers = ctx.master.addons.get("proxyserver").servers  # type: ignore[no-untyped-call]
        self.listened = all(server.is_running for server in servers)
        for server in servers:
            addresses = [f"{address[0]}:{address[1]}" for address in server.listen_addrs]
            self.recording.journal.write("listening", mode=server.mode.full_spec, addresses=addresses)

    def done(self) -> None:
        """Write and seal the case when mitmproxy ends; discard it if the proxy never listened."""
        recording, folder = self.recording, self.folder
        if recording is None or folder is None:
            return
        self.recording, self.addons = None, []
        recording.close()
        self.storage, self.lost = recording.storage, sorted(recording.lost - {""})
        if not self.listened:
            discard(folder)
            return
        try:
            seal(folder, {**VERSIONS, "policies": self.policies or policy.load().digest})
        except OSError as error:
            self.storage = self.storage or error

    def failure(self) -> str:
        """Return sentences on data that could not be written and on what was kept; "" where all was written."""
        if self.storage is None or self.folder is None:
            return ""
        why = self.storage.strerror or str(self.storage)
        sealed = (self.folder / MANIFEST).is_file()
        kept = "is in the case, which is sealed" if sealed else "may be in the case, which could not be sealed"
        lost = f" Lost, in progress at that moment: {', '.join(self.lost[:_MOST_LOST])}." if self.lost else ""
        stopped = f"The recording stopped, since nothing more could be written to {self.folder}: {why}."
        return f"{stopped} What was complete {kept}.{lost}"

    def _open(self, folder: Path) -> None:
        app, persona = (Path(name) if name else None for name in (ctx.options.mhaudit_app, ctx.options.mhaudit_persona))
        make_case(folder, About(app=app, persona=persona, facts=self.facts), VERSIONS)
        journal = Journal(folder / JOURNAL, VERSIONS)
        self.recording = Recording(FlowFile(folder / CAPTURE), journal, folder, self.streaming)
        self.addons = [hooks(self.recording) for hooks in (ConnectionHooks, HttpHooks, StreamHooks)]
        self.folder = folder

    @command.command("mhaudit.phase")  # type: ignore[untyped-decorator]
    def phase(self, name: str) -> None:
        """Begin a phase, such as launch, before-consent or crisis-chat."""
        if not PHASE_ID.fullmatch(name):
            raise exceptions.CommandError(
                f"invalid name of a phase {name!r}; use at most 40 lower-case letters, digits and hyphens"
            )
        self._recording().begin(name)

    @command.command("mhaudit.note")  # type: ignore[untyped-decorator]
    def note(self, text: str) -> None:
        """Note what was seen or done."""
        self._recording().note(text)

    def _recording(self) -> Recording:
        if self.recording is None:
            raise exceptions.CommandError("no recording is running")
        return self.recording


addons = [Recorder()]
