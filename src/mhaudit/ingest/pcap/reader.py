"""PCAP and PCAPNG: packets, through tshark, with the TLS keys that are in the file or beside it.

The file is read twice. First every packet is assigned to its connection; then the dissected packets become exchanges,
and connections of which nothing could be read become contacts and gaps. Numbers are frame numbers, as in Wireshark.
"""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from mhaudit.errors import CaptureUnreadable
from mhaudit.ingest.pcap.notes import PCAP, PCAPNG, read_notes, trailers
from mhaudit.ingest.reader import WHOLE, Capture, Share
from mhaudit.model.capture import Gap, Item

if TYPE_CHECKING:
    from mhaudit.ingest.pcap.talk import Talk
    from mhaudit.ingest.pcap.tshark import Tshark


class PcapReader:
    """Reader of packet captures of PCAPdroid, tcpdump, Wireshark and others."""

    format = "packet capture"

    def sniff(self, head: bytes) -> bool:
        """Return whether the file has the magic number of PCAP, in either byte order, or of PCAPNG."""
        return head.startswith((*PCAP, PCAPNG))

    def read(self, capture: Capture, share: Share = WHOLE) -> Iterator[Item]:
        """Yield exchanges as they are completed, then incomplete ones, then contacts and gaps."""
        # Imported here because most audits read no packets.
        from mhaudit.ingest.pcap.connections import FIELDS, Connections
        from mhaudit.ingest.pcap.talk import Talk
        from mhaudit.ingest.pcap.tshark import Tshark

        with TemporaryDirectory(prefix="mhaudit-tshark-") as folder:
            with capture.path.open("rb") as file:
                notes = read_notes(file)
            keys = Path(folder, "keys")
            keys.write_bytes(b"\n".join([*notes.secrets, *(path.read_bytes() for path in capture.keys)]))
            tshark = Tshark(capture.path, capture.where, keys, Path(folder))
            connections = Connections(notes.apps)
            with capture.path.open("rb") as file:
                for row, app in zip(tshark.rows(FIELDS), trailers(file), strict=False):
                    connections.add(row, app)
            if not connections.known and tshark.complaints:
                raise CaptureUnreadable(f"{capture.where}: tshark could not read it: {tshark.complaints}")
            damaged = tshark.complaints
            talk = Talk(connections, capture.name)
            for item in _all(talk, tshark):
                if not share.first if isinstance(item, Gap) else share.mine(item.number):
                    yield item
            if (damaged := damaged or tshark.complaints) and not share.first:
                yield Gap(code="damaged-capture", detail=f"{capture.name}: {damaged}", blocking=True)


def _all(talk: "Talk", tshark: "Tshark") -> Iterator[Item]:
    from mhaudit.ingest.pcap.talk import LAYERS, WANTED

    for layers in tshark.packets(WANTED, LAYERS):
        yield from talk.take(layers)
    yield from talk.rest()
    yield from talk.connections.silent(talk.capture)
