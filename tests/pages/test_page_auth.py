import pytest

from mhaudit.pages.page_auth import PageAuth

PAGE = PageAuth(4567)
OWN = "127.0.0.1:4567"


@pytest.mark.parametrize(
    ("host", "origin", "site"),
    [
        (OWN, None, None),
        (OWN, None, "none"),
        (OWN, f"http://{OWN}", "same-origin"),
        ("localhost:4567", "http://localhost:4567", "same-origin"),
    ],
    ids=["a script", "a typed address", "the page itself", "by name"],
)
def test_who_has_the_address_may_come_in(host: str, origin: str | None, site: str | None) -> None:
    assert not PAGE.refuses(PAGE.token, host, origin, site)


@pytest.mark.parametrize(
    ("token", "host", "origin", "site"),
    [
        ("", OWN, None, None),
        ("é", OWN, None, None),
        (PAGE.token[:-1], OWN, None, None),
        (PAGE.token, "evil.example:4567", None, None),
        (PAGE.token, "127.0.0.1:4568", None, None),
        (PAGE.token, "127.0.0.1", None, None),
        (PAGE.token, OWN, "http://evil.example", None),
        (PAGE.token, OWN, "http://127.0.0.1:4568", None),
        (PAGE.token, OWN, "null", None),
        (PAGE.token, OWN, "http://localhost:4567", None),
        (PAGE.token, OWN, None, "cross-site"),
        (PAGE.token, OWN, None, "same-site"),
    ],
    ids=map(str, range(12)),  # the token is made anew each time: names of tests stay the same
)
def test_nobody_else_may(token: str, host: str, origin: str | None, site: str | None) -> None:
    assert PAGE.refuses(token, host, origin, site)


def test_a_link_at_another_port_of_this_machine_may_be_followed_and_nothing_else() -> None:
    assert not PAGE.refuses(PAGE.token, OWN, None, "same-site", navigates=True)
    assert PAGE.refuses(PAGE.token, OWN, None, "cross-site", navigates=True)
    assert PAGE.refuses(PAGE.token, OWN, "http://127.0.0.1:4568", "same-site", navigates=True)
    assert PAGE.refuses("", OWN, None, "same-site", navigates=True)


def test_every_page_has_an_address_of_its_own() -> None:
    assert PAGE.address == f"http://127.0.0.1:4567/{PAGE.token}/"
    assert len(PAGE.token) >= 24 and PageAuth(4567).token != PAGE.token
    assert PAGE.token not in repr(PAGE)
