import msgspec
import pytest

from mhaudit.model.knowledge import CrisisLine, CrisisLines
from mhaudit.policy.build import BUILDERS

LINE = {"name": "Line", "call": ["116 123"], "for": "all", "level": "secondary", "checked_on": "2026-11-23"}


def test_the_lines_of_a_country() -> None:
    data = {
        "id": "xx",
        "country": "XX",
        "emergency": ["112"],
        "lines": [LINE],
        "calling_code": "999",
    }
    assert BUILDERS["crisis-lines"](data, "team") == CrisisLines(
        id="xx",
        country="XX",
        emergency=("112",),
        lines=(CrisisLine(name="Line", call=("116 123",), audience="all", level="secondary", checked_on="2026-11-23"),),
        calling_code="999",
    )
    everywhere = {"id": "zz", "country": "ZZ", "directories": ["https://x.example"]}
    assert BUILDERS["crisis-lines"](everywhere, "team").lines == ()


@pytest.mark.parametrize("change", [{"call": "116 123"}, {"name": None}, {"for": 1}])
def test_the_wrong_shape_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(msgspec.ValidationError):
        BUILDERS["crisis-lines"]({"id": "xx", "country": "XX", "lines": [LINE | change]}, "team")
