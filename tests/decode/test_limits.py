from mhaudit.decode.limits import Budget, Limits


def test_bytes_are_booked_until_none_are_left() -> None:
    budget = Budget(Limits(step_bytes=100, total_bytes=150))
    assert (budget.step(), budget.take(100)) == (100, True)
    assert (budget.step(), budget.spent) == (50, set())
    assert not budget.take(51)
    assert (budget.step(), budget.spent) == (50, {"bytes"})
    assert budget.take(50)
    assert budget.step() == 0


def test_leaves_are_booked_until_none_are_left() -> None:
    budget = Budget(Limits(leaves=10))
    assert budget.take_leaves(10)
    assert budget.spent == set()
    assert not budget.take_leaves(1)
    assert budget.spent == {"leaves"}


def test_no_time_is_left() -> None:
    budget = Budget(Limits(seconds=-1.0))
    assert not budget.take_leaves(1)
    assert budget.spent == {"time"}
