"""What `import mhaudit` offers."""

import subprocess
import sys
from pathlib import Path

import pytest

import mhaudit
from mhaudit.model.audit import Audit
from tests.cli.traffic import clean, leaking, subject

OFFERED = (
    "AppNotChosen Audit CaptureUnreadable InvalidFiles MhauditError NothingToAudit ToolMissing UnknownName audit "
    "read_audit render"
).split()


def test_every_name_is_listed_and_there() -> None:
    assert sorted(mhaudit.__all__) == sorted(OFFERED)
    assert set(OFFERED) <= set(dir(mhaudit))
    assert all(getattr(mhaudit, name) is not None for name in OFFERED)
    assert mhaudit.Audit is Audit


def test_another_name_is_an_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'reports'"):
        mhaudit.reports  # noqa: B018


def test_an_audit_is_saved_read_and_rendered(tmp_path: Path) -> None:
    _, app, _, persona = subject(tmp_path)
    found = mhaudit.audit(leaking(tmp_path), app=app, persona=persona, fail_on="high")
    assert found.verdict.outcome == "fail"
    saved = tmp_path / "audit.json"
    saved.write_text(str(mhaudit.render(found, "json")), encoding="utf-8")
    assert mhaudit.read_audit(saved) == found
    assert "Mixpanel, Inc." in str(mhaudit.render(found, "md", "de"))
    assert mhaudit.audit(clean(tmp_path), app=app, persona=persona).verdict.outcome == "pass"


def test_asking_for_the_version_loads_no_engine() -> None:
    code = "import sys, mhaudit; mhaudit.__version__; print('mhaudit.auditing' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"
