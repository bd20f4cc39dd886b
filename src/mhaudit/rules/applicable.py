"""The laws that a finding may cite, by the location of the people, the app's platform, and the kinds of data."""

from collections.abc import Collection

from mhaudit.model.knowledge import Applies

# Member states of the European Union.
_UNION = frozenset("AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split())


def is_applicable(applies: Applies, country: str, platform: str, categories: Collection[str]) -> bool:
    """Return whether a rule of law or of a store applies; an unknown country or platform ("") excludes nothing.

    A law about certain kinds of data is cited only for findings about one of them.
    """
    if country and applies.regions and not any(_is_in(country, region) for region in applies.regions):
        return False
    if platform and applies.platforms and platform not in applies.platforms:
        return False
    prefixes = tuple(f"{kind}." for kind in applies.kinds)
    return not prefixes or any(f"{category}.".startswith(prefixes) for category in categories)


def _is_in(country: str, region: str) -> bool:
    """Return whether a country is a region or in it; of a federal state, its country suffices."""
    return region.partition("-")[0] == country or (region == "EU" and country in _UNION)
