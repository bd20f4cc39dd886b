import pytest

from mhaudit.doctor.answer import abbreviated, pluralized


@pytest.mark.parametrize(
    ("hosts", "said"), [("a", "a"), ("ba", "a, b"), ("abcde", "a, b, c, d, e"), ("fabcdeg", "a, b, c, d, e and 2 more")]
)
def test_some_of_many(hosts: str, said: str) -> None:
    assert abbreviated(set(hosts)) == said


def test_counts() -> None:
    assert (pluralized(1, "host"), pluralized(1200, "host")) == ("1 host", "1,200 hosts")
