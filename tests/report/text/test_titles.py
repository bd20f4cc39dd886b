"""Titles of findings with their certainty."""

from typing import get_args

import pytest
from msgspec.structs import replace

from mhaudit.model.audit import Audit, Certainty, Finding
from mhaudit.report.text.titles import finding_certainty, titled
from tests.report import sample

SURE: tuple[Certainty, ...] = get_args(Certainty)


def found(*seen: tuple[str, Certainty]) -> tuple[Finding, Audit]:
    """A finding on observations of kinds with their certainty."""
    audit = sample.full()
    (one, *_) = audit.observations
    observations = tuple(
        replace(one, id=f"o{number}", category=category, certainty=sure) for number, (category, sure) in enumerate(seen)
    )
    finding = replace(
        audit.findings[0],
        observations=tuple(seen.id for seen in observations),
        categories=tuple(dict.fromkeys(seen.category for seen in observations)),
    )
    return finding, replace(audit, observations=observations)


@pytest.mark.parametrize(
    ("sure", "said"),
    [
        ("proven", "(data: our test entries)"),
        ("declared", "(data: by the SDK’s documentation)"),
        ("likely", "(data: suggested by a name)"),
        ("possible", "(data: suggested by the shape of a value)"),
    ],
)
def test_a_title_says_its_certainty(sure: Certainty, said: str) -> None:
    finding, audit = found(("mood.score", sure))
    assert titled(finding, audit) == f"{finding.title} {said}"


def test_a_title_about_a_contact_has_none() -> None:
    finding, audit = found()
    assert titled(finding, audit) == finding.title


@pytest.mark.parametrize(
    ("seen", "sure"),
    [
        ([("mood.score", "likely"), ("mood.score", "proven")], "proven"),
        ([("mood.score", "likely"), ("free_text.journal", "declared")], "declared"),
        ([("mood.score", "likely"), ("identity.email", "proven")], "likely"),
        ([("mood.score", "proven"), ("identity.email", "possible")], "possible"),
        ([("mood.score", "proven"), ("identifier.user", "possible"), ("identity.email", "declared")], "declared"),
        ([("identifier.user", "possible"), ("identity.email", "likely")], "likely"),
    ],
)
def test_of_joined_data_the_weaker_half_counts(seen: list[tuple[str, Certainty]], sure: Certainty) -> None:
    assert finding_certainty(*found(*seen)) == sure


def test_kinds_that_the_finding_does_not_name_do_not_count() -> None:
    finding, audit = found(("mood.score", "likely"), ("free_text.journal", "proven"))
    assert finding_certainty(replace(finding, categories=("mood.score",)), audit) == "likely"
