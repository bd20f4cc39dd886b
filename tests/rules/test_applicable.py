"""Which law a finding may cite."""

import pytest

from mhaudit.model.knowledge import Applies
from mhaudit.rules.applicable import is_applicable

EU, CALIFORNIA, IOS = Applies(regions=("EU", "IS")), Applies(regions=("US-CA",)), Applies(platforms=("ios",))
SUBSTANCE = Applies(regions=("US",), kinds=("substance",))


@pytest.mark.parametrize(
    ("applies", "country", "platform", "kinds", "binds"),
    [
        (Applies(), "ES", "web", (), True),
        (EU, "ES", "web", (), True),
        (EU, "IS", "web", (), True),
        (EU, "GB", "web", (), False),
        (EU, "", "web", (), True),
        (CALIFORNIA, "US", "ios", (), True),
        (CALIFORNIA, "ES", "ios", (), False),
        (IOS, "US", "ios", (), True),
        (IOS, "US", "android", (), False),
        (IOS, "US", "", (), True),
        (SUBSTANCE, "US", "web", ("substance.use",), True),
        (SUBSTANCE, "US", "web", ("mood.score",), False),
        (SUBSTANCE, "US", "web", (), False),
        (SUBSTANCE, "ES", "web", ("substance.use",), False),
        (Applies(kinds=("cycle.any",)), "", "", ("cycle.any",), True),
        (Applies(kinds=("cycl",)), "", "", ("cycle.any",), False),
    ],
)
def test_where_it_binds(applies: Applies, country: str, platform: str, kinds: tuple[str, ...], binds: bool) -> None:
    assert is_applicable(applies, country, platform, kinds) is binds
