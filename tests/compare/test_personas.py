"""In which value two personas differ."""

import pytest

from mhaudit.compare.personas import changed_value
from mhaudit.errors import UnknownName
from mhaudit.model.subject import Persona, PlantedValue

MAIL = PlantedValue(category="identity.email", value="a.person@mail.example")


def score(value: int, instrument: str | None = None) -> PlantedValue:
    category = "questionnaire.total" if instrument else "mood.score"
    return PlantedValue(category=category, value=value, instrument=instrument)


def kim(*values: PlantedValue) -> Persona:
    return Persona(id="kim", values=values)


def test_the_one_value_that_differs() -> None:
    changed = changed_value(kim(MAIL, score(3)), kim(score(5), MAIL))
    assert changed == ("mood.score", score(3), score(5))


def test_questionnaires_are_told_apart() -> None:
    changed = changed_value(kim(score(14, "phq-9"), score(11, "gad-7")), kim(score(14, "phq-9"), score(3, "gad-7")))
    assert changed == ("questionnaire.total", score(11, "gad-7"), score(3, "gad-7"))


def test_a_value_that_only_one_has() -> None:
    assert changed_value(kim(MAIL), kim(MAIL, score(5))) == ("mood.score", None, score(5))
    assert changed_value(kim(MAIL, score(5)), kim(MAIL)) == ("mood.score", score(5), None)


@pytest.mark.parametrize(
    ("other", "says"),
    [
        (kim(MAIL, score(3)), "are the same"),
        (kim(score(5)), r"differ in 2 values \(identity\.email, mood\.score\)"),
    ],
)
def test_none_or_more_than_one_is_refused_without_a_value(other: Persona, says: str) -> None:
    with pytest.raises(UnknownName, match=says) as caught:
        changed_value(kim(MAIL, score(3)), other)
    assert "a.person" not in str(caught.value)
