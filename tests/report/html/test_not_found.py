from msgspec.structs import replace

from mhaudit.model.audit import Audit, GapCount
from mhaudit.report.html.companies import grouped, kinds
from mhaudit.report.html.not_found import negatives
from tests.report import sample

ALL = (
    "No session-replay service was contacted",
    "No advertising service was contacted",
    "No data broker was contacted",
    "No social network was contacted",
    "No ad-attribution service was contacted",
    "No AI model provider was contacted",
)


def said(audit: Audit) -> tuple[str, ...]:
    return negatives(audit, grouped(audit), kinds(audit))


def test_what_was_not_contacted_is_said_within_the_limits_of_the_coverage() -> None:
    assert said(sample.full())[:7] == (
        *(f"{sentence} in what could be read." for sentence in ALL),
        "Who answers is known for 4 of the 5 hosts contacted.",
    )


def test_without_a_gap_there_is_no_limit() -> None:
    audit = sample.full()
    gaps = (GapCount(code="no-persona", host="", count=1, blocking=False, detail=""),)
    assert said(replace(audit, coverage=replace(audit.coverage, gaps=gaps)))[0] == ALL[0] + "."


def test_what_was_contacted_is_not_denied() -> None:
    audit = sample.full()
    replay = sample.recipient("r.example", organisation="R", roles=("session-replay",))
    assert said(replace(audit, recipients=(*audit.recipients, replay)))[0].startswith("No advertising service ")


def test_planted_kinds_that_nobody_else_was_sent() -> None:
    assert said(sample.full())[7] == (
        "Planted with the persona, and not found in anything sent outside the app’s own servers in what could be read: "
        "medication.name. Values too short to be unique are found by what a field means, not searched for."
    )


def test_without_a_persona_nothing_is_said_of_planted_values() -> None:
    audit = sample.full()
    audit = replace(audit, generated_from=replace(audit.generated_from, persona=None))
    assert len(said(audit)) == 7


def test_nothing_recorded_is_nothing_tested() -> None:
    assert said(sample.empty()) == ()
