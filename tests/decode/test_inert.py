"""Texts that open to nothing are passed over from their second sighting on, and only they."""

import base64
import json
from typing import Any

import pytest

from mhaudit.decode.inert import InertTexts, Learning
from mhaudit.decode.limits import Limits
from mhaudit.decode.text_decoders import DecodingCache
from mhaudit.decode.walk import Walk
from mhaudit.model.capture import Exchange
from mhaudit.model.place import Document, Leaf, Trail, Wanted, place

PAD = "y" * 60  # opens to bytes without meaning
LONG = "y" * 4096


class Context:
    """A context in which `salt` names a salt, bytes of a hash's size may be hashes, and `score` belongs to others."""

    scope: object = "scope"

    def of_text(self, text: str) -> bool:
        return "score" in text

    def of_name(self, name: str) -> bool:
        return name == "score"

    def of_odd(self, leaf: Leaf) -> bool:
        return isinstance(leaf[2], bytes) and len(leaf[2]) == 32

    def of_named(self, leaf: Leaf) -> bool:
        return leaf[1] == "salt"


class Reader:
    """Reads bodies one after the other, as an engine does."""

    def __init__(self, limits: Limits = Limits()) -> None:
        self.limits = limits
        self.texts = InertTexts()
        self.context = Context()
        self.wanted = Wanted(lambda name: name in ("mood", "note", "salt"))

    def read(self, body: Any, telling: str = "") -> tuple[Walk, list[Document], list[str]]:
        """Read one body; its walk, its documents, and where their leaves are. `telling` is a value that is a hit."""
        data = json.dumps(body).encode()
        exchange = Exchange(capture="a.har", number=1, host="in.metrics.example", body=data)
        learning = Learning(self.texts, self.context)
        walk = Walk(exchange, self.limits, DecodingCache(), self.wanted, self.wanted, learning=learning)
        documents = list(walk.documents())
        leaves = [leaf for document in documents for leaf in document.leaves]
        hits: list[Trail] = [trail for trail, _, value in leaves if telling and value == telling]
        learning.conclude(hits)
        return walk, documents, [place(trail) for trail, _, _ in leaves]


def base64_of(value: Any) -> str:
    return base64.b64encode(json.dumps(value).encode()).decode()


def test_a_text_that_opens_to_nothing_is_opened_once() -> None:
    reader = Reader()
    first = reader.read({"pad": PAD})[2]
    second = reader.read({"pad": PAD, "more": 1})[2]
    assert any("base64" in at for at in first)
    assert not any("base64" in at for at in second)
    assert "body > json:/pad" in second
    assert list(reader.texts.anywhere[True]) == [PAD]
    assert not reader.texts.anywhere[False]


@pytest.mark.parametrize(
    "value",
    [
        base64_of({"mood": 3, "salt": "abc"}),  # a name that gives others a meaning
        base64_of({"x": "the score is high"}),  # a text that others give a meaning
        base64.b64encode(bytes(range(200, 232))).decode(),  # as long as a hash
        base64.b64encode(b"\xff\xfe" + bytes(range(128, 255)) * 5).decode(),  # so many bytes that they may be opaque
    ],
)
def test_a_text_of_which_something_may_come_elsewhere_is_always_opened(value: str) -> None:
    reader = Reader()
    first, second = reader.read({"x": value})[2], reader.read({"x": value})[2]
    assert first == second
    assert any("base64" in at for at in second)
    assert not reader.texts.anywhere[True]
    assert not reader.texts.by_name[True]


def test_a_text_under_a_name_that_gives_others_a_meaning_is_always_opened() -> None:
    reader = Reader()
    reader.read({"x": PAD})
    assert any("base64" in at for at in reader.read({"score": PAD})[2])


def test_a_text_with_a_hit_in_it_is_always_opened_and_one_with_a_hit_at_it_is_not() -> None:
    reader = Reader()
    inside = base64_of({"x": "needle in here"})
    reader.read({"x": inside}, telling="needle in here")
    assert not reader.texts.anywhere[True]
    reader.read({"x": PAD}, telling=PAD)
    assert list(reader.texts.anywhere[True]) == [PAD]


def test_a_text_with_names_that_matter_is_remembered_under_its_own_name_and_scope() -> None:
    reader = Reader()
    value = base64_of({"mood": 3})
    reader.read({"x": value})
    assert list(reader.texts.by_name[True]) == [("scope", "x", value)]
    assert not any("base64" in at for at in reader.read({"x": value})[2])
    assert any("base64" in at for at in reader.read({"y": value})[2])
    reader.context.scope = "another"
    assert any("base64" in at for at in reader.read({"x": value})[2])


def test_texts_up_to_4096_characters_are_remembered() -> None:
    reader = Reader()
    reader.read({"x": LONG})
    reader.read({"x": LONG + "y"})
    assert list(reader.texts.anywhere[True]) == [LONG]


def test_a_remembered_text_costs_as_much_as_one_that_is_opened() -> None:
    reader = Reader()
    nested = base64_of({"x": base64_of({"y": PAD})})
    opened = reader.read({"x": nested, "y": PAD})[0].budget
    passed = reader.read({"x": nested, "y": PAD})[0].budget
    assert nested in reader.texts.anywhere[True]
    assert (passed.work, passed.bytes, passed.leaves) == (opened.work, opened.bytes, opened.leaves)


def test_near_a_limit_a_cached_text_is_decoded_again() -> None:
    limits = Limits(work=400)
    reader = Reader(limits)
    fresh = Reader(limits)
    reader.read({"x": PAD})
    body = {f"x{number}": PAD for number in range(8)}
    known, unknown = reader.read(body)[0], fresh.read(body)[0]
    assert known.budget.spent == unknown.budget.spent == {"work"}
    assert known.gaps == unknown.gaps


def test_nothing_is_learned_of_an_exchange_that_reached_a_limit() -> None:
    reader = Reader(Limits(work=70))
    reader.read({"x": PAD, "y": PAD + "yy"})
    assert not reader.texts.anywhere[True]


def test_learning_rests_where_hardly_any_text_comes_again_and_begins_anew() -> None:
    texts = InertTexts()
    texts.opened, texts.met = 3_999, 0
    assert texts.pays()
    texts.opened = 4_000
    assert [texts.pays() for _ in range(4_001)] == [False] * 4_001
    assert texts.pays()
    assert texts.opened == 0


def test_learning_goes_on_where_one_text_of_ten_comes_again() -> None:
    texts = InertTexts()
    texts.opened, texts.met = 4_000, 400
    assert texts.pays()
    texts.opened, texts.met = 4_000, 399
    assert not texts.pays()
