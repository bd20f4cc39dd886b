from pathlib import Path

from mhaudit.pages.page_auth import PageAuth
from mhaudit.web.site import PageNote, make_site


def test_a_sentence_is_said_once(tmp_path: Path) -> None:
    site = make_site(tmp_path / "work", PageAuth(4567))
    site.say("a")
    site.say("b", wrong=True)
    assert site.told() == [PageNote("a"), PageNote("b", wrong=True)]
    assert site.told() == []


def test_the_cookie_is_another_secret_and_of_this_port(tmp_path: Path) -> None:
    site, other = (make_site(tmp_path / "work", PageAuth(4567)) for _ in range(2))
    assert site.cookie == "mhaudit-4567"
    assert site.session not in (other.session, site.access.token) and len(site.session) >= 32
