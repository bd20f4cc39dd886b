from pathlib import Path

import pytest
from mitmproxy.test.tflow import tdnsflow, tflow

from mhaudit.doctor.evidence import evidence_of
from mhaudit.errors import CaseUnusable
from tests.ingest.captures import dump
from tests.ingest.journals import BEGUN, case, event


def test_what_a_journal_tells(tmp_path: Path) -> None:
    seen = evidence_of(
        case(
            tmp_path / "case",
            event("listening", mode="wireguard@51820", addresses=["0.0.0.0:51820"]),
            event("device", address="10.0.0.1"),
            event("certificate-page", path="/"),
            event("request", host="A.example."),
            event("tls-failed", host="b.example", why="x (alert certificate expired)", transport="tcp"),
            stopped=False,
        )
    )
    assert (seen.over, seen.modes, seen.mode_names) == (False, {"wireguard@51820": ["0.0.0.0:51820"]}, {"wireguard"})
    assert (seen.devices, seen.pages, seen.requested) == ({"10.0.0.1"}, 1, {"a.example"})
    assert seen.heard == {"a.example", "b.example"} and seen.expired == {"b.example"}
    assert seen.failed["tls-refused"] == {"b.example"}
    assert (seen.first, seen.last) == (BEGUN, BEGUN + 1)


def test_what_a_dump_tells(tmp_path: Path) -> None:
    https, plain, answered, failed = tflow(resp=True), tflow(resp=True), tdnsflow(resp=True), tdnsflow(resp=True)
    https.client_conn.sni, plain.client_conn.timestamp_tls_setup = "read.example", None
    plain.client_conn.sni = None
    assert https.response and answered.response and failed.response
    https.response.headers["date"] = "Thu, 01 Jan 1970 00:00:00 GMT"
    https.request.timestamp_start = 60.0
    failed.response.response_code = 2
    failed.request.questions[0].name = "lost.example"
    seen = evidence_of(case(tmp_path / "case", flows=dump([https, plain, answered, failed])))
    assert seen.over and seen.read == {"read.example"} and seen.skews == [-60.0]
    assert (seen.looked_up, seen.unanswered) == ({"dns.google"}, {"lost.example"})
    assert seen.heard == {"read.example", "address"}


@pytest.mark.parametrize("folder", ["nothing", "other"])
def test_what_is_no_case_is_said(tmp_path: Path, folder: str) -> None:
    (tmp_path / "other").mkdir()
    with pytest.raises(CaseUnusable, match="not a case folder, since journal.jsonl is missing"):
        evidence_of(tmp_path / folder)


def test_a_dump_that_is_not_there_yet_is_no_fault(tmp_path: Path) -> None:
    folder = case(tmp_path / "case", event("request", host="a.example"))
    (folder / "capture.mitm").unlink()
    assert evidence_of(folder).heard == {"a.example"}
