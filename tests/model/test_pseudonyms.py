import pytest

from mhaudit.model.pseudonyms import PSEUDONYM, in_pseudonym
from mhaudit.policy import load


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("redacted-identity-email-1", ("identity-email", "", "1")),
        ("redacted-mood-score-v12", ("mood-score", "v", "12")),
        ("redacted-value", ("value", None, None)),
    ],
)
def test_a_pseudonym_says_its_kind_and_number(text: str, parts: tuple[str | None, ...]) -> None:
    match = PSEUDONYM.fullmatch(text)
    assert match and (match["category"], match["other"], match["number"]) == parts


@pytest.mark.parametrize("text", ["redacted-noor-van-treeck", "redacted-noor-1", "redacted-", "redacted-value-noor"])
def test_nothing_that_was_planted_can_pass_for_one(text: str) -> None:
    assert not PSEUDONYM.fullmatch(text) and not PSEUDONYM.search(text)


def test_every_shipped_kind_has_its_words(own_cache: None) -> None:
    kinds = [kind for kind in load().kinds if in_pseudonym(kind) == "personal"]
    assert kinds == [], "add their words to those of pseudonyms, or the redacted audit lacks these facts"


def test_a_kind_of_a_users_own_is_personal() -> None:
    assert in_pseudonym("noor.secretly") == "personal"
