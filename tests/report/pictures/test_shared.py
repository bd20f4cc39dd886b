from msgspec.structs import replace

from mhaudit.report.html.companies import kinds
from mhaudit.report.pictures.shared import MOST, shared
from tests.report import sample


def test_a_bridge_is_told_by_its_number_and_never_by_its_value() -> None:
    audit = sample.full()
    found = shared(audit.bridges, kinds(audit))
    assert found
    (bridge,) = audit.bridges
    assert [one.text for one in found.picture.left] == [f"1. {kinds(audit)[bridge.category].label}"]
    assert [one.text for one in found.picture.right] == list(bridge.organisations)
    assert len(found.picture.ribbons) == len(bridge.organisations)


def test_many_are_bounded() -> None:
    audit = sample.full()
    found = shared(audit.bridges * (MOST + 2), kinds(audit))
    assert found and len(found.picture.left) == MOST and found.more == 2


def test_none_is_no_picture() -> None:
    assert shared((), kinds(replace(sample.full(), bridges=()))) is None
