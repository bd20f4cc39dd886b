import pytest

from mhaudit.doctor.answer import counted, few


@pytest.mark.parametrize(
    ("hosts", "said"), [("a", "a"), ("ba", "a, b"), ("abcde", "a, b, c, d, e"), ("fabcdeg", "a, b, c, d, e and 2 more")]
)
def test_some_of_many(hosts: str, said: str) -> None:
    assert few(set(hosts)) == said


def test_counts() -> None:
    assert (counted(1, "host"), counted(1200, "host")) == ("1 host", "1,200 hosts")
