from msgspec.structs import replace

from mhaudit.model.audit import Audit
from mhaudit.report.letters.findings_text import case_of, danger, examined, facts_table, letter, limits, promises
from mhaudit.report.letters.letter import Letter, line_text
from tests.report import sample


def rows(audit: Audit) -> list[list[str]]:
    case = case_of(audit)
    return [[line_text(cell) for cell in row] for row in facts_table(case, case.facts).rows]


def test_each_fact_behind_an_open_finding_has_its_time_recipient_certainty_and_evidence() -> None:
    found = rows(sample.full())
    assert found[0] == [
        "2026-11-20 09:01:05 UTC",
        "Acme Metrics, Inc. (in.acme.example)",
        "our test data: e-mail address (as its SHA-256 hash); data that the SDK’s documentation defines as mood score",
        "proven; declared",
        "E1",
    ]
    assert [row[-1] for row in found] == [f"E{one.fact.rank}" for one in case_of(sample.full()).facts]


def test_facts_that_only_waived_findings_rest_on_are_left_out() -> None:
    audit = sample.full()
    waived = tuple(replace(finding, status="waived") for finding in audit.findings)
    assert case_of(replace(audit, findings=waived)).facts == ()


def test_a_host_that_nobody_is_known_to_run_is_a_blank() -> None:
    case = case_of(sample.full())
    (unknown,) = [one for one in case.facts if not one.recipient.organisation and one.recipient.party != "first"]
    known = next(one for one in case.facts if one.recipient.organisation)
    said = [line_text(row[1]) for row in facts_table(case, [unknown, known]).rows]
    assert said == [
        "px.metrics.example, [to be filled in: who runs this host]",
        "Acme Metrics, Inc. (in.acme.example)",
    ]


def test_what_was_not_noted_down_is_a_blank() -> None:
    said = line_text(examined(sample.empty()).paragraphs[0])
    for what in (
        "name of the app",
        "version of the app",
        "platform",
        "device and version of its system",
        "name of the tester",
    ):
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


def test_a_promise_is_quoted_with_its_source_and_a_date() -> None:
    audit = sample.full()
    (broken,) = [one for one in audit.claims if one.verdict == "contradicted"]

    def said(source: str) -> str:
        section = promises(replace(audit, claims=(replace(broken, source=source),)), "Promises")
        assert section
        return line_text(section.items[0])

    quoted = f"“{broken.says}” (source: "
    assert said("").startswith(
        quoted + "[to be filled in: where this is published], read on [to be filled in: day]). Recorded: "
    )
    assert said("https://meadow.example/faq").startswith(
        quoted + "https://meadow.example/faq, read on [to be filled in: day]). Recorded: "
    )
    assert said("FAQ, 2026-11-01").startswith(quoted + "FAQ, 2026-11-01). Recorded: ")
    assert promises(sample.empty(), "Promises") is None


def test_a_long_quotation_keeps_its_closing_mark_and_a_fifth_promise_is_counted() -> None:
    audit = sample.full()
    (broken,) = [one for one in audit.claims if one.verdict == "contradicted"]
    section = promises(replace(audit, claims=(replace(broken, says="a" * 500),) * 5), "Promises")
    assert section and len(section.items) == 5
    assert line_text(section.items[0]).startswith("“" + "a" * 20) and "”" in line_text(section.items[0])
    assert line_text(section.items[4]) == "1 more are contradicted."
    exactly = promises(replace(audit, claims=(broken,) * 4), "Promises")
    assert exactly and len(exactly.items) == 4


def test_a_reply_without_help_is_said_once() -> None:
    (said,) = [line_text(one) for one in danger(sample.full())]
    assert said.startswith("Reply to a test message that signals danger: ")
    assert danger(sample.empty()) == ()
