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


def test_work_is_booked_until_none_is_left() -> None:
    budget = Budget(Limits(work=10))
    assert budget.take_work(10)
    assert budget.spent == set()
    assert not budget.take_work(1)
    assert budget.spent == {"work"}


def test_leaves_are_asked_for_before_they_are_made() -> None:
    budget = Budget(Limits(leaves=10))
    assert budget.room_for(10) and budget.leaves == 10
    assert not budget.room_for(11) and budget.spent == {"leaves"}


def test_what_a_capture_holds_is_bounded_by_piece_and_in_all() -> None:
    budget = Budget(Limits(step_bytes=4, total_bytes=10))
    assert [budget.cut(data) for data in (b"1234", b"abc")] == [b"1234", b"abc"] and budget.spent == set()
    assert [budget.cut(data) for data in (b"12345", b"xy")] == [b"123", b""]
    assert budget.spent == {"bytes"}
    assert Budget(Limits(step_bytes=4)).cut(b"12345") == b"1234"
