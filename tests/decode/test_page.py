from typing import Any

from mhaudit.decode.page import Page
from mhaudit.model.place import Trail, Wanted
from tests.decode.read import written

BODY: Trail = (None, "body", None)
JSON: Trail = (BODY, "json", None)
MOOD = Wanted({"mood", "Mood-Score"}.__contains__)
VALUE: dict[str, Any] = {
    "mood": 3,
    "Mood-Score": 4,
    "wall": {"colour": "a quiet blue", "mood": [1, "bW9vZD0zJm5vdA=="]},
    "event": [{"key": "mood", "value": 5}],
    "raw": "d%C3%A9prim%C3%A9",
}


def page(*, sent: bool) -> Page:
    filled = Page(MOOD if sent else None, sent=sent)
    filled.add_json(JSON, VALUE, "")
    return filled


def test_only_leaves_with_wanted_names_are_named() -> None:
    document = page(sent=True).document()
    assert sorted(written(list(document.named)), key=str) == [
        ("body > json:/Mood-Score", 4),
        ("body > json:/event/0/value", 5),
        ("body > json:/mood", 3),
        ("body > json:/wall/mood/0", 1),
        ("body > json:/wall/mood/1", "bW9vZD0zJm5vdA=="),
    ]


def test_what_was_received_names_nothing() -> None:
    document = page(sent=False).document()
    assert (document.sent, list(document.named)) == (False, [])


def test_odd_leaves_are_those_that_may_be_encoded() -> None:
    document = page(sent=True).document()
    assert sorted(written(list(document.odd)), key=str) == [
        ("body > json:/raw", "d%C3%A9prim%C3%A9"),
        ("body > json:/wall/mood/1", "bW9vZD0zJm5vdA=="),
    ]


def test_all_leaves_are_there_for_who_asks() -> None:
    filled = page(sent=True)
    filled.add([((None, "query", "em"), "em", "a@b.example")])
    filled.add_opaque([(BODY, "", b"\xff\x00")])
    places = [place for place, _ in written(list(filled.document().leaves))]
    assert sorted(places) == [
        "body",
        "body > json:/Mood-Score",
        "body > json:/event/0/key",
        "body > json:/event/0/value",
        "body > json:/mood",
        "body > json:/raw",
        "body > json:/wall/colour",
        "body > json:/wall/mood/0",
        "body > json:/wall/mood/1",
        "query:em",
    ]


def test_the_text_holds_every_name_and_value_and_joins_none() -> None:
    filled = page(sent=True)
    filled.add([((None, "query", "em"), "em", "a@b.example"), ((None, "query", "n"), "n", 12)])
    text = filled.document().text
    for part in ("mood=3", "colour=a quiet blue", "raw=d%C3%A9prim%C3%A9", "em=a@b.example", "n=12"):
        assert part in text
    assert "exampl" + "en" not in text  # two leaves side by side make no new word


def test_a_document_of_one_scalar() -> None:
    filled = Page(MOOD, sent=True)
    filled.add_json(JSON, "a%20b%20c", '"a%20b%20c"')
    assert written(list(filled.document().leaves)) == [("body > json", "a%20b%20c")]
    assert written(list(filled.document().odd)) == [("body > json", "a%20b%20c")]


def test_numbers_of_fifteen_digits_may_be_hashes() -> None:
    filled = page(sent=False)
    filled.add_json(JSON, {"id": 10**14, "ids": [-(10**14), 10**14 - 1], "at": 1_763_888_000_000}, "")
    assert ("body > json:/id", 10**14) in written(list(filled.document().odd))
    assert ("body > json:/ids/0", -(10**14)) in written(list(filled.document().odd))
    assert not {"body > json:/ids/1", "body > json:/at"} & {place for place, _ in written(list(filled.document().odd))}
