"""Places, printed."""

import pytest

from mhaudit.model.place import Interest, Trail, general_place, outermost, part, place, steps

BODY: Trail = (None, "body", None)


def chain(*links: tuple[str, str | int | None]) -> Trail:
    trail: Trail | None = None
    for codec, key in links:
        trail = (trail, codec, key)
    assert trail is not None
    return trail


@pytest.mark.parametrize(
    ("trail", "text", "general"),
    [
        (BODY, "body", "body"),
        (chain(("query", "ud[em]")), "query:ud[em]", "query:ud[em]"),
        (chain(("message", 3), ("json", None), ("json", "text")), "message:3 > json:/text", "message:* > json:/text"),
        (
            chain(("body", None), ("gzip", None), ("json", None), ("json", "batch"), ("json", 0), ("json", "payload")),
            "body > gzip > json:/batch/0/payload",
            "body > gzip > json:/batch/*/payload",
        ),
        (
            chain(("body", None), ("json", None), ("json", "p"), ("base64", None), ("json", None), ("json", "mood")),
            "body > json:/p > base64 > json:/mood",
            "body > json:/p > base64 > json:/mood",
        ),
        (
            chain(("body", None), ("json", None), ("json", "p"), ("json", None), ("json", "mood")),
            "body > json:/p > json:/mood",
            "body > json:/p > json:/mood",
        ),
        (chain(("body", None), ("json", None)), "body > json", "body > json"),
        (chain(("body", None), ("json", None), ("json", "a/b~c")), "body > json:/a~1b~0c", "body > json:/a~1b~0c"),
        (chain(("body", None), ("json", None), ("json", "3")), "body > json:/3", "body > json:/3"),
        (
            chain(("body", None), ("protobuf", None), ("protobuf", 3)),
            "body > protobuf > protobuf:3",
            "body > protobuf > protobuf:3",
        ),
    ],
)
def test_a_place_as_text(trail: Trail, text: str, general: str) -> None:
    assert place(trail) == text
    assert general_place(trail) == general


def test_the_outermost_part() -> None:
    trail = chain(("message", 3), ("json", None), ("json", "text"))
    assert outermost(trail) == ("message", 3)
    assert part(trail) == "message"
    assert list(steps(trail)) == [("message", 3), ("json", None), ("json", "text")]
    assert list(steps(None)) == []


def test_interest_is_in_known_names_and_what_else_is_said() -> None:
    interest = Interest({"mood"}, lambda name: name == "moodScore")
    assert interest.wants("mood")
    assert interest.wants("moodScore")
    assert not interest.wants("colour")
    assert not Interest(set(), lambda _: True).wants("")
