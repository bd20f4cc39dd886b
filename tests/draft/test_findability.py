import pytest

from mhaudit.draft.findability import findability
from mhaudit.model.subject import PlantedValue


@pytest.mark.parametrize(
    ("category", "value", "level", "in_part"),
    [
        ("identity.email", "kim+x1@own.example", "proof", False),
        ("free_text.journal", "I counted the third stair behind the radiator 31 times until noon", "proof", True),
        ("identity.name", "Kim Lu", "proof", False),
        ("identity.name", "Kim L", "field", False),
        ("identity.name", "aaaaaaaa", "field", False),
        ("medication.name", "sertraline 75 mg", "weak", False),
        ("identity.birth_date", "1991-04-23", "weak", False),
        ("mood.score", 3, "meaning", False),
    ],
)
def test_it_is_as_good_as_the_search(category: str, value: str | int, level: str, in_part: bool) -> None:
    found = findability(PlantedValue(category=category, value=value))
    assert found.level == level
    assert ("in part" in found.says) == in_part
