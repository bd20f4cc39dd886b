import json
import time
from pathlib import Path

import pytest
from mitmproxy.test.tflow import tflow

from mhaudit.auditing.engine import Question
from mhaudit.model.subject import CAPTURE
from mhaudit.policy import load
from mhaudit.record.live.audit_process import AuditProcess, LiveAudit
from tests.ingest.captures import dump
from tests.ingest.journals import case


@pytest.fixture(scope="module")
def question(own_cache: None) -> Question:
    policies = load()
    return Question(policies=policies, pack=policies.packs["auditor"])


def flow(host: str, body: bytes) -> bytes:
    made = tflow()
    made.client_conn.sni = host
    made.request.content = body
    made.request.headers["content-type"] = "application/json"
    return dump([made])


def test_a_look_takes_in_what_is_new(question: Question, tmp_path: Path) -> None:
    folder = case(tmp_path / "c", stopped=False)
    judge = LiveAudit(folder, question)
    assert judge.look(), "the journal's own lines"
    assert judge.snapshot()["contacts"] == []
    (folder / CAPTURE).write_bytes(flow("api.mixpanel.com", b'{"mood_score": 3}'))
    assert judge.look() and not judge.look()
    found = judge.snapshot()
    assert [each["label"] for each in found["alarms"]] == ["Mood score"]
    assert judge.snapshot() == found, "a snapshot changes nothing"


def test_the_process_tells_and_ends(question: Question, tmp_path: Path) -> None:
    folder = case(tmp_path / "c", stopped=False)
    watching = AuditProcess(folder, question)
    assert json.loads(watching.next())["judged"] == 0
    with (folder / CAPTURE).open("ab") as file:
        file.write(flow("api.mixpanel.com", b'{"mood_score": 3}'))
    until = time.monotonic() + 20
    while json.loads(watching.next())["judged"] != 1:
        assert time.monotonic() < until
    watching.end()
    with pytest.raises(EOFError):
        watching.next()
