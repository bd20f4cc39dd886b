import pytest

from mhaudit.redaction.personal_names import is_personal_value, names_personal, score_spans


@pytest.mark.parametrize("name", ["iban", "ssn", "member_id", "diagnosis", "icdCode", "firstName", "patient_id", "dob"])
def test_fields_of_insurance_payment_and_care_are_personal(name: str) -> None:
    assert names_personal(name)


@pytest.mark.parametrize("name", ["event", "version", "diagram", "panel", "street_view_enabled_total", "members"])
def test_others_are_not(name: str) -> None:
    assert names_personal(name) is (name.startswith("street"))


def test_switches_and_short_words_are_no_values() -> None:
    assert [is_personal_value(value) for value in (True, None, "no", "J45.9", 7)] == [False, False, False, True, True]


@pytest.mark.parametrize(
    ("text", "scores"),
    [
        ("phq9_score_14", ["14"]),
        ("mood_3", ["3"]),
        ("/mood/3/phq9/14", ["3", "14"]),
        ("moodScore4", ["4"]),
        ("phq9", []),
        ("PHQ-9 completed", []),
        ("gad7_opened", []),
        ("screen_3", []),
    ],
)
def test_scores_follow_what_is_felt(text: str, scores: list[str]) -> None:
    assert [text[start:end] for start, end in score_spans(text)] == scores
