"""Words for what a service does → roles."""

from mhaudit.trackerlists.roles import GHOSTERY, roles_of


def test_roles_come_once_and_in_order() -> None:
    assert roles_of(["site_analytics", "advertising", "mobile_analytics"], GHOSTERY) == ("advertising", "analytics")


def test_what_is_not_known_is_other() -> None:
    assert roles_of(["misc", "Advertising"], GHOSTERY) == ("other",)
    assert roles_of([], GHOSTERY) == ("other",)
