import pytest

from mhaudit.redaction.pseudonyms import Pseudonyms, is_pseudonym

from .sample import VALUES


def test_a_planted_value_is_called_by_its_number_in_the_persona() -> None:
    assert Pseudonyms(VALUES).of_planted(1) == "redacted-free-text-journal-2"


def test_the_same_value_has_the_same_name_and_another_has_another() -> None:
    names = Pseudonyms(())
    assert names.of("mood.score", 3) == names.of("mood.score", "3") == "redacted-mood-score-v1"
    assert names.of("mood.score", 4) == "redacted-mood-score-v2"
    assert names.of("sleep.measure", 3) == "redacted-sleep-measure-v1"


@pytest.mark.parametrize("text", ["redacted-mood-score-v1", b"redacted-value----", "/redacted-identity-email-1"])
def test_pseudonyms_are_known(text: str | bytes) -> None:
    assert is_pseudonym(text)


@pytest.mark.parametrize("text", ["redacted", "redacted-value a@b.example", 3, None, b"\xff", "REDACTED-VALUE"])
def test_anything_else_is_none(text: str | bytes | int | None) -> None:
    assert not is_pseudonym(text)
