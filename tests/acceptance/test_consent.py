"""Recorded through the real recorder with consent refused, then given: the right findings in the right phases."""

import json
import shutil
from datetime import datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from mhaudit.auditing.engine import Question
from mhaudit.auditing.pipeline import audit_files
from mhaudit.model.audit import Audit, Finding
from mhaudit.model.reasons import english
from mhaudit.model.subject import AppProfile, Period, Persona, PlantedValue
from mhaudit.policy import load
from tests.record.proxy import Proxy, recording
from tests.record.server import Server, serving

# Begins a phase when the device asks for it, at a host of its own.
MARKER = """
from mitmproxy import ctx

from mhaudit.record.addon import Recorder

addons = [Recorder()]

def request(flow):
    if flow.request.path.startswith("/phase/"):
        ctx.master.commands.call("mhaudit.phase", flow.request.path.rpartition("/")[2])
"""
OWN, TRACKER = "api.own.example", "api.mixpanel.com"
USER = "own-user-48213-kf"
PERSONA = Persona(
    id="p",
    values=(
        PlantedValue(category="identifier.user", value=USER),
        PlantedValue(category="free_text.journal", value="I fold the same towel twice when the house goes quiet"),
    ),
)
APP = AppProfile(id="app.own", name="Own", first_party=("own.example",), declares=True)
STAGES = ("before-consent", "after-refusal", "after-consent", "background")
WHEN = ("TRK-002", "TRK-003", "TRK-009")


def use(proxy: Proxy, server: Server, tracked_in: tuple[str, ...]) -> None:
    """An app that writes to its own server in every phase, and to a tracker in some."""
    for stage in STAGES:
        proxy.post(server.port, "mark.own.example", f"/phase/{stage}")
        proxy.post(server.port, OWN, "/ok", json.dumps({"user": USER}).encode())
        if stage in tracked_in:
            proxy.post(server.port, TRACKER, "/track", json.dumps({"distinct_id": USER}).encode())
    proxy.stop()


def judged(path: Path, app: AppProfile = APP) -> Audit:
    policies = load()
    question = Question(policies=policies, pack=policies.packs["auditor"], persona=PERSONA, app=app)
    return audit_files([path], question)


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """An app that asks and does not listen, and one that needs no others."""
    base = tmp_path_factory.mktemp("consent")
    (base / "marker.py").write_text(MARKER, encoding="utf-8")
    behaviour = {"deaf": STAGES, "alone": ()}
    with serving(base) as server:
        for name, tracked_in in behaviour.items():
            with recording(base / name, base / "confdir", script=base / "marker.py") as proxy:
                use(proxy, server, tracked_in)
    return {name: base / name for name in behaviour}


def by_rule(audit: Audit) -> dict[str, Finding]:
    return {finding.rule: finding for finding in audit.findings if finding.rule in WHEN}


def test_an_app_that_does_not_listen(cases: dict[str, Path]) -> None:
    audit = judged(cases["deaf"])
    assert [phase.id for phase in audit.phases] == list(STAGES)
    found = by_rule(audit)
    assert {rule: (finding.phases, finding.severity, finding.recipient) for rule, finding in found.items()} == {
        "TRK-002": (("before-consent",), "medium", TRACKER),
        "TRK-003": (("after-refusal",), "high", TRACKER),
        "TRK-009": (("background",), "medium", TRACKER),
    }
    assert {finding.count for finding in found.values()} == {1}
    said = "in the phase after-refusal, values were sent that it had got in another phase: identifier.user"
    assert [english(remark, {}).lower() for remark in found["TRK-003"].remarks] == [said]
    by_id = {seen.id: seen for seen in audit.observations}
    for finding in found.values():
        assert {(by_id[name].phase, by_id[name].recipient) for name in finding.observations} == {
            (finding.phases[0], TRACKER)
        }


def test_an_app_that_needs_no_others_gives_no_finding_at_all(cases: dict[str, Path]) -> None:
    audit = judged(cases["alone"])
    assert audit.findings == () and audit.bridges == () and audit.linkage == ()
    assert {seen.phase for seen in audit.observations} == set(STAGES)
    assert audit.verdict.outcome == "incomplete"  # no health entry was sent in it


def test_phases_timed_by_hand_give_the_same_on_the_bare_capture(cases: dict[str, Path], tmp_path: Path) -> None:
    bare = tmp_path / "elsewhere.mitm"
    shutil.copy(cases["deaf"] / "capture.mitm", bare)
    assert by_rule(judged(bare)) == {}
    of_case = judged(cases["deaf"])
    periods = tuple(Period(id=phase.id, begun=_seconds(phase.from_)) for phase in of_case.phases)
    by_hand = judged(bare, replace(APP, periods=periods))
    assert {rule: finding.phases for rule, finding in by_rule(by_hand).items()} == {
        rule: finding.phases for rule, finding in by_rule(of_case).items()
    }
    hour = replace(APP, periods=tuple(replace(one, begun=one.begun + 3600) for one in periods))
    wrong = judged(bare, hour)
    assert by_rule(wrong) == {} and wrong.verdict.outcome != "pass"
    assert "phases-not-met" in {gap.code for gap in wrong.coverage.gaps}


def _seconds(time: str | None) -> float:

    return datetime.fromisoformat(time or "").timestamp()
