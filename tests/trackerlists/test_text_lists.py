"""Lists of lines: what their head says, and what is no text."""

import pytest

from mhaudit.errors import InvalidFiles
from mhaudit.trackerlists.text_lists import head, hosts_entity, text_lines
from tests.policy.importing.given import given


def test_the_head_is_read() -> None:
    text = "! Title:  Easy \n! Licence: https://lists.example/licence\n! Title: Second\n||x^\n"
    assert head(given(text)) == {"title": "Easy", "license": "https://lists.example/licence"}
    assert head(given("x.example\n" * 101 + "# Title: late\n")) == {}


def test_what_the_user_says_comes_first() -> None:
    (entity,) = hosts_entity(given("# Title: Easy", name="Mine"), {"a.example": False})
    assert entity.name == "Mine"
    (entity,) = hosts_entity(given("", "some/list.txt"), {"a.example": True})
    assert (entity.name, entity.hosts) == ("list", (("a.example", True),))


@pytest.mark.parametrize(
    ("raw", "what"), [(b"a\nb\xff", "data.json:2: is not UTF-8 text"), (b"a\0b", "data.json: is not a list of lines")]
)
def test_invalid_text_is_refused(raw: bytes, what: str) -> None:
    with pytest.raises(InvalidFiles) as error:
        list(text_lines(given(raw)))
    assert str(error.value) == what
