from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mhaudit.errors import CaptureUnreadable
from mhaudit.ingest.formats import READERS, reader_for
from mhaudit.ingest.reader import Capture
from mhaudit.model.capture import Exchange, Gap
from tests.ingest.captures import read


def reader_of(folder: Path, data: bytes, name: str) -> str | None:
    path = folder / name
    path.write_bytes(data)
    reader = reader_for(Capture(path, name))
    return reader.format if reader else None


@pytest.mark.parametrize(
    ("data", "name", "found"),
    [
        (b'{"log":', "a.har", "HAR"),
        (b'\xef\xbb\xbf {"log":', "a.mitm", "HAR"),  # whatever it is called
        (b"2042:9:websocket;", "a.har", "mitmproxy dump"),
        (b"\x0a\x0d\x0d\x0a\x00", "a.har", "packet capture"),
        (b"\xd4\xc3\xb2\xa1", "a.har", "packet capture"),
        (b'{"dns_event":{}}\n', "a.har", "Android intrusion log"),
        (b"IPProto,SrcIP,SrcPort,DstIp,DstPort,UID,App\n", "a.txt", "PCAPdroid CSV"),
        (b"", "a.har", None),
    ],
)
def test_the_first_bytes_choose_the_reader(tmp_path: Path, data: bytes, name: str, found: str | None) -> None:
    assert reader_of(tmp_path, data, name) == found


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\x89PNG\r\n", "this is a PNG picture"),
        (b"7z\xbc\xaf\x27\x1c", "this is a 7-Zip archive: unpack it first"),
        (b"PK\x05\x06", "this is a ZIP archive without files"),
        (b"<html>", "this is an XML or HTML document"),
        (b"hello", "unknown capture format"),
        (b"\x00", "unknown capture format"),
    ],
)
def test_other_files_are_named_for_what_they_are(tmp_path: Path, data: bytes, kind: str) -> None:
    with pytest.raises(CaptureUnreadable) as caught:
        reader_of(tmp_path, data, "a.har")
    assert f"a.har: {kind}, by its first bytes." in str(caught.value)
    assert "mitmproxy dumps" in str(caught.value) and "HAR 1.2" in str(caught.value)


def test_no_two_readers_want_the_same_file() -> None:
    for head in (b"{", b"12:4:type;4:http;", b"\xef\xbb\xbf{"):
        assert sum(reader.sniff(head) for reader in READERS) == 1


_BEGINNINGS = st.sampled_from([b"", b"{", b'{"log": {"entries": [', b"99:7:version;2:21#", b"12:4:type;4:", b"\x89PNG"])


@given(_BEGINNINGS, st.binary(max_size=100))
def test_any_bytes_are_read_or_refused_with_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, beginning: bytes, rest: bytes
) -> None:
    with suppress(CaptureUnreadable):
        found = read(tmp_path_factory.getbasetemp(), beginning + rest, "any.bin")
        assert all(isinstance(item, Exchange | Gap) for item in found)
