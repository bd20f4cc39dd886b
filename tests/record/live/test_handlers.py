"""The page's addresses, asked by a script rather than a browser."""

import http.client
import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from mhaudit.ingest.case.folder import phases_of
from tests.record.session import Session, session

JSON = {"Content-Type": "application/json"}


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory, confdir: Path) -> Iterator[Session]:
    with session(tmp_path_factory.mktemp("handlers") / "case", confdir) as running:
        yield running


def ask(
    running: Session, path: str, data: object = None, headers: dict[str, str] | None = None, token: str = ""
) -> tuple[int, bytes, dict[str, str]]:
    """Status, content and headers of one request below the page's address."""
    _, _, host, own, _ = running.address.split("/")
    connection = http.client.HTTPConnection(host, timeout=10)
    body = data if isinstance(data, bytes) else json.dumps(data).encode() if data is not None else None
    try:
        connection.request("POST" if body is not None else "GET", f"/{token or own}/{path}", body, headers or {})
        answer = connection.getresponse()
        return answer.status, answer.read() if path != "events" else answer.readline(), dict(answer.headers)
    finally:
        connection.close()


def test_a_test_script_marks_phases_and_notes(running: Session) -> None:
    assert ask(running, "phase", {"id": "sleep-diary"}, JSON)[0] == 204
    assert ask(running, "note", {"text": "a banner\nin two lines"}, JSON)[0] == 204
    assert [stage.id for stage in phases_of(running.folder).stages][-1:] == ["sleep-diary"]
    assert [event["text"] for event in running.events("note")] == ["a banner\nin two lines"]


def test_events_tell_the_state(running: Session) -> None:
    status, line, headers = ask(running, "events")
    assert (status, headers["Content-Type"]) == (200, "text/event-stream; charset=utf-8")
    assert json.loads(line.removeprefix(b"data: ")).keys() == {"recorded", "judged"}


@pytest.mark.parametrize("path", ["", "connect", "certificate", "events", "phase", "note", "stop", "none"])
def test_nobody_without_the_token_learns_anything(running: Session, path: str) -> None:
    status, content, headers = ask(
        running, path, {} if path in ("phase", "note", "stop") else None, JSON, token="x" * 24
    )
    assert status == (404 if path == "none" else 403)
    assert running.address.split("/")[3].encode() not in content
    assert "Access-Control-Allow-Origin" not in headers


@pytest.mark.parametrize(
    "headers",
    [{"Host": "evil.example"}, {"Origin": "http://evil.example"}, {"Sec-Fetch-Site": "same-site"}],
    ids=lambda headers: next(iter(headers)),
)
def test_another_origin_is_refused_with_the_token(running: Session, headers: dict[str, str]) -> None:
    before = len(running.events())
    assert ask(running, "", headers=headers)[0] == 403
    assert ask(running, "phase", {"id": "launch"}, {**JSON, **headers})[0] == 403
    assert len(running.events()) == before


@pytest.mark.parametrize(
    ("path", "body", "headers", "status"),
    [
        ("phase", b'{"id": "launch"}', {"Content-Type": "text/plain"}, 415),
        ("phase", b"{", JSON, 400),
        ("phase", b"[]", JSON, 400),
        ("phase", b'{"id": 7}', JSON, 400),
        ("phase", b'{"id": "Launch!"}', JSON, 400),
        ("phase", b'{"id": "' + b"a" * 41 + b'"}', JSON, 400),
        ("note", b'{"text": ""}', JSON, 400),
        ("note", b'{"text": "' + b"a" * 2001 + b'"}', JSON, 400),
        ("stop", b'{"end": "something"}', JSON, 400),
    ],
)
def test_what_makes_no_sense_changes_nothing(
    running: Session, path: str, body: bytes, headers: dict[str, str], status: int
) -> None:
    before = len(running.events())
    found, content, _ = ask(running, path, body, headers)
    assert found == status and json.loads(content)["error"]
    assert len(running.events()) == before and running.process.poll() is None


def test_a_body_that_is_too_large_is_not_read(running: Session) -> None:
    before = len(running.events())
    with suppress(OSError, http.client.HTTPException):
        assert ask(running, "note", {"text": "a" * 100_000}, JSON)[0] == 400
    assert len(running.events()) == before


def test_the_page_forbids_what_it_does_not_need(running: Session) -> None:
    status, content, headers = ask(running, "")
    assert status == 200 and content.startswith(b"<!doctype html>")
    assert headers["Content-Security-Policy"].startswith("default-src 'none'; ")
    assert (headers["X-Frame-Options"], headers["Referrer-Policy"], headers["Cache-Control"]) == (
        *("DENY", "no-referrer"),
        "no-store",
    )
    assert ask(running, "phase", b"{}", JSON)[2]["Content-Security-Policy"].startswith("default-src 'none'")


def test_stopping_ends_the_recording_and_audits_it(tmp_path: Path, confdir: Path) -> None:
    with session(tmp_path / "case", confdir) as other:
        assert ask(other, "stop", {"end": "recording"}, JSON)[0] == 204
        other.process.wait(30)
    assert (tmp_path / "case" / "manifest.json").exists()
    assert other.process.returncode == 3  # nothing was recorded
