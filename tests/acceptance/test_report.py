"""What the report promises, on the recorded example app: German whole, the first screen true, evidence found again."""

import html
import json
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from mhaudit.auditing.engine import Engine, Question
from mhaudit.auditing.pipeline import audit_exchanges
from mhaudit.model.audit import Audit
from mhaudit.model.capture import Exchange
from mhaudit.model.subject import Persona, PlantedValue
from mhaudit.policy import load
from mhaudit.report import BINARY, FORMATS
from mhaudit.report.formats.json_ import read_audit
from mhaudit.report.text.companies import kinds
from mhaudit.report.text.language import LANGUAGES, speaking
from mhaudit.report.text.reasons import is_foreign, spoken
from tests.acceptance.conftest import Audited
from tests.acceptance.disguises import disguises, planted
from tests.conftest import Run


def saved(run: Audited) -> Audit:
    return read_audit((run.folder / "audit.json").read_bytes(), "audit.json")


def test_every_reason_of_the_example_has_german_words(from_dump: Audited) -> None:
    audit = saved(from_dump)
    reasons = {one.reason for one in audit.observations} | {one.reason for one in audit.recipients}
    reasons |= {one.reason for one in audit.claims} | {one.reason for one in audit.bridges}
    reasons |= {one.reason for one in audit.crisis} | {one.reason for one in audit.linkage}
    reasons |= {gap.reason for gap in audit.coverage.gaps if gap.reason}
    with speaking("de"):
        assert {spoken(one, kinds(audit)) for one in reasons if is_foreign(one)} == set()
    assert len(reasons) > 60


def test_no_planted_value_is_in_a_report_of_any_language(from_dump: Audited, meadow: Path) -> None:
    audit = saved(from_dump)
    for language in LANGUAGES:
        folded = html.unescape(str(FORMATS["html"](audit, language))).casefold()
        for category, value in planted(meadow / "meadow.persona.yaml"):
            assert (category, [form for form, shape in disguises(value) if shape.casefold() in folded]) == (
                category,
                [],
            )


def test_the_language_is_asked_for_by_its_code(
    run: Callable[..., Run], from_dump: Audited, meadow: Path, tmp_path: Path
) -> None:
    capture, app, persona = (meadow / f"meadow.{name}" for name in ("mitm", "app.yaml", "persona.yaml"))
    live = run("audit", capture, "--app", app, "--persona", persona, "--language", "de", "--out", tmp_path)
    assert live.out.startswith("Nicht bestanden Meadow: ")
    page = tmp_path / "again.html"
    assert run("report", from_dump.folder / "audit.json", "--language", "de", "--out", page).code == 0
    assert page.read_bytes() == (tmp_path / "report.html").read_bytes()
    assert (tmp_path / "audit.json").read_bytes() == (from_dump.folder / "audit.json").read_bytes()
    unknown = run("report", from_dump.folder / "audit.json", "--language", "xx", "--out", page)
    assert unknown.code == 2
    assert "'xx' is no language of the reports; there are en, de" in " ".join(unknown.err.replace("│", " ").split())


def test_every_number_of_the_first_screen_can_be_counted_again(from_dump: Audited) -> None:
    audit = json.loads((from_dump.folder / "audit.json").read_bytes())
    page = (from_dump.folder / "report.html").read_text(encoding="utf-8")
    special = {kind["id"] for kind in audit["kinds"] if kind["special"]}
    outside = {
        host["host"]: host["organisation"] or host["domain"] for host in audit["recipients"] if host["party"] != "first"
    }
    sent = [
        (outside[seen["recipient"]], seen["category"], seen["certainty"])
        for seen in audit["observations"]
        if seen["recipient"] in outside and seen["direction"] == "sent" and seen["certainty"] != "possible"
    ]
    whole = len(set(outside.values()))
    health = {company for company, category, _ in sent if category in special}
    proven = {company for company, category, sure in sent if category in special and sure == "proven"}
    named = {company for company, category, _ in sent if category.startswith(("identity.", "identifier."))}
    assert (
        f"<b>{len(health)} of {whole}</b> organisations outside the app’s own servers were sent data on health" in page
    )
    assert f"(proven by a planted value for {len(proven)} of the {len(health)})" in page
    assert f"<b>{len(named)} of {whole}</b> were sent something that identifies the person or the device" in page
    assert f"<b>{len(health & named)} of {whole}</b> were sent both." in page
    failing = sum(one["status"] == "open" and one["severity"] in ("high", "critical") for one in audit["findings"])
    assert f"<p>{failing} open findings at or above high" in page
    promises = [claim["verdict"] for claim in audit["claims"] if claim["kind"] == "claim"]
    assert (
        f"<b>{promises.count('contradicted')} of {len(promises)}</b> of the vendor’s promises are contradicted" in page
    )


def test_the_command_of_a_piece_of_evidence_finds_it_again(from_dump: Audited, meadow: Path, tmp_path: Path) -> None:
    page = html.unescape((from_dump.folder / "report.html").read_text(encoding="utf-8"))
    found = re.findall(r'<code class="command">(mhaudit audit [^<]*grep[^<]*)</code>', page)
    assert len(found) > 40
    mhaudit = f"{shlex.quote(sys.executable)} -m mhaudit"
    line = found[0].replace("mhaudit ", mhaudit + " ", 1).replace("APP.yaml", str(meadow / "meadow.app.yaml"))
    line = line.replace("PERSONA.yaml", str(meadow / "meadow.persona.yaml"))
    line = line.replace(" meadow.mitm", f" {meadow / 'meadow.mitm'}")
    result = subprocess.run(["sh", "-c", line], cwd=tmp_path, capture_output=True, text=True, check=False)
    (wanted,) = re.findall(r'"id": "(o-[0-9a-f]{16})"', found[0])
    assert f'"id": "{wanted}",' in result.stdout
    assert '"place": "' in result.stdout


VALUES = st.text(st.characters(codec="utf-8", categories=("L", "N")), min_size=12, max_size=40).filter(
    lambda text: len(set(text.casefold())) >= 6
)


@given(value=VALUES, way=st.sampled_from(["plain", "base64", "hex", "sha256", "percent"]))
@settings(max_examples=12)
def test_whatever_is_planted_is_in_no_report(value: str, way: str) -> None:
    shapes = dict(disguises(value))
    body = json.dumps({"journal": value if way == "plain" else shapes[way], "note": value}).encode()
    sent = Exchange(
        capture="c",
        number=1,
        host="api.mixpanel.com",
        method="POST",
        path="/track",
        body=body,
        headers=(("content-type", "application/json"),),
    )
    policies = load()
    persona = Persona(id="p", values=(PlantedValue(category="free_text.journal", value=value),))
    question = Question(policies=policies, pack=policies.packs["auditor"], persona=persona, app=None)
    audit = audit_exchanges([sent], Engine(question))
    assert any(seen.detector == "planted" for seen in audit.observations)
    for name in FORMATS.keys() - BINARY:
        for language in LANGUAGES:
            text = str(FORMATS[name](audit, language))
            for folded in (text.casefold(), html.unescape(text).casefold()):
                assert (name, [form for form, shape in disguises(value) if shape.casefold() in folded]) == (name, [])
