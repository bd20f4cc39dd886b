import msgspec
import pytest

from mhaudit.model.knowledge import DataKind, FieldRule, Instrument, Shape
from mhaudit.policy.build import BUILDERS


def test_a_kind_of_data_joins_its_languages() -> None:
    data = {
        "id": "mood.x",
        "label": "X",
        "why": "y",
        "special_category": True,
        "severity": "high",
        "labels": {"apple": "Health"},
        "fields": [
            {
                "keys": {"en": ["mood"], "de": ["stimmung", "mood"]},
                "values": [{"type": "integer", "ranges": [[0, 10]]}, {"type": "text", "min_words": 2}],
                "beside": "instrument",
            }
        ],
        "words": {"en": ["sad"], "fr": ["triste"]},
        "events": ["felt low"],
        "not_events": ["y"],
    }
    assert BUILDERS["data"](data, "team") == DataKind(
        id="mood.x",
        label="X",
        why="y",
        special=True,
        severity="high",
        labels={"apple": "Health"},
        fields=(
            FieldRule(
                keys=("mood", "stimmung"),
                shapes=(Shape(type="integer", ranges=((0.0, 10.0),)), Shape(type="text", min_words=2)),
                beside="instrument",
            ),
        ),
        words=("sad", "triste"),
        events=("felt low",),
        not_events=("y",),
        needs=("felt low",),
    )


def test_a_questionnaire() -> None:
    data = {"id": "q", "name": "Q", "alias": "q9", "items": 9, "item": [0, 3], "total": [0, 27], "critical_items": [9]}
    assert BUILDERS["instrument"](data, "team") == Instrument(
        id="q", name="Q", alias="q9", items=9, item=(0, 3), total=(0, 27), critical_items=(9,), needs=("q9",)
    )
    assert BUILDERS["instrument"]({"id": "q", "name": "Q", "alias": "q9"}, "team") == Instrument(
        id="q", name="Q", alias="q9", needs=("q9",)
    )


@pytest.mark.parametrize(
    "change", [{"special_category": 1}, {"severity": "grave"}, {"words": ["sad"]}, {"events": "x"}]
)
def test_the_wrong_shape_is_refused(change: dict[str, object]) -> None:
    data = {"id": "mood.x", "label": "X", "why": "y", "special_category": True, "severity": "high"}
    assert BUILDERS["data"](data, "team").id == "mood.x"
    with pytest.raises((AttributeError, msgspec.ValidationError)):
        BUILDERS["data"](data | change, "team")


def test_three_point_nothing_is_a_whole_number_as_json_schema_has_it() -> None:
    made = BUILDERS["instrument"]({"id": "q", "name": "Q", "alias": "q9", "items": 9.0, "total": [0.0, 27.0]}, "team")
    assert (repr(made.items), made.total) == ("9", (0, 27))
    with pytest.raises(msgspec.ValidationError):
        BUILDERS["instrument"]({"id": "q", "name": "Q", "alias": "q9", "items": 9.5}, "team")
