"""How old the policies are beside the recording."""

import pytest

from mhaudit.derive.age import OLD_AFTER, age_of_policies
from mhaudit.model.audit import CaptureFacts
from mhaudit.model.reasons import because


def capture(last: str | None) -> CaptureFacts:
    return CaptureFacts(name="c", sha256="0" * 64, bytes=1, format="HAR", exchanges=1, first=last, last=last)


@pytest.mark.parametrize(
    ("checked", "last", "days"),
    [
        ("2026-01-01", "2026-07-03T00:00:00.000Z", None),  # 183 days
        ("2026-01-01", "2026-07-04T00:00:00.000Z", 184),
        ("2026-01-01", None, None),
        ("", "2030-01-01T00:00:00.000Z", None),
        ("2026-12-01", "2025-01-01T00:00:00.000Z", None),
    ],
)
def test_half_a_year_is_the_limit(checked: str, last: str | None, days: int | None) -> None:
    found = list(
        age_of_policies(checked, [capture("2020-01-01T00:00:00.000Z"), capture(last)] if last else [capture(None)])
    )
    assert [(gap.code, gap.reason, gap.blocking) for gap in found] == (
        [("policies-old", because("policies-old", checked=checked, days=days), False)] if days else []
    )
    assert OLD_AFTER == 183
