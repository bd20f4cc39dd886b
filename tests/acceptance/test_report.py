"""What the report promises, on the recorded example app: German whole, the first screen true, evidence found again."""

import html
import json
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from mhaudit.model.audit import Audit
from mhaudit.report import FORMATS
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
    assert "unknown language 'xx'; choose from en, de" in " ".join(unknown.err.replace("│", " ").split())


def test_every_number_of_the_first_screen_can_be_counted_again(from_dump: Audited) -> None:
    audit = json.loads((from_dump.folder / "audit.json").read_bytes())
    page = said(from_dump)
    special = {kind["id"] for kind in audit["kinds"] if kind["special"]}
    outside = {
        host["host"]: host["organisation"] or host["domain"] for host in audit["recipients"] if host["party"] != "first"
    }
    sent = [
        (outside[seen["recipient"]], seen["certainty"])
        for seen in audit["observations"]
        if seen["recipient"] in outside and seen["direction"] == "sent" and seen["category"] in special
    ]
    whole = len(set(outside.values()))
    sure = {company for company, certainty in sent if certainty in ("proven", "declared")}
    proven = {company for company, certainty in sent if certainty == "proven"}
    named = {company for company, certainty in sent if certainty == "likely"} - sure
    assert f"{len(sure)} of {whole} outside recipients received health data; {len(proven)} of them our own" in page
    assert f"names suggest it at {len(named)} more" in page
    failing = sum(one["status"] == "open" and one["severity"] in ("high", "critical") for one in audit["findings"])
    assert f"Fail {failing} findings are rated high or higher." in page
    promises = [claim["verdict"] for claim in audit["claims"] if claim["kind"] == "claim"]
    contradicted = promises.count("contradicted")
    assert f"{contradicted} of {len(promises)} tested statements of the vendor are contradicted by the traffic" in page


def said(made: Audited) -> str:
    page = re.sub(
        r"<(style|script)>.*?</\1>", "", (made.folder / "report.html").read_text(encoding="utf-8"), flags=re.S
    )
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def test_the_command_of_the_evidence_shows_the_value(from_dump: Audited, meadow: Path) -> None:
    page = html.unescape((from_dump.folder / "report.html").read_text(encoding="utf-8"))
    (command,) = re.findall(r'<code class="command">(mhaudit show [^<]*)</code>', page)
    values = [str(value) for _, value in planted(meadow / "meadow.persona.yaml")]
    for word, shown in ([], False), (["--unredacted", "yes-show-planted-values"], True):
        line = [sys.executable, "-m", *shlex.split(command), *word]
        result = subprocess.run(line, cwd=meadow, capture_output=True, text=True, check=False)
        assert result.returncode == 0, result.stderr
        assert any(value in result.stdout for value in values) is shown
