"""tshark, Wireshark's command-line dissector, as a subprocess: it decrypts and dissects packets.

It runs without a shell and name resolution, and with no settings except those given here.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from mhaudit.errors import CaptureUnreadable
from mhaudit.ingest.json_stream import Damage, JsonList

_NEEDED = (
    "reading packets needs tshark, which is not on this machine. Install it (Debian and Ubuntu: apt install tshark, "
    "macOS: brew install wireshark), or record with mitmproxy."
)
# Bodies as on the wire: mhaudit decompresses within its own bounds. The others are tshark's defaults, made explicit.
_SETTINGS = {
    "http.decompress_body": "FALSE",
    "http.dechunk_body": "TRUE",
    "http.desegment_body": "TRUE",
    "tcp.desegment_tcp_streams": "TRUE",
    "tcp.reassemble_out_of_order": "TRUE",
    "tls.desegment_ssl_application_data": "TRUE",
}
_OPENING, _PACKET = re.compile(r"\["), re.compile(r'\{\s*"_index"')
_LONGEST_COMPLAINT = 300
_SECONDS = 10  # seconds until it must have ended, after everything was read
_HARMLESS = ("Running as user", "appears to be in use")


class Tshark:
    """Runs tshark on one file; `complaints` is its standard error output in the last run."""

    def __init__(self, capture: Path, where: str, keys: Path, folder: Path) -> None:
        program = shutil.which("tshark")
        if program is None:
            raise CaptureUnreadable(f"{where}: {_NEEDED}")
        settings = [part for name, value in _SETTINGS.items() for part in ("-o", f"{name}:{value}")]
        self.command = [program, "-n", "-r", str(capture), *settings, "-o", f"tls.keylog_file:{keys}"]
        self.folder = folder
        self.complaints = ""

    def rows(self, fields: Sequence[str]) -> Iterator[list[str]]:
        """Yield the fields of each packet as text, several values of a field joined by commas."""
        wanted = [part for name in fields for part in ("-e", name)]
        with self._run("-T", "fields", "-E", "separator=/t", "-E", "occurrence=a", *wanted) as out:
            for line in out:
                row = line.decode(errors="replace").rstrip("\n").split("\t")
                if len(row) == len(fields):
                    yield row

    def packets(self, wanted: str, layers: str) -> Iterator[dict[str, Any]]:
        """Yield the layers of each packet that matches the display filter `wanted`, those of `layers` in full."""
        arguments = ("-Y", wanted, "-T", "json", "--no-duplicate-keys", "-x", "-J", layers)
        with self._run("--disable-protocol", "json", "--disable-protocol", "xml", *arguments) as out:
            packets = JsonList(out, _OPENING, _PACKET)
            for packet in packets.items() if packets.find() else ():
                source = packet.get("_source") if isinstance(packet, dict) else None
                if isinstance(packet, Damage) or not isinstance(source, dict):
                    continue
                yield source.get("layers", {})

    def _run(self, *arguments: str) -> "_Run":
        return _Run(self, [*self.command, *arguments])


class _Run:
    """One process: its output to read, and its complaints once it has ended."""

    def __init__(self, tshark: Tshark, command: Sequence[str]) -> None:
        self.tshark = tshark
        self.command = command

    def __enter__(self) -> IO[bytes]:
        home = str(self.tshark.folder)
        environment = {
            "PATH": os.environ.get("PATH", ""),
            "HOME": home,
            "WIRESHARK_CONFIG_DIR": home,
            "LC_ALL": "C.UTF-8",
        }
        self.errors = (self.tshark.folder / "errors").open("w+b")
        self.process = subprocess.Popen(  # noqa: S603  # a list of arguments, no shell
            self.command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=self.errors, env=environment
        )
        assert self.process.stdout is not None  # noqa: S101  # it is piped
        return self.process.stdout

    def __exit__(self, error: type[BaseException] | None, *_: object) -> None:
        """Wait for the process unless its output was not read to the end; a crash is a complaint."""
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(0 if error else _SECONDS)
        code = self.process.poll()
        self.process.kill()
        self.process.communicate()
        with self.errors as errors:
            errors.seek(0)
            lines = errors.read(1 << 16).decode(errors="replace").splitlines()
        said = [line for line in lines if line.strip() and not any(harmless in line for harmless in _HARMLESS)]
        crashed = [f"tshark ended with {code}"] if code and not said else []
        self.tshark.complaints = " ".join([*said, *crashed])[:_LONGEST_COMPLAINT]


Layer = dict[str, Any]


def all_of(layers: Layer, name: str) -> Iterator[Layer]:
    """Yield the layers of one protocol: a packet with several messages has several."""
    found = layers.get(name)
    for layer in found if isinstance(found, list) else [found]:
        if isinstance(layer, dict):
            yield layer


def field_text(layer: Layer, name: str) -> str:
    """Return the first value of a field, "" if there is none."""
    found = layer.get(name)
    first = found[0] if isinstance(found, list) and found else found
    return first if isinstance(first, str) else ""


def raws(layer: Layer, name: str) -> list[bytes]:
    """Return the bytes of a field, once for each occurrence."""
    found = layer.get(f"{name}_raw")
    if not isinstance(found, list) or not found:
        return []
    return [_bytes(each) for each in (found if isinstance(found[0], list) else [found])]


def raw(layer: Layer, name: str) -> bytes | None:
    """Return the bytes of the first occurrence of a field, None if there is none."""
    return next(iter(raws(layer, name)), None)


def containing_layer(layer: Layer, name: str) -> Layer:
    """Return the part of a layer with a field: tshark uses a request's line as the key of its fields."""
    if name in layer:
        return layer
    return next((part for part in layer.values() if isinstance(part, dict) and name in part), {})


def _bytes(found: Any) -> bytes:
    digits = found[0] if isinstance(found, list) and found else ""
    try:
        return bytes.fromhex(digits)
    except (TypeError, ValueError):
        return b""
