"""tshark, Wireshark's dissector for the command line, as a process of its own: it decrypts and takes packets apart.

It is never given a shell, never looks up a name, and reads no settings but those that stand here.
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
# Bodies as on the wire: mhaudit decompresses within its own bounds. Everything else is tshark's default, said again.
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
_SECONDS = 10  # that it may take to end, once everything was read
_HARMLESS = ("Running as user", "appears to be in use")


class Tshark:
    """Runs tshark over one file; `complaints` is what it said on standard error in the last run."""

    def __init__(self, capture: Path, where: str, keys: Path, folder: Path) -> None:
        program = shutil.which("tshark")
        if program is None:
            raise CaptureUnreadable(f"{where}: {_NEEDED}")
        settings = [part for name, value in _SETTINGS.items() for part in ("-o", f"{name}:{value}")]
        self.command = [program, "-n", "-r", str(capture), *settings, "-o", f"tls.keylog_file:{keys}"]
        self.folder = folder
        self.complaints = ""

    def rows(self, fields: Sequence[str]) -> Iterator[list[str]]:
        """The fields of each packet as text, several values of one field with a comma between."""
        wanted = [part for name in fields for part in ("-e", name)]
        with self._run("-T", "fields", "-E", "separator=/t", "-E", "occurrence=a", *wanted) as out:
            for line in out:
                row = line.decode(errors="replace").rstrip("\n").split("\t")
                if len(row) == len(fields):
                    yield row

    def packets(self, wanted: str, layers: str) -> Iterator[dict[str, Any]]:
        """The layers of each packet that the display filter `wanted` lets through, those of `layers` in full."""
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
    """One process: its output to read, and what it complained about when it is over."""

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
        """Waits for its end, unless it was not read to its end; one that crashed is a complaint."""
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
    """The layers of one protocol: there are several in a packet that holds several messages."""
    found = layers.get(name)
    for layer in found if isinstance(found, list) else [found]:
        if isinstance(layer, dict):
            yield layer


def field_text(layer: Layer, name: str) -> str:
    """The first value of a field, "" where there is none."""
    found = layer.get(name)
    first = found[0] if isinstance(found, list) and found else found
    return first if isinstance(first, str) else ""


def raws(layer: Layer, name: str) -> list[bytes]:
    """The bytes of a field, once for each time it occurs."""
    found = layer.get(f"{name}_raw")
    if not isinstance(found, list) or not found:
        return []
    return [_bytes(each) for each in (found if isinstance(found[0], list) else [found])]


def raw(layer: Layer, name: str) -> bytes | None:
    """The bytes of a field where it first occurs, None where it does not."""
    return next(iter(raws(layer, name)), None)


def containing_layer(layer: Layer, name: str) -> Layer:
    """The part of a layer that holds a field: tshark puts a request's line under a key that is the line itself."""
    if name in layer:
        return layer
    return next((part for part in layer.values() if isinstance(part, dict) and name in part), {})


def _bytes(found: Any) -> bytes:
    digits = found[0] if isinstance(found, list) and found else ""
    try:
        return bytes.fromhex(digits)
    except (TypeError, ValueError):
        return b""
