from pathlib import Path

import pytest

from mhaudit import auditing
from mhaudit.api.redacting import redact
from mhaudit.model.audit import Audit
from tests.acceptance.disguises import disguises, planted


def test_a_redacted_capture_holds_no_value_and_audits_to_no_planted_one(
    own_cache: None, meadow: Path, tmp_path: Path
) -> None:
    persona, app, out = meadow / "meadow.persona.yaml", meadow / "meadow.app.yaml", tmp_path / "out.har"
    done = redact(meadow / "meadow.mitm", out, persona=persona, app=app)
    before, after = (auditing.audit(path, persona=persona, app=app) for path in (meadow / "meadow.mitm", out))
    assert done.remaining == 0 and done.exchanges == before.coverage.exchanges == after.coverage.exchanges
    text = out.read_text().lower()
    assert [form for _, value in planted(persona) for form, way in disguises(value) if way.lower() in text] == []
    assert {seen.detector for seen in before.observations} > {"planted"}
    assert {seen.form for seen in after.observations if seen.detector == "planted"} == {"redacted"}
    assert facts(after) == facts(before)
    assert {one.host for one in after.recipients} == {one.host for one in before.recipients}
    again = tmp_path / "again.har"
    redact(meadow / "meadow.mitm", again, persona=persona, app=app)
    assert again.read_bytes() == out.read_bytes()


def facts(audit: Audit) -> set[tuple[str, str, str]]:
    return {(seen.category, seen.recipient, seen.direction) for seen in audit.observations}


def test_what_is_still_found_is_not_written(
    own_cache: None, meadow: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mhaudit.redaction.check.Check.finds", lambda *_: True)
    done = redact(meadow / "meadow.har", tmp_path / "out.har", persona=meadow / "meadow.persona.yaml")
    assert done.remaining == done.exchanges == done.emptied == 85
    assert list(tmp_path.glob("*")) + list(tmp_path.glob(".mhaudit*")) == []
