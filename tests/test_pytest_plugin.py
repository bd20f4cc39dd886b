"""The fixture for tests of an app, and the example that uses it with Playwright."""

import subprocess
import sys
from pathlib import Path

import pytest

from mhaudit.pytest_plugin import MhauditAudit
from tests.cli.traffic import clean, leaking, subject
from tests.conftest import ROOT


def options(folder: Path) -> dict[str, str | Path]:
    _, app, _, persona = subject(folder)
    return {"app": app, "persona": persona}


def test_the_fixture_audits(mhaudit_audit: MhauditAudit, tmp_path: Path) -> None:
    assert mhaudit_audit(clean(tmp_path), **options(tmp_path)).verdict.outcome == "pass"
    found = mhaudit_audit(leaking(tmp_path), **options(tmp_path))
    assert (found.verdict.outcome, found.findings[0].recipient) == ("fail", "api.mixpanel.com")
    assert "api.mixpanel.com" in (tmp_path / "mhaudit-report.html").read_text(encoding="utf-8")


def pytest_on(path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", str(path), "-p", "no:cacheprovider", "-q", *arguments]
    return subprocess.run(command, cwd=path.parent, capture_output=True, text=True, check=False)


def test_a_failure_says_what_was_found_and_where_the_report_is(tmp_path: Path) -> None:
    _, app, _, persona = subject(tmp_path)
    test = tmp_path / "test_app.py"
    har = leaking(tmp_path)
    test.write_text(
        "def test_app(mhaudit_audit):\n"
        f"    found = mhaudit_audit({str(har)!r}, app={str(app)!r}, persona={str(persona)!r})\n"
        "    assert found.verdict.outcome == 'pass'\n",
        encoding="utf-8",
    )
    result = pytest_on(test)
    assert result.returncode == 1
    assert "mhaudit call" in result.stdout and "Mixpanel, Inc.: ◐ mood score" in result.stdout
    assert "Report: " in result.stdout
    said = "Mixpanel, Inc. (api.mixpanel.com) received"
    assert said not in result.stdout
    assert said in pytest_on(test, "-vv").stdout, "with -q before it this is -v"


def test_a_run_that_audits_nothing_loads_no_engine(tmp_path: Path) -> None:
    test = tmp_path / "test_app.py"
    test.write_text(
        "import sys\n\n\ndef test_app():\n"
        "    assert 'mhaudit.pytest_plugin' in sys.modules\n"
        "    assert 'mhaudit.auditing.engine' not in sys.modules\n",
        encoding="utf-8",
    )
    assert pytest_on(test).returncode == 0


@pytest.mark.browser
def test_the_example_with_playwright_runs(monkeypatch: pytest.MonkeyPatch, chromium_path: str) -> None:
    monkeypatch.setenv("MHAUDIT_CHROMIUM", chromium_path)
    result = pytest_on(ROOT / "examples" / "playwright")
    assert (result.returncode, result.stdout.splitlines()[-1].startswith("2 passed")) == (0, True), result.stdout
