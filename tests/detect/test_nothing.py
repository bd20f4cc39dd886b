import hashlib

import pytest

from mhaudit.detect.nothing import denies, is_hash_of_nothing, is_no_position, is_nowhere


@pytest.mark.parametrize("word", ["", "undefined", "null", "None", "unknown"])
@pytest.mark.parametrize("name", ["md5", "sha1", "sha256", "sha512"])
def test_the_hash_of_nothing(name: str, word: str) -> None:
    digest = hashlib.new(name, word.encode()).hexdigest()
    assert is_hash_of_nothing(digest) and is_hash_of_nothing(digest.upper())
    assert not is_hash_of_nothing(hashlib.new(name, b"ada@mailbox.example").hexdigest())
    assert not is_hash_of_nothing(word) and not is_hash_of_nothing(None)


def test_what_is_denied() -> None:
    assert denies("substance.use", False) and denies("crisis.flag", "false") and denies("substance.use", "no")
    assert not denies("questionnaire.intake", False) and not denies("substance.use", True)
    assert not denies("substance.use", 0) and not denies("substance.use", "never")


@pytest.mark.parametrize(
    ("name", "value", "nowhere"),
    [
        ("lat", 0.0, True),
        ("lon", "0.000000", True),
        ("latitude", -1, True),
        ("latitude", 90, True),
        ("latitude", 89.9, False),
        ("longitude", -180, True),
        ("longitude", 179.9, False),
        ("lat", "REDACTED", False),
        ("location", "0.0,0.0", True),
        ("location", "41.65,-0.87", False),
        ("postal_code", "50001", False),
    ],
)
def test_placeholder_positions(name: str, value: object, nowhere: bool) -> None:
    assert is_nowhere(name, value) == nowhere  # type: ignore[arg-type]


def test_pairs_that_are_not_positions() -> None:
    assert is_no_position(-0.191, -0.312) and is_no_position(95.0, 10.0) and is_no_position(-1.0, -1.0)
    assert not is_no_position(0.5, 9.4) and not is_no_position(51.5, -0.1)
