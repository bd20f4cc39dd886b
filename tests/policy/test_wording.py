from mhaudit.policy.wording import suggestion, unknown


def test_a_misspelt_name_gets_a_suggestion() -> None:
    known = ["mood.score", "mood.label"]
    assert unknown("kind of data", "mood.scroe", known) == (
        "unknown kind of data 'mood.scroe'; did you mean 'mood.score'?"
    )


def test_a_name_like_no_other_gets_none() -> None:
    assert unknown("kind of data", "zzz", ["mood.score"]) == "unknown kind of data 'zzz'"
    assert suggestion("zzz", []) == ""
