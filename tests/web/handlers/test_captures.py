import gzip
import http.client
import json
import time
from pathlib import Path

import pytest

from tests.web.conftest import Server
from tests.web.multipart import BOUNDARY, KIND, form

HAR = json.dumps({"log": {"version": "1.2", "creator": {"name": "own", "version": "1"}, "entries": []}}).encode()


def upload(server: Server, *files: tuple[str, bytes]) -> str:
    """Send files as the page does without a script, and return the page that comes then."""
    status, headers, _ = server.ask("POST", "/captures", form(*files), Content_Type=KIND)
    assert (status, headers["Location"]) == (303, "/")
    return server.ask("GET", "/")[2].decode()


def captures(server: Server) -> set[str]:
    return {path.name for path in (server.root / "captures").iterdir()}


def test_captures_of_any_kind_are_kept_as_they_are(server: Server, meadow: Path) -> None:
    dump = (meadow / "meadow.mitm").read_bytes()
    page = upload(server, ("meadow.mitm", dump), ("../own.har", HAR), ("own.har.gz", gzip.compress(HAR)))
    for name in ("meadow.mitm", "own.har", "own.har.gz"):
        assert f"{name} was added." in page
    kept = server.root / "captures" / "meadow.mitm"
    assert kept.read_bytes() == dump and kept.stat().st_mode & 0o777 == 0o600
    assert "own-2.har was added." in upload(server, ("own.har", HAR))


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        (
            "notes.txt",
            b"just some words",
            "notes.txt was not kept: unknown capture format, by its first bytes.",
        ),
        ("empty.har", b"", "empty.har was not kept: it is empty"),
        ("<img>.bin", b"\0\1\2", "&lt;img&gt;.bin was not kept: unknown capture format"),
    ],
)
def test_what_is_refused_says_why(server: Server, name: str, content: bytes, why: str) -> None:
    before = captures(server)
    assert why in upload(server, (name, content))
    assert captures(server) == before and list((server.root / ".work").iterdir()) == []


def test_no_file_and_no_form_are_said(server: Server) -> None:
    assert "Choose at least one file." in upload(server)
    status, _, _ = server.ask("POST", "/captures", b"x=1", Content_Type="application/x-www-form-urlencoded")
    assert status == 303 and "Choose at least one file." in server.ask("GET", "/")[2].decode()


def test_a_form_that_is_cut_off_keeps_nothing(server: Server) -> None:
    before = captures(server)
    body = form(("cut.har", HAR))[: -len(BOUNDARY) - 10]
    server.ask("POST", "/captures", body, Content_Type=KIND)
    assert "cut.har was not kept: the form ends too early" in server.ask("GET", "/")[2].decode()
    assert captures(server) == before


def test_whoever_leaves_in_the_middle_leaves_nothing(server: Server) -> None:
    before = captures(server)
    connection = http.client.HTTPConnection("127.0.0.1", server.port)
    connection.putrequest("POST", "/captures")
    for name, value in {
        "Cookie": server.cookie,
        "Origin": server.base,
        "Content-Type": KIND,
        "Content-Length": "9999999",
    }.items():
        connection.putheader(name, value)
    connection.endheaders(form(("gone.har", HAR * 1000))[:50_000])
    while not any((server.root / ".work").iterdir()):
        time.sleep(0.01)
    connection.close()
    while any((server.root / ".work").iterdir()):
        time.sleep(0.01)
    assert captures(server) == before


def test_an_audit_needs_a_capture(server: Server) -> None:
    kind = {"Content_Type": "application/x-www-form-urlencoded"}
    server.ask("POST", "/audits", b"app=", **kind)
    assert "Choose at least one capture." in server.ask("GET", "/")[2].decode()
    for body in (b"capture=none.har", b"capture=../../etc/passwd", b"capture=own.har&app=none.yaml"):
        assert server.ask("POST", "/audits", body, **kind)[0] == 400
