"""What captures hold is found however their producer wrote it down, and what they lack is told."""

import base64
import gzip
import io
import json
import os
import shutil
import sys
import threading
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from mitmproxy import http
from mitmproxy.dns import Question
from mitmproxy.test import tflow, tutils

from benchmarks.measure import run as run_measured
from mhaudit.ingest.mitm.reader import MitmReader
from mhaudit.ingest.reader import Capture
from mhaudit.model.capture import Exchange
from tests.acceptance.conftest import Audited
from tests.acceptance.conftest import audit as run_audit
from tests.conftest import Run
from tests.ingest.captures import dump, entry, har
from tests.ingest.pcap.replay import replay
from tests.ingest.pcap.wire import certificate, pcap, pcapng

NOTE = "Je me sens déprimé depuis mardi, sans savoir pourquoi"
EMAIL = "kim.tester+q7@quietpost.example"
JSON = {"name": "Content-Type", "value": "application/json"}
Audit = Callable[[bytes, str], dict[str, Any]]


@pytest.fixture
def audit(run: Callable[..., Run], tmp_path: Path) -> Audit:
    """Audits bytes as a capture with a persona who wrote NOTE and has the address EMAIL."""
    persona = tmp_path / "persona.yaml"
    values = [{"category": "free_text.journal", "value": NOTE}, {"category": "identity.email", "value": EMAIL}]
    persona.write_text(json.dumps({"id": "kim", "values": values}), encoding="utf-8")

    def call(data: bytes, name: str) -> dict[str, Any]:
        path = tmp_path / name if name != "-" else Path(name)
        if name != "-":
            path.write_bytes(data)
        out = tmp_path / "out"
        result = run("audit", path, "--persona", persona, "--out", out, "--fail-on", "critical")
        assert result.code in {0, 1}, result.err
        document: dict[str, Any] = json.loads((out / "audit.json").read_text(encoding="utf-8"))
        return document

    return call


def proven(document: dict[str, Any]) -> list[tuple[str, str]]:
    """(category, first place) of what was planted and found."""
    return [
        (seen["category"], seen["at"][0]["place"]) for seen in document["observations"] if seen["detector"] == "planted"
    ]


def gap_codes(document: dict[str, Any]) -> list[str]:
    return [gap["code"] for gap in document["coverage"]["gaps"] if not gap["code"].startswith("no-")]


BODY = json.dumps({"note": NOTE}, ensure_ascii=False)
BASE64 = base64.b64encode(BODY.encode()).decode()
IN_BODY = [("free_text.journal", "body > json:/note")]
IN_MESSAGE = [("free_text.journal", "message:0 > json:/note")]


@pytest.mark.parametrize(
    ("request_", "fields", "places"),
    [
        ({"postData": {"mimeType": None, "params": [{"name": BODY, "value": ""}]}}, {}, IN_BODY),
        ({"postData": {"text": BASE64, "encoding": "base64", "params": []}}, {}, IN_BODY),
        ({"_content": {"text": BASE64, "encoding": "base64"}}, {}, IN_BODY),
        ({}, {"_webSocketMessages": [{"type": "send", "opcode": 2, "data": BASE64, "time": 1.5}]}, IN_MESSAGE),
        ({}, {"_webSocketMessages": [{"type": "send", "opcode": 1, "data": BODY}]}, IN_MESSAGE),
        ({"httpVersion": "h3", "postData": {"text": BODY}}, {}, IN_BODY),
        ({"httpVersion": "", "postData": {"text": BODY}}, {"response": {"status": 0, "content": {}}}, IN_BODY),
        ({"postData": {"text": BODY}}, {"response": None, "time": None, "timings": -1}, IN_BODY),
    ],
    ids=["Charles", "PCAPdroid", "HTTP Toolkit", "Chrome binary", "Chrome text", "HTTP/3", "no answer", "nulls"],
)
def test_a_planted_text_is_found_in_every_dialect(
    audit: Audit, request_: dict[str, Any], fields: dict[str, Any], places: list[tuple[str, str]]
) -> None:
    data = har(entry({"headers": [JSON], **request_}, **fields))
    for written in (data, b"\xef\xbb\xbf" + data):
        document = audit(written, "a.har")
        assert proven(document) == places
        assert gap_codes(document) == []


def test_another_text_is_not(audit: Audit) -> None:
    other = entry({"headers": [JSON], "postData": {"text": BODY.replace("mardi", "lundi").replace("sans", "avec")}})
    assert [place for place in proven(audit(har(other), "a.har")) if place == IN_BODY[0]] == []


def test_a_body_of_null_with_a_size_is_missing(audit: Audit) -> None:
    document = audit(har(entry({"bodySize": 900, "postData": {"mimeType": "text/plain", "text": None}})), "a.har")
    assert gap_codes(document) == ["body-not-captured", "not-exercised"]
    assert [(one["direction"], one["unread"]) for one in document["coverage"]["bytes"]] == [("sent", 900)]
    assert document["verdict"]["outcome"] == "incomplete"


def test_what_an_answer_holds_is_not_sent_and_what_it_makes_the_app_tell_a_third_party_is(audit: Audit) -> None:
    """A page of the app's own server with the address in a picture's URL; the picture is fetched from a tracker."""
    pixel = f"https://api.mixpanel.com/track?mail={EMAIL.replace('+', '%2B').replace('@', '%40')}"
    answer = {"status": 200, "headers": [], "content": {"mimeType": "text/html", "text": f'<img src="{pixel}">'}}
    page = entry({"method": "GET", "url": "https://own.example/page", "headers": []}, response=answer)
    told = entry({"method": "GET", "url": pixel, "headers": []})
    for entries, parties in (((page, told), {"own.example": "received", "api.mixpanel.com": "sent"}),
                             ((page,), {"own.example": "received"})):  # fmt: skip
        seen = audit(har(*entries), "a.har")["observations"]
        assert {one["recipient"]: one["direction"] for one in seen if one["detector"] == "planted"} == parties


def test_one_malformed_entry_never_costs_the_rest(audit: Audit) -> None:
    good = entry({"headers": [JSON], "postData": {"text": BODY}})
    document = audit(har(good, {"request": {"url": []}}, "noise", None, good), "a.har")
    assert document["coverage"]["exchanges"] == 2
    assert gap_codes(document) == ["damaged-entry"] * 3
    assert [at["exchange"] for at in document["observations"][0]["at"]] == [1, 5]


def posted(body: bytes, *headers: tuple[bytes, bytes]) -> http.HTTPFlow:
    """A flow with one body, as mitmproxy records it."""
    return tflow.tflow(req=tutils.treq(method=b"POST", headers=http.Headers(headers), content=body))


def test_an_accent_in_a_text_without_a_charset(audit: Audit) -> None:
    for body in (NOTE.encode(), NOTE.encode("latin-1")):
        document = audit(dump([posted(body, (b"Content-Type", b"text/plain"))]), "a.mitm")
        assert [category for category, _ in proven(document)] == ["free_text.journal"]


def test_gzip_of_several_members_is_read_whole(audit: Audit) -> None:
    body = gzip.compress(b'{"a": 1, "note": ') + gzip.compress(json.dumps(NOTE).encode()) + gzip.compress(b"}")
    document = audit(dump([posted(body, (b"Content-Encoding", b"gzip"))]), "a.mitm")
    assert proven(document) == [("free_text.journal", "body > gzip > json:/note")]


def test_protobuf_that_was_kept_as_text_is_read_to_the_byte(audit: Audit) -> None:
    message = b"\x08\x96\x01\x12" + bytes([len(EMAIL)]) + EMAIL.encode() + b"\x1a\x03\xff\xfe\x80"
    text = {"mimeType": "application/x-protobuf", "text": message.decode("latin-1")}
    document = audit(har(entry({"bodySize": len(message), "postData": text})), "a.har")
    assert proven(document) == [("identity.email", "body > protobuf > protobuf:2")]
    assert gap_codes(document) == ["not-exercised"]  # an address is not on health


def test_a_form_with_a_file(audit: Audit) -> None:
    lines = [
        b"--cut",
        b'Content-Disposition: form-data; name="mail"',
        b"",
        EMAIL.encode(),
        b"--cut",
        b'Content-Disposition: form-data; name="entry"; filename="entry.txt"',
        b"Content-Type: text/plain",
        b"",
        NOTE.encode(),
        b"--cut--",
        b"",
    ]
    flow = posted(b"\r\n".join(lines), (b"Content-Type", b"multipart/form-data; boundary=cut"))
    found = dict(proven(audit(dump([flow]), "a.mitm")))
    assert found == {"identity.email": "body > multipart:mail", "free_text.journal": "body > multipart:entry"}


def test_a_bomb_is_bounded_and_told(tmp_path: Path) -> None:
    packer = zlib.compressobj(9, wbits=31)
    bomb = b"".join(packer.compress(bytes(1 << 20)) for _ in range(400)) + packer.flush()
    assert 390_000 < len(bomb) < 420_000
    for name, body in (("bomb", bomb), ("small", gzip.compress(bytes(1 << 20)))):
        (tmp_path / name).write_bytes(dump([posted(body, (b"Content-Encoding", b"gzip"))]))
        cost = run_measured(
            [sys.executable, "-m", "mhaudit", "audit", str(tmp_path / name), "--out", str(tmp_path / f"{name}-out")]
        )
        assert cost.mebibytes < 900
    document = json.loads((tmp_path / "bomb-out" / "audit.json").read_text(encoding="utf-8"))
    assert "decode-limit" in gap_codes(document)
    assert document["verdict"]["outcome"] == "incomplete"
    document = json.loads((tmp_path / "small-out" / "audit.json").read_text(encoding="utf-8"))
    assert "decode-limit" not in gap_codes(document)


LONG = 2 << 30
READ = """
import sys
from pathlib import Path
from mhaudit.ingest.har.reader import HarReader
from mhaudit.ingest.reader import Capture
last = None
for last in HarReader().read(Capture(Path(sys.argv[1]), "a.har")):
    pass
Path(sys.argv[2]).write_text(str(last.number))
"""


def test_two_gigabytes_of_har_are_read_in_little_memory(tmp_path: Path) -> None:
    pipe, told = tmp_path / "a.har", tmp_path / "told"
    os.mkfifo(pipe)
    one = json.dumps(entry({"postData": {"text": "x" * (64 << 10)}})).encode() + b", "
    many = one * 64

    def write() -> None:
        with pipe.open("wb") as out:
            out.write(b'{"log": {"entries": [')
            for _ in range(LONG // len(many)):
                out.write(many)
            out.write(one[:-2] + b"]}}")

    writer = threading.Thread(target=write)
    writer.start()
    cost = run_measured([sys.executable, "-c", READ, str(pipe), str(told)])
    writer.join()
    assert int(told.read_text(encoding="utf-8")) == LONG // len(many) * 64 + 1
    assert cost.mebibytes < 80


def in_zip(data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("phone/a.har", data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "pack", "called"),
    [
        ("a.har.gz", gzip.compress, "a.har.gz"),
        ("a.zhar", zlib.compress, "a.zhar"),
        ("a.zip", in_zip, "a.zip/phone/a.har"),
        ("-", bytes, "standard input"),
    ],
)
def test_a_packed_capture_tells_what_the_capture_tells(
    audit: Audit, monkeypatch: pytest.MonkeyPatch, name: str, pack: Callable[[bytes], bytes], called: str
) -> None:
    data = har(entry({"headers": [JSON], "postData": {"text": BODY}}))
    plain = audit(data, "a.har")
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(pack(data))))
    packed = audit(pack(data), name)
    assert packed["observations"][0]["at"][0].pop("capture") == called
    assert plain["observations"][0]["at"][0].pop("capture") == "a.har"
    assert packed["observations"] == plain["observations"] != []
    assert packed["generated_from"]["captures"][0]["name"] == called


def test_a_case_folder_is_a_capture(run: Callable[..., Run], meadow: Path, from_dump: Audited, tmp_path: Path) -> None:
    case = tmp_path / "case"
    case.mkdir()
    shutil.copy(meadow / "meadow.mitm", case / "capture.mitm")
    (case / "case.yaml").write_text("{}", encoding="utf-8")
    document = run_audit(case, meadow, tmp_path / "out").audit
    assert [capture["name"] for capture in document["generated_from"]["captures"]] == ["case/capture.mitm"]
    assert [seen["id"] for seen in document["observations"]] == [seen["id"] for seen in from_dump.audit["observations"]]
    assert document["coverage"] == from_dump.audit["coverage"]


def test_a_value_in_a_name_that_was_looked_up(audit: Audit) -> None:
    secret, plain = tflow.tdnsflow(resp=True), tflow.tdnsflow()
    label = base64.b32encode(EMAIL.encode()).decode().rstrip("=").lower()
    secret.request.questions = [Question(f"{label}.t.tracker.example", 1, 1)]
    plain.request.questions = [Question("api.mixpanel.com", 1, 1)]
    document = audit(dump([secret, plain]), "a.mitm")
    assert proven(document) == [("identity.email", "host > labels > base32")]
    (mixpanel,) = [seen for seen in document["recipients"] if seen["host"] == "api.mixpanel.com"]
    assert (mixpanel["exchanges"], mixpanel["lookups"]) == (0, 1)
    assert [found["rule"] for found in document["findings"] if found["recipient"] == "api.mixpanel.com"] == []
    assert ("looked-up", "api.mixpanel.com") in [(gap["code"], gap["host"]) for gap in document["coverage"]["gaps"]]


def told(document: dict[str, Any]) -> list[Any]:
    """What every observation says, but for the capture, the number and the time of its exchanges."""
    return [{**seen, "at": [at["place"] for at in seen["at"]]} for seen in document["observations"]]


@pytest.fixture(scope="session")
def packets(meadow: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Meadow's exchanges once more, as packets with real TLS, and the keys."""
    folder = tmp_path_factory.mktemp("packets")
    dump = Capture(meadow / "meadow.mitm", "meadow.mitm")
    exchanges = [item for item in MitmReader().read(dump) if isinstance(item, Exchange)]
    wire = replay(exchanges, certificate(folder))
    (folder / "with-keys.pcapng").write_bytes(pcapng(wire))
    (folder / "without.pcap").write_bytes(pcap(wire))
    (folder / "keys.log").write_text(wire.keys, encoding="ascii")
    return folder / "with-keys.pcapng", folder / "without.pcap"


def test_packets_tell_what_the_dump_tells(
    tshark: str, packets: tuple[Path, Path], meadow: Path, from_dump: Audited, tmp_path: Path
) -> None:
    document = run_audit(packets[0], meadow, tmp_path / "out").audit
    assert told(document) == told(from_dump.audit)
    for key in ("exchanges", "gaps"):
        assert document["coverage"][key] == from_dump.audit["coverage"][key]
    assert [found["id"] for found in document["findings"]] == [found["id"] for found in from_dump.audit["findings"]]


@pytest.mark.parametrize("way", ["option", "folder"])
def test_keys_may_lie_beside_the_packets(
    tshark: str,
    run: Callable[..., Run],
    packets: tuple[Path, Path],
    meadow: Path,
    from_dump: Audited,
    tmp_path: Path,
    way: str,
) -> None:
    capture, keys = packets[1], packets[1].with_name("keys.log")
    arguments: list[str | Path] = [capture, "--keylog", keys]
    if way == "folder":
        shutil.copy(capture, tmp_path)
        shutil.copy(keys, tmp_path)
        arguments = [tmp_path]
    subject = ["--app", meadow / "meadow.app.yaml", "--persona", meadow / "meadow.persona.yaml"]
    assert run("audit", *arguments, *subject, "--out", tmp_path / "out").code == 1
    document = json.loads((tmp_path / "out" / "audit.json").read_text(encoding="utf-8"))
    assert told(document) == told(from_dump.audit)


def test_packets_without_keys_are_never_clean(
    tshark: str, run: Callable[..., Run], packets: tuple[Path, Path], meadow: Path, tmp_path: Path
) -> None:
    subject = ["--app", meadow / "meadow.app.yaml", "--persona", meadow / "meadow.persona.yaml"]
    result = run("audit", packets[1], *subject, "--out", tmp_path / "out", "--require-complete")
    document = json.loads((tmp_path / "out" / "audit.json").read_text(encoding="utf-8"))
    hidden = {gap["host"] for gap in document["coverage"]["gaps"] if gap["code"] == "not-decrypted"}
    assert {seen["host"] for seen in document["recipients"]} == hidden
    assert {"api.segment.io", "sdk-api-v1.singular.net"} <= hidden
    assert document["observations"] == []
    assert sum(account["unread"] for account in document["coverage"]["bytes"]) > 50_000
    assert (result.code, document["verdict"]["outcome"]) == (6, "incomplete")


def test_a_log_of_keys_must_be_one(run: Callable[..., Run], meadow: Path, tmp_path: Path) -> None:
    result = run("audit", meadow / "meadow.har", "--keylog", meadow / "meadow.har", "--out", tmp_path / "out")
    assert result.code == 5
    assert "meadow.har: not a log of TLS keys" in result.err
