import json
from pathlib import Path

import pytest

from mhaudit.cli import main
from tests.web.conftest import Server
from tests.web.handlers.following import post

ADDRESS = "/audits/audits/meadow/objections"
KIND = "application/x-www-form-urlencoded"


@pytest.fixture(scope="module")
def finding(server: Server, meadow: Path) -> str:
    out = server.root / "audits" / "meadow"
    main(["audit", str(meadow / "meadow.mitm"), "--out", str(out), "--format", "json"])
    found: str = json.loads((out / "audit.json").read_bytes())["findings"][0]["id"]
    return found


def test_an_objection_is_kept_and_printed_by_reports(server: Server, finding: str) -> None:
    path = server.root / "audits" / "meadow" / "disputes.yaml"
    path.unlink(missing_ok=True)
    assert f'<option value="{finding}">' in server.ask("GET", ADDRESS)[2].decode()
    said = "It has been without the diagnosis <since> 3.2."
    assert (
        post(server, ADDRESS, finding=finding, by="Meadow Health", on="2026-12-01", says=said, outcome="open")
        == ADDRESS
    )
    assert path.stat().st_mode & 0o777 == 0o600
    page = server.ask("GET", ADDRESS)[2].decode()
    assert "The objection was added." in page and "without the diagnosis &lt;since&gt; 3.2." in page
    assert "without the diagnosis" in server.ask("GET", "/audits/audits/meadow/files/md")[2].decode()
    second = {"finding": finding, "by": "Ada", "on": "2026-12-02", "says": "So it is.", "outcome": "withdrawn"}
    post(server, ADDRESS, **second)
    assert path.read_text(encoding="utf-8").count("finding:") == 2


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("finding=f-0000000000000000&by=a&on=2026-12-01&says=b&outcome=open", "f-0000000000000000"),
        ("finding={}&by=a&on=soon&says=b&outcome=open", "disputes[1].on"),
        ("finding={}&by=a&on=2026-12-01&says=b&outcome=corrected", "answer"),
        ("finding={}&by=a&on=2026-12-01&says=b&outcome=other", "outcome"),
    ],
)
def test_what_a_report_would_refuse_is_not_kept(server: Server, finding: str, body: str, why: str) -> None:
    path = server.root / "audits" / "meadow" / "disputes.yaml"
    before = f"disputes:\n  - {{finding: {finding}, by: Ada, on: 2026-12-01, says: No., outcome: open}}\n"
    path.write_text(before, encoding="utf-8")
    status, _, page = server.ask("POST", ADDRESS, body.format(finding).encode(), Content_Type=KIND)
    assert status == 400 and why in page.decode() and 'role="alert"' in page.decode()
    assert path.read_text(encoding="utf-8") == before


def test_a_file_that_is_wrong_is_refused_and_kept(server: Server, finding: str) -> None:
    path = server.root / "audits" / "meadow" / "disputes.yaml"
    for text in ("disputes: [", "disputes: none\n"):
        path.write_text(text, encoding="utf-8")
        form = f"finding={finding}&by=a&on=2026-12-01&says=b&outcome=open".encode()
        status, _, page = server.ask("POST", ADDRESS, form, Content_Type=KIND)
        assert status == 400 and "disputes.yaml" in page.decode()
        assert path.read_text(encoding="utf-8") == text
    path.unlink()


def test_an_audit_that_is_not_there_has_none(server: Server) -> None:
    assert server.ask("GET", "/audits/audits/none/objections")[0] == 400
    (server.root / "cases" / "bare").mkdir()
    assert server.ask("GET", "/audits/cases/bare/objections")[0] == 404
