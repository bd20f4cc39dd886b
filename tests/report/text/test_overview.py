"""The first screen: numbers with denominators, the picture, and the limits."""

from typing import Literal

import pytest
from msgspec.structs import replace

from mhaudit.model.audit import (
    Audit,
    ClaimResult,
    ClaimVerdict,
    Exercised,
    ExercisedAt,
    Fact,
    FactKind,
    GapCount,
    Kind,
    Verdict,
)
from mhaudit.report.text import overview
from mhaudit.report.text.companies import companies, kinds
from mhaudit.report.text.statements import statements
from tests.report import sample


def numbers(audit: Audit) -> list[tuple[str, str]]:
    known = kinds(audit)
    return list(overview.numbers(audit, companies(audit, statements(audit, known)), known))


def picture(audit: Audit) -> overview.Picture:
    known = kinds(audit)
    return overview.picture(companies(audit, statements(audit, known)), known)


def judged(outcome: Literal["fail", "pass", "incomplete"], **changes: object) -> Audit:
    verdict = Verdict(outcome=outcome, fail_on="high", worst=None, by_severity={})
    return replace(sample.full(), verdict=verdict, **changes)


ROWS = (
    Exercised(category="mood.score", entries=1, seen=(ExercisedAt(recipient="api.meadow.example", party="first"),)),
    Exercised(category="free_text.journal", entries=2, seen=()),
)


def test_each_number_has_its_denominator_and_says_what_is_proven() -> None:
    assert numbers(sample.full()) == [
        ("1 of 3", "outside recipients received health data; 1 of them our own test data"),
        ("1 of 3", "received it together with an identifier of a person or device"),
        ("1 of 3", "has no known operator"),
        ("1 of 1", "tested statements of the vendor are contradicted by the traffic"),
    ]
    assert numbers(sample.empty()) == []


def test_a_mere_shape_is_no_health_data_that_was_received() -> None:
    audit = sample.full()
    unsure = tuple(replace(one, certainty="possible") for one in audit.observations)
    assert numbers(sample.with_facts(replace(audit, observations=unsure)))[0] == (
        "0 of 3",
        "outside recipients received health data",
    )


def test_the_picture_shows_outside_recipients_by_kinds_of_health_data() -> None:
    shown = picture(sample.full())
    assert [(one.name, cells) for one, cells in shown.rows] == [("Acme Metrics, Inc.", ("proven", "declared"))]
    assert [kind.id for kind in shown.columns] == ["free_text.journal", "mood.score"]
    assert shown.message == "1 of 3 outside recipients received health data."
    assert picture(sample.empty()).message == (
        "No company outside the app’s own servers received health data in what could be read."
    )


def test_what_is_proven_comes_first_in_the_picture_and_is_cut_last() -> None:
    full = sample.full()
    kinds_of = [f"mood.k{number}" for number in range(7)]
    likely = [replace(full.observations[0], id=f"o-{kind}", recipient="a.example", category=kind, certainty="likely")
              for kind in kinds_of]  # fmt: skip
    proven = replace(full.observations[0], id="o-p", recipient="b.example", category="mood.p", certainty="proven")
    hosts = tuple(
        replace(full.recipients[0], host=host, domain=host, party="third", organisation=None, parent=None)
        for host in ("a.example", "b.example")
    )
    known = {kind: Kind(id=kind, label=kind, why="", special=True) for kind in [*kinds_of, "mood.p"]}
    seen = (*likely, proven)
    facts = tuple(
        Fact(
            id=f"fact-{one.id}",
            recipient=one.recipient,
            organisation=None,
            event="",
            kinds=(FactKind(category=one.category, certainty=one.certainty, form="plain"),),
            rank=90 - 10 * (one.certainty == "proven"),
            linked=False,
            observations=(one.id,),
        )
        for one in seen
    )
    made = replace(full, observations=seen, recipients=hosts, facts=facts, findings=(), kinds=tuple(known.values()))
    shown = picture(made)
    assert [kind.id for kind in shown.columns] == ["mood.p", *kinds_of[:6]]
    assert [one.name for one, _ in shown.rows] == ["b.example", "a.example"]


def test_the_picture_is_cut_and_says_so() -> None:
    shown = picture(sample.large(500))
    assert (len(shown.rows), shown.more) == (overview.MOST_ROWS, 12 - overview.MOST_ROWS)


def test_a_failed_audit_counts_its_findings() -> None:
    assert overview.verdict(sample.full()) == "3 findings are rated high or higher."


def test_no_leak_seen_says_what_was_exercised_and_what_never_was() -> None:
    assert overview.verdict(judged("pass", exercised=ROWS, findings=())) == (
        "No finding is rated high or higher. 1 of 2 kinds of our test data were seen being sent, the app’s own servers "
        "included. Never seen: journal text."
    )


def test_incomplete_says_why() -> None:
    def said(*codes: str) -> str:
        gaps = tuple(GapCount(code=code, host="", count=1, blocking=True) for code in codes)
        audit = judged("incomplete", findings=())
        return overview.verdict(replace(audit, coverage=replace(audit.coverage, gaps=gaps)))

    none = "No finding is rated high or higher. "
    assert said("no-persona") == none + "No test data was entered, so nothing was tested."
    assert said("not-exercised") == (
        none + "No health entry of our test data was seen being sent anywhere, so nothing was tested."
    )
    assert said("tls-refused", "body-opaque") == none + "2 gaps could hide what this audit asks about."
    assert said("not-exercised", "tls-refused").endswith(" 1 gap could hide what this audit asks about.")


def test_the_strip_says_what_limits_the_result() -> None:
    assert list(overview.strip(replace(sample.full(), exercised=ROWS))) == [
        "1 of 2 kinds of our test data were seen being sent, the app’s own servers included. Never seen: journal text.",
        "10 % of the 1.0 kB that the app sent in this recording could not be read.",
        "Control: of 9 values that nobody entered, none was found.",
        "Traffic on a device does not show what servers pass on to each other.",
    ]


def promise(verdict: ClaimVerdict, name: str) -> ClaimResult:
    return replace(sample.full().claims[0], id=name, kind="claim", verdict=verdict)


@pytest.mark.parametrize(
    ("verdicts", "said"),
    [
        ([], []),
        (["not-tested"], [("0 of 1", "statements of the vendor could be tested")]),
        (["consistent"], [("0 of 1", "tested statements of the vendor are contradicted by the traffic")]),
        (
            ["contradicted", "not-tested", "consistent"],
            [("1 of 2", "tested statements of the vendor are contradicted by the traffic; 1 could not be tested")],
        ),
    ],
)
def test_a_statement_that_was_not_tested_is_no_denominator(
    verdicts: list[ClaimVerdict], said: list[tuple[str, str]]
) -> None:
    claims = tuple(promise(verdict, f"c{number}") for number, verdict in enumerate(verdicts))
    assert list(overview.numbers(replace(sample.empty(), claims=claims), (), {})) == said


def test_without_a_profile_no_recipient_is_outside() -> None:
    audit = sample.full()
    bare = replace(audit, subject=replace(audit.subject, first_party=()))
    for one, words in ((audit, "outside recipients"), (bare, "recipients")):
        known = kinds(one)
        found = companies(one, statements(one, known))
        (_, said), *_ = overview.numbers(one, found, known)
        assert said.startswith(f"{words} received health data")
    picture = overview.picture(found, known, profiled=False)
    assert "outside" not in picture.message
