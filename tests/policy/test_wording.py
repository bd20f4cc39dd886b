import pytest
from jsonschema import Draft202012Validator

from mhaudit.policy.wording import sentence, suggestion, unknown


def test_a_misspelt_name_gets_a_suggestion() -> None:
    known = ["mood.score", "mood.label"]
    assert unknown("kind of data", "mood.scroe", known) == (
        "unknown kind of data 'mood.scroe'; did you mean 'mood.score'?"
    )


def test_a_name_like_no_other_gets_none() -> None:
    assert unknown("kind of data", "zzz", ["mood.score"]) == "unknown kind of data 'zzz'"
    assert suggestion("zzz", []) == ""


@pytest.mark.parametrize(
    ("choices", "given", "says"),
    [
        (["low", "high"], "hihg", "'hihg' is not allowed; choose from low, high; did you mean 'high'?"),
        (["low", "high"], "my secret", "must be one of low, high"),
        (["low", "high"], 7, "must be one of low, high"),
        (
            [f"choice-{number}" for number in range(12)],
            "chioce-3",
            "'chioce-3' is not allowed; choose from " + ", ".join(f"choice-{number}" for number in range(12)) + "; "
            "did you mean 'choice-3'?",
        ),
        (
            [f"choice-{number}" for number in range(13)],
            "chioce-3",
            "'chioce-3' is not one of 13 allowed values; did you mean 'choice-3'?",
        ),
    ],
)
def test_a_choice_is_refused_with_the_choices_and_only_a_misspelt_one_is_repeated(
    choices: list[str], given: object, says: str
) -> None:
    (breach,) = Draft202012Validator({"enum": choices}).iter_errors(given)
    assert sentence(breach) == says
