from hashlib import sha256

from msgspec.structs import replace

from mhaudit.model.audit import Audit, ValueDigest
from mhaudit.report.letters.evidence_annex import entered, evidence
from mhaudit.report.letters.findings_text import case_of
from mhaudit.report.letters.letter import line_text
from tests.report import sample

SALT = "5a" * 16


def with_digests(*values: str) -> Audit:
    audit = sample.full()
    made = audit.generated_from
    assert made.persona
    digests = tuple(
        ValueDigest(category="free_text.journal", sha256=sha256(f"{SALT}:{value}".encode()).hexdigest())
        for value in values
    )
    persona = replace(made.persona, salt=SALT, digests=digests)
    return replace(audit, generated_from=replace(made, persona=persona))


def test_each_fact_has_a_row_with_its_request_place_and_findings_last() -> None:
    section = evidence(case_of(sample.full()))
    assert section and section.table and section.new_page
    rows = [[line_text(cell) for cell in row] for row in section.table.rows]
    assert rows[0][:5] == [
        "E1",
        "2026-11-20 09:01:05 UTC",
        "in.acme.example",
        "meadow.mitm#1",
        "body > json:/user/value",
    ]
    assert rows[0][5] == "f000000000000001"
    waived = [finding.id for finding in sample.full().findings if finding.status == "waived"]
    assert waived and not any(name in row[-1] for row in rows for name in waived)
    assert [line_text(one) for one in section.paragraphs] == [
        "The audit is repeated by mhaudit audit meadow.mitm --app APP.yaml --persona PERSONA.yaml",
        "A value is shown at its place by mhaudit show 'meadow.mitm#1' 'body > json:/user/value'",
    ]


def test_nothing_found_is_no_annex() -> None:
    assert evidence(case_of(sample.empty())) is None
    assert entered(sample.empty()) is None and entered(sample.full()) is None


def test_a_digest_is_checked_with_one_line() -> None:
    section = entered(with_digests("some text of the persona"))
    assert section and section.table
    assert [line_text(one) for one in section.paragraphs] == [
        f"Salt: {SALT}. Whoever holds the test data checks a value with printf '%s' '{SALT}:VALUE' | sha256sum",
        "3 values have no digest here, because they could be found by trying.",
    ]
    wanted = sha256(f"{SALT}:some text of the persona".encode()).hexdigest()
    assert [[line_text(cell) for cell in row] for row in section.table.rows] == [["Journal text", wanted]]


def test_where_all_values_have_a_digest_none_is_said_to_lack_one() -> None:
    section = entered(with_digests("a", "b", "c", "d"))
    assert section and len(section.paragraphs) == 1
