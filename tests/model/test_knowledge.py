import pytest

from mhaudit.model.knowledge import SEVERITIES, DataKind, FieldRule, Policies, Rule, Shape


def test_severities_go_upwards() -> None:
    assert SEVERITIES == ("info", "low", "medium", "high", "critical")


def test_optional_fields() -> None:
    kind = DataKind(id="mood.score", label="Mood score", why="", special=True, severity="high")
    assert (kind.fields, kind.words, kind.events, kind.not_events, dict(kind.labels)) == ((), (), (), (), {})
    assert Shape(type="integer") == Shape(type="integer", ranges=(), values=(), pattern="", min_words=0)
    assert FieldRule(keys=("mood",), shapes=()).beside == ""


def test_labels_are_not_shared_between_kinds() -> None:
    first, second = (DataKind(id=name, label="", why="", special=False, severity="low") for name in "ab")
    assert first.labels is not second.labels


def test_names_are_given_by_name() -> None:
    with pytest.raises(TypeError):
        Rule("X-1", "title")  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        Policies()  # type: ignore[call-arg]
