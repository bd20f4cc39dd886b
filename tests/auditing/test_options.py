"""What an audit is asked."""

from datetime import date
from pathlib import Path

import pytest

from mhaudit.auditing.options import choose_pack, choose_severity, question, saved_audit
from mhaudit.errors import InvalidFiles, UnknownName
from mhaudit.policy import load
from mhaudit.report.formats.json_ import render
from tests.report.sample import full


def test_packs_and_severities_are_chosen_by_name() -> None:
    policies = load()
    assert choose_pack(policies, "eu") is policies.packs["eu"]
    assert (choose_severity("low"), choose_severity(None)) == ("low", None)
    with pytest.raises(UnknownName, match="auditor, eu, journalist, release-gate, us"):
        choose_pack(policies, "uk")
    with pytest.raises(UnknownName, match="info, low, medium, high, critical"):
        choose_severity("HIGH")


def test_without_files_nothing_is_let_through() -> None:
    asked = question()
    assert (asked.gate, asked.persona, asked.app, asked.pack.id) == (None, None, None, "auditor")


def test_waivers_and_baseline_make_the_gate(tmp_path: Path) -> None:
    waivers, baseline = tmp_path / "w.yaml", tmp_path / "audit.json"
    entry = "{id: w, rule: IDN-001, reason: Known., owner: Ada, expires: 2027-01-31}"
    waivers.write_text(f"waivers: [{entry}]\n", encoding="utf-8")
    baseline.write_text(render(full()), encoding="utf-8")
    gate = question(waivers=waivers, baseline=baseline, today=date(2026, 11, 25)).gate
    assert gate is not None
    assert (gate.on, [rule.id for rule in gate.waivers]) == (date(2026, 11, 25), ["w"])
    assert dict(gate.known) == {finding.id: finding.severity for finding in full().findings}
    assert (len(gate.waivers_sha256 or ""), gate.baseline_sha256) == (64, saved_audit(baseline)[1])


def test_a_saved_audit_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "audit.json"
    path.write_text(render(full()), encoding="utf-8")
    assert saved_audit(path)[0] == full()
    with pytest.raises(InvalidFiles, match=r"gone\.json: No such file or directory; give the path of an audit\.json"):
        saved_audit(tmp_path / "gone.json")
