"""How far a result can be trusted."""

import pytest
from msgspec.structs import replace

from mhaudit.model.audit import ByteAccount, Corroboration, Finding, GapCount, Gate, Verdict, WaiverUse
from mhaudit.report.text import sentences
from tests.report import sample

EXPIRED = WaiverUse(id="w1", reason="r", owner="a@b.example", expires="2026-01-31", state="expired", findings=())
PASSED = Verdict(outcome="fail", fail_on="high", worst=None, by_severity={})


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (sentences.SentBytes(read=0, opaque=0, unread=0), "The capture holds no bytes of requests."),
        (
            sentences.SentBytes(read=999, opaque=0, unread=0),
            "All 999 bytes that the app sent in this recording could be read.",
        ),
        (
            sentences.SentBytes(read=750, opaque=200, unread=50),
            "25 % of the 1.0 kB that the app sent in this recording could not be read.",
        ),
        (
            sentences.SentBytes(read=10**6, opaque=1, unread=0),
            "Under 0.1 % of the 1.0 MB that the app sent in this recording could not be read.",
        ),
        (
            sentences.SentBytes(read=999, opaque=0, unread=0, more=True),
            (
                "The 999 bytes of requests that the recording holds could be read. "
                "More was sent, or may have been: how much is not known."
            ),
        ),
        (
            sentences.SentBytes(read=750, opaque=200, unread=50, more=True),
            ("25 % of the known 1.0 kB could not be read. More was sent, or may have been: how much is not known."),
        ),
    ],
)
def test_what_could_be_read_is_a_part_of_the_whole(sent: sentences.SentBytes, said: str) -> None:
    assert sentences.readable(sent) == said


@pytest.mark.parametrize(
    ("gap", "more"),
    [
        (GapCount(code="body-not-captured", host="x", count=1, blocking=True), True),
        (GapCount(code="body-not-captured", host="x", count=1, blocking=True, bytes=9), False),
        (GapCount(code="decode-failed", host="x", count=1, blocking=False), False),
        (GapCount(code="no-persona", host="", count=1, blocking=True), False),
        (GapCount(code="tls-refused", host="x", count=1, blocking=True), False),
    ],
)
def test_a_body_of_unknown_size_is_not_counted_as_read(gap: GapCount, more: bool) -> None:
    rows = (ByteAccount(direction="sent", host="x", declared=5, captured=5, decoded=5, searched=5, opaque=0, unread=0),)
    coverage = replace(sample.empty().coverage, bytes=rows, gaps=(gap,))
    assert sentences.sent_bytes(coverage) == sentences.SentBytes(5, 0, 0, more)


def test_an_expired_waiver_is_named() -> None:
    audit = replace(
        sample.full(),
        verdict=PASSED,
        gate=Gate(on="2026-12-01", waivers=(EXPIRED,), waivers_sha256=None, baseline_sha256=None, known=0),
    )
    assert (
        sentences.verdict_sentence(audit, 0, [EXPIRED]) == "This waiver has expired: w1 of a@b.example, on 2026-01-31."
    )
    assert sentences.verdict_sentence(audit, 2, [EXPIRED, EXPIRED]).startswith(
        "2 findings are rated high or higher. These waivers have expired: w1 "
    )


def test_without_test_data_nothing_was_exercised() -> None:
    assert sentences.exercised(sample.empty()) == "No test data was entered."
    assert sentences.exercised(replace(sample.full(), exercised=())) == "Not measured: test data."


def test_the_control() -> None:
    assert sentences.control(1, 0) == "Control: of 1 value that nobody entered, none was found."
    assert sentences.control(3, 2) == (
        "Control: values that nobody entered were found 2 times, so matches may be false alarms."
    )


def test_a_list_and_a_recording() -> None:
    seen = Corroboration(recorded=3, listed=4, both=1, missed=("a.example",), at_other_times=(), not_listed=("b", "c"))
    assert sentences.corroborated(seen) == (
        "A list names 4 hosts that the app contacted; 1 of them were recorded. Contacted during the recording, and not "
        "in it: a.example. Recorded, and in no list: b and c."
    )


def finding(severity: str, status: str, *categories: str) -> Finding:
    full = sample.full().findings[0]
    return replace(full, severity=severity, status=status, categories=categories, waiver=None)


@pytest.mark.parametrize(
    ("outcome", "findings", "key"),
    [
        ("fail", (finding("high", "open", "mood.score"),), "fail"),
        ("incomplete", (finding("high", "waived", "mood.score"),), "incomplete"),
        ("pass", (), "pass"),
        ("pass", (finding("low", "open"),), "pass"),
        ("pass", (finding("low", "open", "identifier.user", "device.os"),), "pass"),
        ("pass", (finding("low", "open", "identifier.user", "identity.email"),), "below"),
        ("pass", (finding("medium", "open", "mood.score"),), "below"),
        ("pass", (finding("medium", "waived", "mood.score"),), "below"),
        ("pass", (finding("high", "waived", "mood.score"),), "accepted"),
        ("pass", (finding("high", "waived"), finding("low", "open", "mood.score")), "below"),
    ],
)
def test_no_leak_is_seen_only_where_no_finding_is_about_a_person(
    outcome: str, findings: tuple[Finding, ...], key: str
) -> None:
    assert sentences.outcome_key(outcome, "high", findings) == key


def test_accepted_and_lower_findings_are_counted() -> None:
    verdict = Verdict(outcome="pass", fail_on="high", worst=None, by_severity={})
    found = (
        finding("critical", "waived", "mood.score"),
        finding("high", "waived"),
        finding("low", "open", "mood.score"),
        finding("low", "open"),
    )
    audit = replace(sample.full(), verdict=verdict, findings=found, exercised=())
    assert sentences.verdict_sentence(audit, 0).startswith(
        "2 findings are accepted by waivers or the baseline. No other finding is rated high or higher. "
        "1 finding on data is rated lower. "
    )
    alone = replace(audit, findings=(finding("low", "open"),))
    assert sentences.verdict_sentence(alone, 0).startswith("No finding is rated high or higher. Not measured")
