import pytest

from mhaudit.collect.apps import Apps
from mhaudit.errors import AppNotChosen
from mhaudit.model.capture import Gap
from mhaudit.model.reasons import because


def counted(wanted: str, *rows: str) -> tuple[Apps, list[bool]]:
    apps = Apps(wanted)
    return apps, [apps.mine(row) for row in rows]


def test_rows_of_other_apps_are_left_out_and_counted() -> None:
    apps, mine = counted("a", "a", "b", "c", "b", "")
    assert mine == [True, False, False, False, True]
    apps.check()
    assert list(apps.gaps()) == [Gap(code="other-apps", reason=because("of-other-apps", count=2), count=3)]


@pytest.mark.parametrize("rows", [[], ["", ""], ["a", "a"]])
def test_one_app_or_none_named_needs_no_choice(rows: list[str]) -> None:
    apps, mine = counted("", *rows)
    assert all(mine)
    apps.check()
    assert list(apps.gaps()) == []


def test_of_several_apps_one_must_be_chosen() -> None:
    apps, mine = counted("", "c", "a")
    assert all(mine)
    with pytest.raises(AppNotChosen, match=r"The captures are of 2 apps\. Choose one with --app-id: a, c$"):
        apps.check()


def test_an_unknown_app_is_reported() -> None:
    apps, mine = counted("x", *[f"app{number:02}" for number in range(30)])
    assert not any(mine)
    with pytest.raises(AppNotChosen, match=r"Nothing in the captures is of x\. .*app00, app01.* and 10 more$"):
        apps.check()


def test_captures_that_name_no_app_are_taken_as_they_are() -> None:
    apps, mine = counted("x", "", "")
    assert mine == [True, True]
    apps.check()


def test_names_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mhaudit.collect.apps._MOST", 3)
    apps, _ = counted("x", *"abcdefga")
    assert dict(apps.rows) == {"a": 2, "b": 1, "c": 1}


def test_shares_add_up() -> None:
    whole, _ = counted("a", "a", "b", "a", "b", "c")
    one, _ = counted("a", "a", "b")
    two, _ = counted("a", "a", "b", "c")
    one.merge(two.rows)
    assert one.rows == whole.rows
