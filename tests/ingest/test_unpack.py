import bz2
import gzip
import hashlib
import io
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard

from mhaudit.ingest.unpack import Unpacker, is_archive, is_compressed
from mhaudit.model.capture import Gap

NOISE = hashlib.shake_128(b"noise").digest(3 << 20)
DATA = NOISE[: 1 << 12] * 700  # more than what is read at once
PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "zlib": zlib.compress,
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "zstd": zstandard.ZstdCompressor().compress,
}


@pytest.fixture
def unpacker(tmp_path: Path) -> Unpacker:
    (tmp_path / "out").mkdir()
    return Unpacker(tmp_path / "out")


def inflated(unpacker: Unpacker, data: bytes) -> bytes:
    packed = unpacker.folder.parent / "packed"
    packed.write_bytes(data)
    return unpacker.inflate(packed, "a.har.gz").read_bytes()


@pytest.mark.parametrize("kind", PACKERS)
def test_a_compressed_file_is_known_and_comes_out_whole(unpacker: Unpacker, kind: str) -> None:
    packed = PACKERS[kind](DATA)
    assert is_compressed(packed) and not is_archive(packed)
    assert inflated(unpacker, packed) == DATA
    assert unpacker.gaps == []


@pytest.mark.parametrize("head", [b'{"log"', b"12:4:type", b"PK\x03\x04", b"", b"\x1f\x8b"])
def test_what_is_not_compressed(head: bytes) -> None:
    assert not is_compressed(head)


@pytest.mark.parametrize("kind", ["gzip", "zstd", "bz2", "xz"])
def test_all_members_are_read(unpacker: Unpacker, kind: str) -> None:
    assert inflated(unpacker, PACKERS[kind](b"one") + PACKERS[kind](b"two") + PACKERS[kind](b"three")) == b"onetwothree"
    assert unpacker.gaps == []


@pytest.mark.parametrize("kind", ["gzip", "zlib", "bz2", "xz"])
def test_a_file_that_was_cut_gives_what_came_before(unpacker: Unpacker, kind: str) -> None:
    packed = PACKERS[kind](NOISE)
    out = inflated(unpacker, packed[: len(packed) // 2])
    assert out == NOISE[: len(out)]
    detail = f"a.har.gz: the compressed data is damaged after {len(out)} unpacked bytes"
    assert unpacker.gaps == [Gap(code="damaged-capture", detail=detail, blocking=True)]


@pytest.mark.parametrize("kind", PACKERS)
def test_more_than_is_allowed_is_not_written(unpacker: Unpacker, kind: str) -> None:
    unpacker.allowed = 1000
    out = inflated(unpacker, PACKERS[kind](bytes(100_000)))
    detail = f"a.har.gz: unpacking was stopped after {len(out)} bytes"
    assert len(out) <= 1000
    assert unpacker.gaps == [Gap(code="capture-limit", detail=detail, blocking=True)]


def test_what_is_allowed_grows_with_the_file(unpacker: Unpacker) -> None:
    unpacker.allow(400_000)
    assert unpacker.allowed == 1 << 30
    unpacker.allow(100 << 20)
    assert unpacker.allowed == 20_000 << 20


def archive(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in files.items():
            made.writestr(name, data)
    return out.getvalue()


def members(unpacker: Unpacker, data: bytes) -> list[tuple[str, bytes]]:
    packed = unpacker.folder.parent / "a.zip"
    packed.write_bytes(data)
    return [(member.name, member.path.read_bytes()) for member in unpacker.members(packed, "a.zip")]


def test_the_files_of_an_archive(unpacker: Unpacker) -> None:
    data = archive({"a.har": b"one", "sub/": b"", "sub/b.har": b"two"})
    assert is_archive(data) and not is_compressed(data)
    assert members(unpacker, data) == [("a.zip/a.har", b"one"), ("a.zip/sub/b.har", b"two")]


def test_names_in_an_archive_lead_nowhere(unpacker: Unpacker) -> None:
    found = members(unpacker, archive({"../../escaped": b"x", "/etc/escaped": b"y", "n" * 900: b"z"}))
    assert [content for _, content in found] == [b"x", b"y", b"z"]
    assert len(found[2][0]) == 200
    assert sorted(path.name for path in unpacker.folder.iterdir()) == ["1", "2", "3"]
    assert not list(unpacker.folder.parent.parent.rglob("escaped"))


def test_a_damaged_member_costs_itself_alone(unpacker: Unpacker) -> None:
    data = bytearray(archive({"a.har": NOISE[:99], "b.har": b"two"}))
    data[45] ^= 0xFF  # in the compressed bytes of the first
    found = members(unpacker, bytes(data))
    assert found[-1] == ("a.zip/b.har", b"two")
    assert [(gap.code, gap.detail[:16], gap.blocking) for gap in unpacker.gaps] == [
        ("damaged-capture", "a.zip/a.har: the", True)
    ]


def test_an_encrypted_member_is_a_gap(unpacker: Unpacker) -> None:
    data = bytearray(archive({"a.har": b"one", "b.har": b"two"}))
    for magic, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(magic) + flags] |= 1
    assert members(unpacker, bytes(data)) == [("a.zip/b.har", b"two")]
    assert [(gap.code, gap.blocking) for gap in unpacker.gaps] == [("file-not-read", True)]
    assert unpacker.gaps[0].detail.startswith("a.zip/a.har: ") and "encrypted" in unpacker.gaps[0].detail


def test_more_members_than_are_read(unpacker: Unpacker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mhaudit.ingest.unpack._MOST_MEMBERS", 2)
    assert len(members(unpacker, archive({str(number): b"x" for number in range(5)}))) == 2
    assert [gap.detail for gap in unpacker.gaps] == ["a.zip: 3 more files in it were not read"]


def tar(entries: dict[str, bytes], kind: int = tarfile.PAX_FORMAT) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=kind) as archive:
        for name, data in entries.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
        for kind_of, name in ((tarfile.SYMTYPE, "link"), (tarfile.DIRTYPE, "folder"), (tarfile.FIFOTYPE, "pipe")):
            entry = tarfile.TarInfo(name)
            entry.type, entry.linkname = kind_of, "/etc/passwd"
            archive.addfile(entry)
    return out.getvalue()


def from_tar(unpacker: Unpacker, data: bytes) -> dict[str, bytes]:
    packed = unpacker.folder.parent / "a.tar"
    packed.write_bytes(data)
    return {name: path.read_bytes() for path, name in unpacker.members(packed, "a.tar")}


@pytest.mark.parametrize("kind", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_a_tar_archive_gives_its_files_and_nothing_else(unpacker: Unpacker, kind: int) -> None:
    data = tar({"a.har": b"one", "../../b.har": b"two", "é/" * 40 + "c": b""}, kind)
    assert is_archive(data[:4096]) and not is_compressed(data)
    names = {"a.tar/a.har": b"one", "a.tar/../../b.har": b"two", f"a.tar/{'é/' * 40}c": b""}
    assert from_tar(unpacker, data) == names
    assert sorted(path.name for path in unpacker.folder.iterdir()) == ["1", "2", "3"], "never under a name of its own"
    assert unpacker.gaps == []


def test_a_tar_archive_that_was_cut_gives_what_came_before(unpacker: Unpacker) -> None:
    data = tar({"a.har": b"one", "b.har": DATA})
    found = from_tar(unpacker, data[:4000])
    assert found["a.tar/a.har"] == b"one"
    assert [gap.code for gap in unpacker.gaps] == ["damaged-capture"]


def test_a_tar_archive_is_bounded(unpacker: Unpacker) -> None:
    unpacker.allowed = 5
    assert from_tar(unpacker, tar({"a": b"1234", "b": b"5678"})) == {"a.tar/a": b"1234", "a.tar/b": b""}
    assert [gap.code for gap in unpacker.gaps] == ["capture-limit"]
