import gzip
import hashlib
import io
import os
import zlib
from pathlib import Path

import pytest

from mhaudit.errors import CaptureUnreadable
from mhaudit.ingest.gather import STDIN, Gathered, gather
from mhaudit.model.capture import Gap
from tests.ingest.captures import entry, har
from tests.ingest.test_unpack import archive

HAR = har(entry())


def gathered(folder: Path, *paths: Path) -> Gathered:
    out = folder / "unpacked"
    out.mkdir(exist_ok=True)
    return gather(paths, out)


def told(found: Gathered) -> list[tuple[str, bytes]]:
    return [(capture.name, capture.path.read_bytes()) for capture in found.captures]


def write(folder: Path, **files: bytes) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (folder / name.replace("_", ".")).write_bytes(data)
    return folder


def test_files_are_taken_by_name_in_an_order_of_their_own(tmp_path: Path) -> None:
    one, two = write(tmp_path / "x", a_har=HAR, b_har=HAR), write(tmp_path / "y", a_har=HAR)
    paths = [one / "b.har", two / "a.har", one / "a.har"]
    found = gathered(tmp_path, *paths)
    assert [(capture.name, capture.where) for capture in found.captures] == [
        ("a.har", str(one / "a.har")),
        ("a.har (2)", str(two / "a.har")),
        ("b.har", str(one / "b.har")),
    ]
    assert found == gathered(tmp_path, *reversed(paths))
    assert all(capture.named for capture in found.captures)


@pytest.mark.parametrize(
    "packed", [gzip.compress(HAR), zlib.compress(HAR), gzip.compress(HAR[:9]) + gzip.compress(HAR[9:])]
)
def test_a_compressed_capture_keeps_its_name_size_and_digest(tmp_path: Path, packed: bytes) -> None:
    path = write(tmp_path, a_zhar=packed) / "a.zhar"
    found = gathered(tmp_path, path)
    assert told(found) == [("a.zhar", HAR)]
    (capture,) = found.captures
    assert (capture.size, capture.digest()) == (len(packed), hashlib.sha256(packed).hexdigest())
    assert capture.named and capture.where == str(path)


def test_an_archive_gives_its_captures(tmp_path: Path) -> None:
    data = archive(
        {
            "x/b.har.gz": gzip.compress(HAR),
            "a.har": HAR,
            "__MACOSX/a.har": b"\0",
            "readme.md": b"no",
            "x/.hidden": b"no",
        }
    )
    path = write(tmp_path, case_zip=data) / "case.zip"
    found = gathered(tmp_path, path)
    assert told(found) == [("case.zip/a.har", HAR), ("case.zip/x/b.har.gz", HAR)]
    assert [capture.where for capture in found.captures] == [f"{path}/a.har", f"{path}/x/b.har.gz"]
    assert [capture.size for capture in found.captures] == [len(HAR), len(gzip.compress(HAR))]
    assert not any(capture.named for capture in found.captures)
    assert found.gaps == []


def test_archives_in_archives_end_somewhere(tmp_path: Path) -> None:
    data = HAR
    for _ in range(3):
        data = archive({"in.zip": data})
    assert told(gathered(tmp_path, write(tmp_path, a_zip=data) / "a.zip")) == [("a.zip/in.zip/in.zip/in.zip", HAR)]
    path = write(tmp_path, b_zip=archive({"in.zip": data, "a.har": HAR})) / "b.zip"
    found = gathered(tmp_path, path)
    assert told(found) == [("b.zip/a.har", HAR)]
    detail = "b.zip/in.zip/in.zip/in.zip: packed more than 3 times"
    assert found.gaps == [Gap(code="capture-limit", detail=detail, blocking=True)]


def test_a_folder_gives_its_captures_and_says_what_it_did_not_read(tmp_path: Path) -> None:
    case = write(
        tmp_path / "meadow",
        capture_mitm=b"12:4:type;4:http;}",
        case_yaml=b"app: x",
        manifest_json=b"{}",
        audit_json=b"{}",
        report_html=b"<html>",
        empty_mitm=b"",
        notes_txt=b"what I did",
        other_bin=b"\x00\x01",
    )
    write(case / "phone", b_har=HAR)
    write(case / ".git", c_har=HAR)
    found = gathered(tmp_path, case)
    assert [capture.name for capture in found.captures] == [
        "meadow/capture.mitm",
        "meadow/empty.mitm",
        "meadow/phone/b.har",
    ]
    no_manifest = "meadow: meadow/manifest.json: not a manifest of the schema mhaudit/manifest/1."
    assert found.gaps == [
        Gap(code="case-changed", detail=no_manifest, blocking=True),
        Gap(code="file-not-read", detail="meadow/notes.txt: unknown capture format"),
        Gap(code="file-not-read", detail="meadow/other.bin: unknown capture format", blocking=True),
    ]


def test_links_to_folders_are_not_followed(tmp_path: Path) -> None:
    case = write(tmp_path / "case", a_har=HAR)
    (case / "loop").symlink_to(case)
    assert [capture.name for capture in gathered(tmp_path, case).captures] == ["case/a.har"]


def test_standard_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(gzip.compress(HAR))))
    found = gathered(tmp_path, STDIN)
    assert told(found) == [("standard input", HAR)]
    assert found.captures[0].size == len(gzip.compress(HAR))


@pytest.mark.parametrize(
    ("files", "why"),
    [
        ({"a_zip": archive({"readme.txt": b"no"})}, r"a\.zip: this archive has no capture"),
        ({"a_zip": archive({"a.har": HAR})[:-30]}, r"a\.zip: a damaged ZIP archive: .*Download it again"),
        ({}, "this folder has no capture"),
        ({"readme_txt": b"no"}, "this folder has no capture"),
    ],
)
def test_what_holds_no_capture_is_refused(tmp_path: Path, files: dict[str, bytes], why: str) -> None:
    folder = write(tmp_path / "in", **files)
    with pytest.raises(CaptureUnreadable, match=why):
        gathered(tmp_path, folder / "a.zip" if "a_zip" in files else folder)


def test_a_damaged_archive_in_a_folder_costs_itself_alone(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", a_zip=archive({"a.har": HAR})[:-30], b_har=HAR)
    found = gathered(tmp_path, folder)
    assert [capture.name for capture in found.captures] == ["in/b.har"]
    assert [(gap.code, gap.blocking) for gap in found.gaps] == [("damaged-capture", True)]
    assert found.gaps[0].detail.startswith("in/a.zip: a damaged ZIP archive: ")


KEYS = b"# made by hand\nCLIENT_RANDOM " + b"0a" * 32 + b" " + b"1b" * 48 + b"\n"


def test_keys_are_for_all_captures_whether_named_or_found(tmp_path: Path) -> None:
    folder = write(tmp_path / "case", a_har=HAR, b_har=HAR, keys_txt=KEYS)
    other = write(tmp_path, other_log=KEYS) / "other.log"
    out = tmp_path / "unpacked"
    out.mkdir()
    found = gather([folder], out, [other])
    assert [(capture.name, capture.keys) for capture in found.captures] == [
        ("case/a.har", (other, folder / "keys.txt")),
        ("case/b.har", (other, folder / "keys.txt")),
    ]
    assert found.gaps == []


def test_other_files_are_refused_as_key_logs(tmp_path: Path) -> None:
    path = write(tmp_path, a_har=HAR) / "a.har"
    with pytest.raises(CaptureUnreadable, match=r"a\.har: not a log of TLS keys"):
        gather([path], tmp_path, [path])


def test_pipes_in_a_folder_are_passed_over(tmp_path: Path) -> None:
    folder = write(tmp_path / "x", a_har=HAR)
    os.mkfifo(folder / "b.har")
    (folder / "c.har").symlink_to("/dev/zero")
    assert told(gathered(tmp_path, folder)) == [("x/a.har", HAR)]
