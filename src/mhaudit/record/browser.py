"""Run a separate browser for a recording: a fresh profile, through the proxy, trusting its certificate.

The profile is removed afterwards. The browser's own background requests are switched off as far as possible, so that
only the page's traffic is recorded. Switches: Chromium's `chrome/docs/chrome-flags-for-tools` and
`content/public/common/content_switches.cc`.
"""

import asyncio
import base64
import hashlib
import os
import shutil
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from mitmproxy import ctx

from mhaudit.errors import ToolMissing
from mhaudit.record.phone.authority import authority_here

_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome", "microsoft-edge", "brave")
_ELSEWHERE = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
_OWN = "MHAUDIT_CHROMIUM"
_FEATURES = (
    *("OptimizationHints", "MediaRouter", "DialMediaRouteProvider", "Translate", "InterestFeedContentSuggestions"),
    *(
        "AutofillServerCommunication",
        "CertificateTransparencyComponentUpdater",
        "HttpsUpgrades",
        "NetworkTimeServiceQuerying",
    ),
)
_QUIET = (
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-breakpad",
    "--disable-client-side-phishing-detection",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-extensions",
    "--disable-field-trial-config",
    "--disable-quic",
    "--disable-sync",
    "--metrics-recording-only",
    "--no-pings",
    "--no-service-autorun",
    "--password-store=basic",
    # component updates are requested from a closed port of this machine, not through the proxy
    "--component-updater=url-source=http://127.0.0.1:9/",
    "--proxy-bypass-list=<-loopback>;127.0.0.1:9",
    "--disable-component-extensions-with-background-pages",
    "--safebrowsing-disable-auto-update",
    "--use-mock-keychain",
    f"--disable-features={','.join(_FEATURES)}",
)
_PATIENCE = 5.0  # seconds between SIGTERM and SIGKILL


def find_browser() -> str:
    """Return the path of an installed Chromium or Chrome. Raise ToolMissing where there is none.

    `MHAUDIT_CHROMIUM` selects another one.
    """
    named = os.environ.get(_OWN)
    found = named or next(filter(None, map(shutil.which, _NAMES)), None)
    found = found or next((path for path in _ELSEWHERE if Path(path).exists()), None)
    if not found or not (shutil.which(found) or Path(found).exists()):
        where = f"{named} is not there" if named else "no Chromium or Chrome was found"
        raise ToolMissing(f"{where}. Install one, or name its program: {_OWN}=/path/to/chrome")
    return found


def arguments(profile: Path, port: int, key: str, url: str) -> list[str]:
    """Return the command line of the browser: `key` is the SHA-256 of the proxy's public key, in base64."""
    root = ("--no-sandbox",) if sys.platform == "linux" and os.geteuid() == 0 else ()
    return [
        *_QUIET,
        *root,
        f"--user-data-dir={profile}",
        f"--proxy-server=http://127.0.0.1:{port}",
        f"--ignore-certificate-errors-spki-list={key}",
        url or "about:blank",
    ]


def key_digest(pem: bytes) -> str:
    """Return the SHA-256 of the public key of a certificate, in base64, by which a browser trusts it."""
    key = x509.load_pem_x509_certificate(pem).public_key()
    spki = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return base64.b64encode(hashlib.sha256(spki).digest()).decode()


class RecordedBrowser:
    """An addon that starts a browser with the recording and ends each with the other."""

    def __init__(self, program: str, url: str, say: Callable[[str], None], more: Sequence[str] = ()) -> None:
        self._program, self._url, self._say, self._more = program, url, say, more
        self._profile: TemporaryDirectory[str] | None = None
        self._process: asyncio.subprocess.Process | None = None
        self._task: asyncio.Task[None] | None = None

    def running(self) -> None:
        """Start the browser once the proxy listens."""
        servers = ctx.master.addons.get("proxyserver").servers  # type: ignore[no-untyped-call]
        ports = [server.listen_addrs[0][1] for server in servers if server.mode.type_name == "regular"]
        if ports:
            self._task = asyncio.get_running_loop().create_task(self._run(ports[0]))

    async def _run(self, port: int) -> None:
        self._profile = TemporaryDirectory(prefix="mhaudit-browser-", ignore_cleanup_errors=True)
        words = arguments(Path(self._profile.name), port, key_digest(authority_here().pem), self._url)
        quiet = asyncio.subprocess.DEVNULL
        try:
            self._process = await asyncio.create_subprocess_exec(
                self._program, *self._more, *words, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True
            )
        except OSError as error:
            self._say(f"The browser could not be started: {self._program}: {error.strerror or error}.")
        else:
            self._say("A browser with a fresh profile was started; closing it ends the recording.")
            await self._process.wait()
        ctx.master.shutdown()  # type: ignore[no-untyped-call]

    async def done(self) -> None:
        """Stop the browser with the recording, and remove its profile."""
        if self._task:
            self._task.cancel()
        if self._process and self._process.returncode is None:
            with suppress(ProcessLookupError):
                self._process.terminate()
            try:
                await asyncio.wait_for(self._process.wait(), _PATIENCE)
            except TimeoutError:
                with suppress(ProcessLookupError):
                    self._process.kill()
        if self._profile:
            self._profile.cleanup()
