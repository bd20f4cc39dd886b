from msgspec.structs import replace

from mhaudit.report.letters.findings_text import examined, letter, limits, tell
from mhaudit.report.letters.letter import Letter, written
from tests.report import sample


def test_each_open_finding_is_told_with_its_evidence_and_its_id() -> None:
    told = tell(sample.full())
    lines = [written(told.fact(finding)) for finding in told.findings]
    assert len(lines) == sum(finding.status == "open" for finding in sample.full().findings) > 2
    assert all(line.endswith(f"[{finding.id}]") for line, finding in zip(lines, told.findings, strict=True))
    assert any("Seen in meadow.mitm, exchange " in line for line in lines)


def test_a_host_that_nobody_is_known_to_run_is_a_blank() -> None:
    audit = sample.full()
    nobody = tuple(replace(one, organisation=None, service=None) for one in audit.recipients)
    told = tell(replace(audit, recipients=nobody))
    outside = [written(told.fact(one)) for one in told.findings if not told.groups[one.recipient].own]
    assert outside and all("[to be filled in: who runs this host]" in line for line in outside)
    assert not any("who runs this host" in written(tell(audit).fact(one)) and tell(audit).groups[one.recipient].known
                   for one in tell(audit).findings)  # fmt: skip


def test_what_was_not_noted_down_is_a_blank() -> None:
    said = written(examined(sample.empty()).paragraphs[0])
    for what in ("name of the app", "version of the app", "platform", "device and version of its system"):
        assert f"[to be filled in: {what}]" in said
    full = written(examined(sample.full()).paragraphs[0])
    assert "[to be filled in: name of the app]" not in full and sample.full().subject.name in full


def test_recordings_are_named_with_their_digests() -> None:
    items = [written(one) for one in examined(sample.full()).items]
    assert [one.sha256 in said for one, said in zip(sample.full().generated_from.captures, items, strict=False)] == [
        True for _ in sample.full().generated_from.captures
    ]


def test_doubts_are_told_once_with_all_findings_that_they_limit() -> None:
    told = tell(sample.full())
    items = [written(one) for one in limits(told).items]
    assert len(items) == len(set(items)) and any(item.startswith("However, ") for item in items)
    assert "A recording on the device cannot show" in written(limits(told).paragraphs[0])


def test_a_letter_that_shows_values_says_so() -> None:
    shown: Letter = letter(replace(sample.empty(), unredacted=True), "T", (), (None,))
    assert shown.warning.startswith("NOT REDACTED") and not letter(sample.empty(), "T", (), ()).warning
