"""A fixture for tests of an app: it audits what the test recorded, and the test asserts on the audit.

    def test_the_release_keeps_its_promise(mhaudit_audit):
        found = mhaudit_audit("traffic.har", app="app.yaml", persona="persona.yaml")
        assert found.verdict.outcome == "pass"

The report is in the test's `tmp_path`; its path is in the section "mhaudit" of a failure.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mhaudit.model.audit import Audit

MhauditAudit = Callable[..., Audit]
_SECTION = "mhaudit"


@pytest.fixture
def mhaudit_audit(tmp_path: Path, request: pytest.FixtureRequest) -> MhauditAudit:
    """Audits captures, as `mhaudit.audit` does and with the same options, and keeps the report beside the test."""

    def audit(*captures: str | Path, **options: Any) -> Audit:
        # Imported by tests that audit something, not by every run of pytest with mhaudit installed.
        from mhaudit.auditing import audit as audited
        from mhaudit.report.formats import terminal
        from mhaudit.report.html.render import render as render_html

        found = audited(captures, **options)
        report = tmp_path / "mhaudit-report.html"
        report.write_text(render_html(found), encoding="utf-8")
        verbose = request.config.get_verbosity() > 0  # the summary refers to -v for the rest
        summary = terminal.render(found, 100, colour=False, verbose=verbose)
        request.node.add_report_section("call", _SECTION, f"{summary}\nReport: {report}\n")
        return found

    return audit
