import pytest

from mhaudit.ingest.hosts import lookup
from mhaudit.model.capture import Exchange


def test_a_question_is_an_exchange_with_whoever_answers_for_the_name() -> None:
    assert lookup("a.mitm", 3, "API.Tracker.example.", 28, 12.5, 3) == Exchange(
        capture="a.mitm",
        number=3,
        kind="dns",
        started=12.5,
        scheme="dns",
        host="api.tracker.example",
        method="AAAA",
        status=3,
    )


@pytest.mark.parametrize(
    ("kind", "written"), [(1, "A"), (16, "TXT"), (65, "HTTPS"), (0, "TYPE0"), (-1, "TYPE-1"), ("AAAA", "AAAA")]
)
def test_the_type_that_is_asked_for(kind: int | str, written: str) -> None:
    assert lookup("a.mitm", 1, "a.example", kind, None, None).method == written
