"""Places, printed."""

import pytest

from mhaudit.model.place import Trail, Wanted, general_place, outermost, part, place, steps

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


def test_each_name_is_judged_once_and_the_empty_one_never() -> None:
    asked: list[str] = []

    def judge(name: str) -> bool:
        asked.append(name)
        return name == "mood"

    wanted = Wanted(judge)
    assert [wanted[name] for name in ("mood", "mood", "colour", "colour", "")] == [True, True, False, False, False]
    assert asked == ["mood", "colour"]


def test_names_made_from_data_do_not_fill_the_memory() -> None:
    wanted = Wanted("mood".__eq__)
    for number in range(60_000):
        assert not wanted[f"Key-{number}"]
    assert len(wanted) <= 50_000
    assert wanted["mood"]
