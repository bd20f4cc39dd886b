"""One process or several: the same books."""

import shutil
import threading
from pathlib import Path

import pytest

from mhaudit.auditing import workers
from mhaudit.auditing.engine import Question
from mhaudit.auditing.pipeline import audit_files
from mhaudit.auditing.workers import Span, _can_be_copied
from mhaudit.errors import CaptureUnreadable
from mhaudit.ingest.reader import Capture, Share
from mhaudit.policy import load
from mhaudit.profile import load_app, load_persona
from mhaudit.report import FORMATS
from tests.conftest import ROOT

MEADOW = ROOT / "fixtures" / "meadow"


def question() -> Question:
    policies = load()
    return Question(
        policies=policies,
        pack=policies.packs["auditor"],
        persona=load_persona(MEADOW / "meadow.persona.yaml", policies),
        app=load_app(MEADOW / "meadow.app.yaml", policies),
    )


@pytest.mark.parametrize("jobs", [2, 3])
def test_several_processes_give_the_same_bytes_as_one(jobs: int) -> None:
    captures = [MEADOW / "meadow.mitm", MEADOW / "meadow.har"]
    alone = FORMATS["json"](audit_files(captures, question()))
    assert FORMATS["json"](audit_files(captures, question(), jobs)) == alone


def test_beside_another_thread_the_bytes_are_the_same_too() -> None:
    ended = threading.Event()
    waiting = threading.Thread(target=ended.wait)
    waiting.start()
    try:
        assert not _can_be_copied()
        found = FORMATS["json"](audit_files([MEADOW / "meadow.mitm"], question(), 2))
    finally:
        ended.set()
        waiting.join()
    assert found == FORMATS["json"](audit_files([MEADOW / "meadow.mitm"], question(), 1))


@pytest.mark.parametrize(("size", "jobs"), [(0, 1), (5_999_999, 1), (6_000_000, 2), (10**9, 2)])
def test_as_many_processes_as_pay(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, size: int, jobs: int) -> None:
    path = tmp_path / "a.har"
    with path.open("wb") as file:
        file.truncate(size)
    monkeypatch.setattr(workers, "_cores", lambda: 2)
    assert workers._worthwhile([Capture(path, "a.har")]) == jobs


def test_every_exchange_belongs_to_one_share() -> None:
    for of in (1, 2, 5):
        for number in range(20):
            assert sum(Share(first, of).mine(number) for first in range(of)) == 1


def test_neighbours_belong_to_one_share() -> None:
    for of in (1, 2, 5):
        for number in range(60):
            assert sum(Share(first, of, 7).mine(number) for first in range(of)) == 1
    assert [number for number in range(1, 12) if Share(0, 2, 3).mine(number)] == [1, 2, 6, 7, 8]
    assert [number for number in range(1, 12) if Share(1, 2, 3).mine(number)] == [3, 4, 5, 9, 10, 11]


def test_the_others_begin_when_a_block_was_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """With more exchanges than a block, every process has some, and the bytes are the same."""
    monkeypatch.setattr(workers, "_BLOCK", 10)
    counts: list[int] = []
    found = FORMATS["json"](audit_files([MEADOW / "meadow.mitm"], question(), 3, counts.append))
    assert found == FORMATS["json"](audit_files([MEADOW / "meadow.mitm"], question(), 1))
    assert counts == [3 * number for number in range(1, len(counts) + 1)]
    assert 10 < len(counts) < 40


def test_spans_add_up_and_unknown_times_do_not_count() -> None:
    span = Span()
    for started in (None, 20.0, 10.0):
        span.add(started)
    assert span == Span(3, 10.0, 20.0)
    span.merge(Span(2, None, None))
    span.merge(Span(1, 5.0, 5.0))
    assert span == Span(6, 5.0, 20.0)
    assert Span() == Span(0, None, None)


def test_a_file_that_was_only_found_costs_itself_alone(tmp_path: Path) -> None:
    folder = tmp_path / "case"
    folder.mkdir()
    shutil.copy(MEADOW / "meadow.har", folder)
    (folder / "package.json").write_text('{"name": "x"}', encoding="utf-8")
    (folder / "broken.mitm").write_bytes(b"12:4:type;4:htt")
    for jobs in (1, 2):
        found = audit_files([folder], question(), jobs)
        gaps = [(gap.detail, gap.blocking, gap.count) for gap in found.coverage.gaps if gap.code == "file-not-read"]
        assert gaps == [
            ("case/broken.mitm: begins like a mitmproxy dump, and no flow in it is whole. Record it again.", True, 1),
            ("case/package.json: JSON, but not HAR: log.entries is missing. Export it as HAR 1.2.", False, 1),
        ]
        assert found.coverage.exchanges == 85


def test_one_that_was_named_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "package.json").write_text('{"name": "x"}', encoding="utf-8")
    with pytest.raises(CaptureUnreadable, match=r"package\.json: JSON, but not HAR"):
        audit_files([MEADOW / "meadow.har", tmp_path / "package.json"], question())
