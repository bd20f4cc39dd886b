import pytest
from hypothesis import given
from hypothesis import strategies as st

from mhaudit.model.names import is_normal, normalise_name, normalise_wording


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("moodScore", "mood_score"),
        ("mood-score", "mood_score"),
        ("mood.score", "mood_score"),
        ("Mood Score", "mood_score"),
        ("PHQ9Total", "phq9_total"),
        ("PHQ9_Q9", "phq9_q9"),
        ("$email", "email"),
        ("_ga", "ga"),
        ("Ánimo", "animo"),
        ("Größe", "grosse"),
        ("user-id", "user_id"),
        ("IDFA", "idfa"),
        ("userIDs", "user_ids"),
        ("HKStateOfMind", "hk_state_of_mind"),
        ("ud[em]", "ud_em"),
        ("Ｍｏｏｄ", "mood"),
        ("настроение", ""),
        ("", ""),
    ],
)
def test_names_are_written_one_way(raw: str, name: str) -> None:
    assert normalise_name(raw) == name


@pytest.mark.parametrize(
    ("raw", "wording"),
    [
        ("Mood Logged", "mood logged"),
        ("mood_logged", "mood logged"),
        ("moodLogged", "mood logged"),
        ("/depression-test/result", "depression test result"),
        ("R_PREGNANCY_WEEK_CHOSEN", "r pregnancy week chosen"),
        ("Paid: Weekly Therapy", "paid weekly therapy"),
        ("Checking readiness...", "checking readiness"),
    ],
)
def test_wording_is_words_with_one_space_between(raw: str, wording: str) -> None:
    assert normalise_wording(raw) == wording


@given(st.text())
def test_a_normalised_name_stays_as_it_is(raw: str) -> None:
    name = normalise_name(raw)
    assert normalise_name(name) == name
    assert name.isascii()


@pytest.mark.parametrize(
    ("name", "normal"),
    [("mood_2", True), ("", True), ("_mood", False), ("état", False), ("a.b", False), ("Mood", False)],
)
def test_normal_form(name: str, normal: bool) -> None:
    assert is_normal(name) is normal
    assert not normal or normalise_name(name) == name
