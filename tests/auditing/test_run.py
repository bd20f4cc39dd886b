"""The audit as one call."""

import subprocess
import sys
from pathlib import Path

import pytest

import mhaudit
from mhaudit.auditing.run import paths_of
from mhaudit.errors import NothingToAudit
from tests.cli.traffic import clean, leaking, subject


def test_one_call_gives_the_document(tmp_path: Path) -> None:
    _, app, _, persona = subject(tmp_path)
    found = mhaudit.audit(leaking(tmp_path), app=app, persona=str(persona))
    assert (found.schema, found.verdict.outcome, found.subject.id) == ("mhaudit/audit/2", "fail", "app.own")
    assert {finding.recipient for finding in found.findings} == {"api.mixpanel.com"}
    assert mhaudit.audit([str(clean(tmp_path))], app=app, persona=persona).verdict.outcome == "pass"


def test_an_empty_capture_is_never_clean(tmp_path: Path) -> None:
    (tmp_path / "none.mitm").write_bytes(b"")
    with pytest.raises(NothingToAudit):
        mhaudit.audit(tmp_path / "none.mitm")


def test_one_path_or_several() -> None:
    assert paths_of("a.har") == paths_of(Path("a.har")) == paths_of(["a.har"]) == [Path("a.har")]
    assert paths_of(("a.har", Path("b.har"))) == [Path("a.har"), Path("b.har")]


def test_the_engine_waits_until_it_is_needed() -> None:
    code = "import sys, mhaudit; assert mhaudit.__version__; assert 'mhaudit.auditing.engine' not in sys.modules"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
    with pytest.raises(AttributeError, match="no attribute 'audits'"):
        _ = mhaudit.audits
