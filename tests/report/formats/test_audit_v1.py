"""A real audit of version 1 is read, rendered, and serves as a baseline."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from mhaudit.auditing import audit
from mhaudit.auditing.options import saved_audit
from mhaudit.model.audit import Audit
from mhaudit.report import BINARY, FORMATS
from mhaudit.report.formats.audit_v1 import upgraded
from mhaudit.report.formats.json_ import read_audit, render
from tests.conftest import ROOT

SAVED = Path(__file__).parents[1] / "v1_meadow.json"
MEADOW = ROOT / "fixtures" / "meadow"


@pytest.fixture(scope="module")
def written() -> Any:
    return json.loads(SAVED.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def read() -> Audit:
    return read_audit(SAVED.read_bytes(), "audit.json")


def test_it_becomes_version_two_with_its_sentences(read: Audit, written: Any) -> None:
    assert written["schema"] == "mhaudit/audit/1"
    assert (read.schema, len(read.findings), len(read.observations)) == ("mhaudit/audit/2", 87, 107)
    for new, old in zip(read.observations, written["observations"], strict=True):
        assert (new.id, new.because) == (old["id"], old["because"])
        assert (new.reason.code, new.reason.args) == ("written", {"text": old["because"]})
        assert (new.at[0].method, new.at[0].path, new.source, new.part) == ("", "", "", "")
    assert [finding.former_ids for finding in read.findings] == [(old["id"],) for old in written["findings"]]
    assert (read.facts, read.exercised) == ((), ())


def test_its_sums_of_bytes_are_those_of_what_was_sent(read: Audit, written: Any) -> None:
    (row,) = read.coverage.bytes
    old = written["coverage"]["bytes"]
    assert (row.direction, row.host, row.declared) == ("sent", "", None)
    assert (row.searched, row.opaque, row.unread) == (old["read"], old["opaque"], old["unread"])


def test_what_was_added_later_in_version_one_may_be_missing(written: Any) -> None:
    old = {key: value for key, value in written.items() if key not in ("bridges", "crisis")}
    assert (upgraded(old)["bridges"], upgraded(old)["crisis"]) == ([], [])


@pytest.mark.parametrize("name", sorted(set(FORMATS) - BINARY))
def test_it_is_rendered_in_every_format(read: Audit, name: str) -> None:
    assert FORMATS[name](read)


def test_it_renders_to_a_document_that_reads_back(read: Audit) -> None:
    assert read_audit(render(read).encode(), "again.json") == read


def test_as_a_baseline_it_knows_every_finding_again() -> None:
    found = audit(
        MEADOW / "meadow.mitm",
        app=MEADOW / "meadow.app.yaml",
        persona=MEADOW / "meadow.persona.yaml",
        baseline=SAVED,
        today=date(2026, 12, 1),
    )
    known = {finding.id for finding in saved_audit(SAVED)[0].findings}
    for finding in found.findings:
        if set(finding.former_ids) <= known:
            assert finding.status == "waived", finding.title
    new = [(finding.rule, finding.recipient) for finding in found.findings if finding.status == "open"]
    assert new == []
