from typing import get_args

from mhaudit.model.audit import CERTAINTY, Certainty, ClaimResult, Detector, Party, Verdict
from mhaudit.model.capture import GAPS
from mhaudit.report.text import terms


def test_everything_that_an_audit_says_by_code_has_words() -> None:
    assert set(terms.CERTAINTIES) == set(terms.MARKS) == set(terms.SURE) == set(get_args(Certainty))
    assert set(get_args(Detector)) == set(CERTAINTY)
    assert set(terms.PARTIES) == set(get_args(Party))
    assert set(terms.GAP_TITLES) == set(GAPS)
    assert set(terms.OUTCOMES) == {*get_args(Verdict.__annotations__["outcome"]), "below", "accepted"}
    assert set(terms.CLAIM_VERDICTS) == set(get_args(ClaimResult.__annotations__["verdict"]))


def test_the_marks_differ_in_shape() -> None:
    assert len(set(terms.MARKS.values())) == 4


def test_the_gravest_severity_comes_first() -> None:
    assert terms.WORST_FIRST == ("critical", "high", "medium", "low", "info")
