import ast

import pytest

from mhaudit.model.capture import GAPS, Exchange, Gap, Message
from tests.conftest import ROOT


def test_an_exchange_needs_only_capture_number_and_host() -> None:
    exchange = Exchange(capture="a.har", number=1, host="a.example")
    assert (exchange.kind, exchange.scheme, exchange.method, exchange.path) == ("http", "https", "", "")
    assert (exchange.body, exchange.response_body, exchange.status, exchange.messages) == (None, None, None, ())


def test_not_captured_and_empty_are_two_things() -> None:
    empty = Exchange(capture="a.har", number=1, host="a.example", body=b"")
    assert empty != Exchange(capture="a.har", number=1, host="a.example", body=None)


def test_nothing_that_was_recorded_can_be_changed() -> None:
    with pytest.raises(AttributeError, match="immutable"):
        Exchange(capture="a", number=1, host="b").host = "c"  # type: ignore[misc]
    with pytest.raises(AttributeError, match="immutable"):
        Message(sent=True, content=b"").sent = False  # type: ignore[misc]
    with pytest.raises(AttributeError, match="immutable"):
        Gap(code="decode-limit").blocking = True  # type: ignore[misc]


def test_a_gap_counts_once_and_blocks_only_where_it_says_so() -> None:
    gap = Gap(code="decode-failed")
    assert (gap.count, gap.blocking, gap.unread, gap.host, gap.detail) == (1, False, 0, "", "")


def test_every_gap_is_explained_in_a_sentence() -> None:
    assert [code for code, words in GAPS.items() if not words[0].isupper() or not words.endswith(".")] == []
    assert [code for code in GAPS if code != code.lower() or " " in code] == []


def test_every_gap_that_is_made_is_one_of_them() -> None:
    made = set()
    for path in (ROOT / "src" / "mhaudit").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("Gap", "GapCount"):
                made |= {
                    keyword.value.value
                    for keyword in node.keywords
                    if keyword.arg == "code" and isinstance(keyword.value, ast.Constant)
                }
    assert {"body-not-captured", "body-opaque", "damaged-capture"} <= made
    assert sorted(str(code) for code in made - GAPS.keys()) == []
