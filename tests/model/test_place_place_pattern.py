import pytest

from mhaudit.model.place import Trail, compile_place, place

BODY: Trail = (None, "body", None)
JSON: Trail = (BODY, "json", None)


def test_a_place_is_matched_with_its_pattern() -> None:
    trail: Trail = (((JSON, "json", "batch"), "json", 10), "json", "email")
    assert place(trail) == "body > json:/batch/10/email"
    assert compile_place("body > json:/batch/*/email").fullmatch(place(trail))


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("query:em", "query:em"),
        ("query:ud[em]", "query:ud[em]"),
        ("query:ep.*", "query:ep.mood"),
        ("body > ** > json:/mood", "body > json:/mood"),
        ("body > ** > json:/mood", "body > gzip > form:data > base64 > json:/mood"),
        ("body > form:e > ** > json:/*/b", "body > form:e > json:/7/b"),
        ("body > **", "body"),
        ("body > **", "body > gzip > json:/a"),
        ("header:x-user-id", "header:x-user-id"),
    ],
)
def test_what_a_pattern_means(pattern: str, found: str) -> None:
    assert compile_place(pattern).fullmatch(found)


@pytest.mark.parametrize(
    ("pattern", "other"),
    [
        ("query:em", "query:email"),
        ("query:e.m", "query:exm"),
        ("body > json:/mood", "body > gzip > json:/mood"),
        ("body > ** > json:/mood", "body > json:/user/mood"),
        ("body > ** > json:/*/b", "body > json:/a/c/b"),
        ("query:*", "query:a > base64"),
    ],
)
def test_what_a_pattern_does_not_mean(pattern: str, other: str) -> None:
    assert not compile_place(pattern).fullmatch(other)


@pytest.mark.parametrize("pattern", ["", "** > json:/a", "body > json:a", "body > Json:/a", "body >json:/a", "body > "])
def test_invalid_patterns(pattern: str) -> None:
    with pytest.raises(ValueError, match=r"place|slash"):
        compile_place(pattern)
