"""The grounds of a judgement."""

from tests.rules.knowledge import grounds, recipient


def test_recipients_by_host() -> None:
    assert list(grounds([recipient("a.example"), recipient("b.example")]).by_host()) == ["a.example", "b.example"]
