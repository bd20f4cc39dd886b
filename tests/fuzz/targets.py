"""What is fuzzed: every reader and decoder, as functions of bytes. Nothing but the project's own errors may come out.

`make fuzz` feeds them with what coverage finds (see run.py); test_targets.py with what was found, and with hypothesis.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import mkdtemp

from mhaudit.decode.binary import read_binary
from mhaudit.decode.compression import CODECS, CutOff, decompress, embedded
from mhaudit.decode.limits import Limits
from mhaudit.decode.multipart import beside_parts, read_multipart
from mhaudit.decode.parts import printable_runs, read_text
from mhaudit.decode.structure import json_leaves, parse_json, read_form, read_json_lines, read_pairs, read_token
from mhaudit.decode.text_decoders import DECODERS, DecodingCache
from mhaudit.decode.walk import Walk
from mhaudit.decode.xml_text import read_xml
from mhaudit.errors import MhauditError
from mhaudit.ingest.formats import READERS, reader_for
from mhaudit.ingest.gather import gather, is_key_log
from mhaudit.ingest.pcap.connections import FIELDS, Connection, Connections
from mhaudit.ingest.pcap.http3 import Http3, StreamChunk
from mhaudit.ingest.pcap.notes import read_notes, trailers
from mhaudit.ingest.pcap.reader import PcapReader
from mhaudit.ingest.pcap.talk import Talk
from mhaudit.ingest.reader import Capture, Reader
from mhaudit.model.capture import Access, Contact, Exchange, Gap, Message
from mhaudit.model.place import Trail, Wanted, place

Target = Callable[[bytes], None]

_FOLDER = Path(mkdtemp(prefix="mhaudit-fuzz-"))
_BODY: Trail = (None, "body", None)
_LIMITS = Limits(depth=6, step_bytes=1 << 16, total_bytes=1 << 18, leaves=5000, work=1 << 20)
_TYPES = (
    "",
    "application/json",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "text/plain; charset=x",
)


def _file(data: bytes) -> Capture:
    path = _FOLDER / "fuzzed"
    path.write_bytes(data)
    return Capture(path, "fuzzed")


def _read(reader: Reader) -> Target:
    def target(data: bytes) -> None:
        with suppress(MhauditError):
            for item in reader.read(_file(data)):
                assert isinstance(item, Exchange | Gap | Contact | Access)

    return target


def files(data: bytes) -> None:
    """Whatever a file may be: packed, an archive, a capture of any kind. Packets are left to tshark."""
    out = _FOLDER / "unpacked"
    out.mkdir(exist_ok=True)
    with suppress(MhauditError):
        for capture in gather([_file(data).path], out).captures:
            reader = reader_for(capture)
            if reader and not isinstance(reader, PcapReader):
                list(reader.read(capture))


def packets(data: bytes) -> None:
    """What is noted beside packets, and what tshark might say of them."""
    is_key_log(data)
    with _file(data).path.open("rb") as file:
        read_notes(file)
        file.seek(0)
        next(trailers(file))
    connections = Connections({})
    for line in data.decode("latin-1").split("\n"):
        row = line.split("\t")
        connections.add((row + [""] * len(FIELDS))[: len(FIELDS)], "")
    connections.known["tcp", "0"] = _connection()
    talk = Talk(connections, "fuzzed")
    for packet in data.splitlines():
        with suppress(ValueError, RecursionError):
            layers = json.loads(packet)
            if isinstance(layers, dict):
                list(talk.take(layers))
    list(talk.rest())
    list(connections.silent("fuzzed"))


def http3(data: bytes) -> None:
    """Pieces of streams: a byte says which, the next how long."""
    http, at = Http3(_connection()), 0
    while at + 2 < len(data):
        stream, length = data[at] & 0xF, data[at + 1]
        piece = StreamChunk(stream, data[at + 2 : at + 2 + length], bool(data[at] & 0x20))
        list(http.take(piece, 1, None, sent=bool(data[at] & 0x10)))
        at += 2 + length
    list(http.rest())


def _connection() -> Connection:
    return Connection(1, None, "tcp", ("10.0.0.1", 1), ("203.0.113.1", 443))


def exchange(data: bytes) -> None:
    """A whole exchange, decoded as far as it goes: what a body may be, and what a URL, headers and messages may."""
    text = data.decode("latin-1")
    for content_type in _TYPES:
        fields = Exchange(
            capture="fuzzed",
            number=1,
            host=text[:100],
            path=text[:1000],
            headers=(("content-type", content_type), ("cookie", text[:1000]), ("x", text[:1000])),
            body=data,
            response_body=data,
            messages=(Message(sent=True, content=data),),
        )
        walk = Walk(fields, _LIMITS, DecodingCache(), Wanted(lambda _: True))
        for document in walk.documents():
            for trail, _, _ in document.leaves:
                place(trail)


def compressed(data: bytes) -> None:
    for codec in CODECS:
        with suppress(CutOff):
            decompress(data, codec, 1 << 16)


def structures(data: bytes) -> None:
    text = data.decode("latin-1")
    if parsed := parse_json(data):
        json_leaves(_BODY, *parsed)
    for read in (read_json_lines, read_token, read_xml):
        read(_BODY, text)
    read_pairs(_BODY, "form", text)
    read_form(_BODY, text)
    embedded(data)
    if data:  # an empty body is never looked into
        read_binary(_BODY, data)
    printable_runs(data)
    for content_type in _TYPES:
        read_multipart(_BODY, data, content_type)
        beside_parts(data, content_type)
        read_text(data, content_type)


def texts(data: bytes) -> None:
    for text in (data.decode("latin-1"), data.decode(errors="replace")):
        for decode in DECODERS:
            list(decode(text))


def targets() -> Iterator[tuple[str, Target]]:
    """All of them by name."""
    for reader in READERS:
        if not isinstance(reader, PcapReader):
            yield reader.format.lower().replace(" ", "-"), _read(reader)
    for target in (files, packets, http3, exchange, compressed, structures, texts):
        yield target.__name__, target


TARGETS = dict(targets())
