import pytest

from mhaudit.doctor.skew import skew, skew_of
from mhaudit.model.capture import Exchange

NOON = 1_795_608_000.0  # 2026-11-25T12:00:00Z
HALF_PAST = ("Date", "Wed, 25 Nov 2026 12:30:00 GMT")


def exchange(*headers: tuple[str, str], started: float | None = NOON) -> Exchange:
    return Exchange(capture="x", number=1, host="a.example", started=started, response_headers=headers)


def test_the_servers_are_ahead() -> None:
    assert skew_of(exchange(HALF_PAST)) == 1800.0


@pytest.mark.parametrize(
    "told",
    [
        exchange(),
        exchange(("date", "soon")),
        exchange(("date", "Wed, 99 Nov 2026 12:30:00 GMT")),
        exchange(HALF_PAST, ("age", "1800")),
        exchange(HALF_PAST, started=None),
    ],
    ids=["no date", "no words", "no day", "out of a cache", "no time of ours"],
)
def test_what_tells_nothing(told: Exchange) -> None:
    assert skew_of(told) is None


def test_one_odd_server_does_not_move_it() -> None:
    assert skew([0.1, 0.3, -90000.0]) == 0.1
    assert skew([]) is None
