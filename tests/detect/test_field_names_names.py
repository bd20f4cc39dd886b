import pytest

from mhaudit.detect.field_names import Names
from tests.detect.sample import MOOD, SMALL, policies

NAMES = Names(SMALL)


def kinds(name: str) -> list[str]:
    role = NAMES.role(name)
    return [meaning.kind.id for meaning in role.meanings] if role else []


@pytest.mark.parametrize(
    "name",
    [
        "mood",
        "Mood",
        "MOOD",
        "mood_score",
        "moodScore",
        "mood-score",
        "Mood Score",
        "Stimmung",
        "user_mood",
        "currentMood",
        "cd[mood]",
        "properties.mood",
        "data/mood",
        "app:mood",
        "ud[0][mood]",
        "$mood",
        "_mood",
        "todays_mood_score",
    ],
)
def test_names_of_a_mood(name: str) -> None:
    assert kinds(name) == ["mood.score"]


@pytest.mark.parametrize(
    "name",
    [
        "",
        "moodboard",
        "mood_board",
        "moodle",
        "moody",
        "mood_id",
        "humour",
        "stimmungen",
        "mood.board",
        "mood[colour]",
        "m" * 200,
        "their_mood",
        "mood" * 30,
        "настроение",
        "_",
        "[]",
        "]",
    ],
)
def test_names_of_something_else(name: str) -> None:
    assert kinds(name) == []


def test_the_longest_name_that_is_looked_at() -> None:
    assert kinds("x" * 75 + ".mood") == ["mood.score"]
    assert kinds("x" * 76 + ".mood") == []


@pytest.mark.parametrize(
    ("name", "worded"), [("event", True), ("screenName", True), ("dt", True), ("mood", False), ("id", False)]
)
def test_names_whose_wording_may_disclose(name: str, worded: bool) -> None:
    role = NAMES.role(name)
    assert (role is not None and role.worded) is worded


@pytest.mark.parametrize(
    ("name", "salt"), [("salt", True), ("appKey", True), ("nonce", True), ("mood", False), ("key", False)]
)
def test_names_of_salts(name: str, salt: bool) -> None:
    role = NAMES.role(name)
    assert (role is not None and role.salt) is salt


def test_a_name_that_means_nothing_has_no_role() -> None:
    assert NAMES.role("colour") is None
    assert NAMES.role("Colour") is None
    assert Names(policies()).role("mood") is None


def test_a_name_keeps_its_role_however_many_names_there_are() -> None:
    names = Names(policies(MOOD))
    before = names.role("userMood")
    for number in range(50_100):
        assert names.role(f"Key {number}") is None
    assert names.role("userMood") == before is not None
