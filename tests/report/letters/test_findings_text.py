from msgspec.structs import replace

from mhaudit.report.letters.findings_text import case_of, examined, fact_line, letter, limits
from mhaudit.report.letters.letter import Letter, line_text
from tests.report import sample


def test_each_fact_behind_an_open_finding_has_its_place_time_and_evidence() -> None:
    case = case_of(sample.full())
    lines = [line_text(fact_line(case, one)) for one in case.facts]
    assert lines[0] == (
        "Acme Metrics, Inc. (in.acme.example) received our test data: e-mail address (as its SHA-256 hash); data that "
        "the SDK’s documentation defines as mood score. Seen in meadow.mitm, request 1: body > json:/user/value, "
        "2026-11-20 09:01:05 UTC. [E1]"
    )
    assert [line.rpartition("[")[2] for line in lines] == [f"E{one.fact.rank}]" for one in case.facts]


def test_facts_that_only_waived_findings_rest_on_are_left_out() -> None:
    audit = sample.full()
    waived = tuple(replace(finding, status="waived") for finding in audit.findings)
    assert case_of(replace(audit, findings=waived)).facts == ()


def test_a_host_that_nobody_is_known_to_run_is_a_blank() -> None:
    case = case_of(sample.full())
    (unknown,) = [one for one in case.facts if not one.recipient.organisation and one.recipient.party != "first"]
    assert "Operator: [to be filled in: who runs this host]." in line_text(fact_line(case, unknown))
    known = next(one for one in case.facts if one.recipient.organisation)
    assert "who runs this host" not in line_text(fact_line(case, known))


def test_what_was_not_noted_down_is_a_blank() -> None:
    said = line_text(examined(sample.empty()).paragraphs[0])
    for what in ("name of the app", "version of the app", "platform", "device and version of its system"):
        assert f"[to be filled in: {what}]" in said
    full = line_text(examined(sample.full()).paragraphs[0])
    assert "[to be filled in: name of the app]" not in full and sample.full().subject.name in full


def test_the_key_says_what_each_fact_says() -> None:
    assert line_text(examined(sample.full()).paragraphs[1]) == (
        "We used the app as a fictional person with 4 entries. Each fact below says whether we found our own "
        "test data or took the meaning from documentation or a name."
    )
    assert line_text(examined(sample.empty()).paragraphs[1]).startswith("No test data was entered.")


def test_recordings_are_named_with_their_digests() -> None:
    (item, *_) = [line_text(one) for one in examined(sample.full()).items]
    assert sample.DIGEST in item and item.startswith("Recording meadow.mitm, from ")


def test_the_limits_are_said_once() -> None:
    found = limits(case_of(sample.full()))
    (general,) = [line_text(one) for one in found.paragraphs]
    assert general.startswith("10 % of the 1.0 kB that the app sent in this recording could not be read. We recorded")
    assert general.endswith("This letter does not decide whether any law was broken.")
    assert len(found.items) == 2


def test_a_letter_that_shows_values_says_so() -> None:
    shown: Letter = letter(replace(sample.empty(), unredacted=True), "T", (), (None,))
    assert shown.warning.startswith("NOT REDACTED") and not letter(sample.empty(), "T", (), ()).warning
