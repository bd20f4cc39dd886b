import pytest

from mhaudit.model.times import timestamp


@pytest.mark.parametrize("seconds", [None, float("nan"), 1e20, -1e20])
def test_impossible_times_are_unknown(seconds: float | None) -> None:
    assert timestamp(seconds) is None


def test_times_are_utc() -> None:
    assert timestamp(0.25) == "1970-01-01T00:00:00.250Z"
