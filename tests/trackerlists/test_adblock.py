"""Filter lists: only rules for a whole host say something of it."""

import pytest

from tests.policy.importing.given import hosts, read


def test_rules_for_whole_hosts() -> None:
    text = "[Adblock Plus]\n! Title: Easy\n||a.example^\n||B.example^$third-party\n||c.example^$3p,important\n"
    (entity,), left_out = read("adblock", text)
    assert (entity.name, entity.roles) == ("Easy", ("other",))
    assert hosts(entity) == [("a.example", True), ("b.example", True), ("c.example", True)]
    assert left_out == {}


@pytest.mark.parametrize(
    "rule",
    [
        "||a.example/pixel^",
        "||a.example^$script",
        "||a.example^$third-party,domain=b.example",
        "||a.*^",
        "||a.example",
        "a.example##.banner",
        "/pixel.gif",
        "@@||a.example^$script",
    ],
)
def test_other_rules_are_counted(rule: str) -> None:
    assert read("adblock", rule) == ([], {"rules that do not match a whole host": 1})


def test_an_exception_takes_its_host_off_the_list() -> None:
    (entity,), left_out = read("adblock", "||a.example^\n||b.example^\n@@||a.example^\n")
    assert hosts(entity) == [("b.example", True)]
    assert left_out == {"hosts that the list excepts": 1}
