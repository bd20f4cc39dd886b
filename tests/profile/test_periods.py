"""Phases that were timed by hand."""

from pathlib import Path

import pytest

from mhaudit.model.knowledge import Policies
from mhaudit.model.subject import Period
from tests.policy.profile.written import faults, loaded

ONE = "  - {id: a, from: 2026-11-25T09:00:00Z, to: 2026-11-25T09:10:00Z}\n"
NINE = 1_795_597_200.0  # 2026-11-25T09:00:00Z


def test_times_are_in_utc(tmp_path: Path, policies: Policies) -> None:
    text = "phases:\n  - {id: launch, from: 2026-11-25T09:00:00Z, to: '2026-11-25 09:00:30+00:00'}\n"
    text += "  - {id: before-consent, from: 2026-11-25T09:00:30.5Z}\n"
    assert loaded(tmp_path, policies, text).periods == (
        Period(id="launch", begun=NINE, ended=NINE + 30),
        Period(id="before-consent", begun=NINE + 30.5),
    )
    assert loaded(tmp_path, policies, "").periods == ()


@pytest.mark.parametrize(
    ("phases", "fault"),
    [
        (
            "  - {id: launch, from: 2026-11-25T09:00:00}",
            "…:5: phases[0].from: is not written as required: a time in UTC",
        ),
        (
            "  - {id: launch, from: 2026-11-25T09:00:00+01:00}",
            "…:5: phases[0].from: is not written as required: a time",
        ),
        (
            "  - {id: launch, from: 2026-02-31T09:00:00Z}",
            "…:5: phases[0]: invalid time; write it like 2026-11-20",
        ),
        (
            "  - {id: Launch it, from: 2026-11-25T09:00:00Z}",
            "…:5: phases[0].id: is not written as required: Its name",
        ),
        ("  - {id: launch}", "…:5: phases[0]: the field 'from' is missing"),
        (
            "  - {id: launch, from: 2026-11-25T09:00:00Z, to: 2026-11-25T09:00:00Z}",
            "…:5: phases[0].to: ends before it begins",
        ),
        (
            ONE + "  - {id: b, from: 2026-11-25T09:05:00Z}",
            "…:6: phases[1].from: begins before the end of phases[0]: put phases in order of time",
        ),
        (
            "  - {id: a, from: 2026-11-25T09:05:00Z}\n  - {id: b, from: 2026-11-25T09:00:00Z}",
            "…:6: phases[1].from: begins before the end of phases[0]",
        ),
    ],
)
def test_faults_name_the_line(tmp_path: Path, policies: Policies, phases: str, fault: str) -> None:
    (found,) = faults(tmp_path, policies, f"phases:\n{phases}\n")
    assert found.startswith(fault)
