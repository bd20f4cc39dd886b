"""Bytes declared, captured, decoded, searched, opaque and unread: they add up, or a gap says by how much."""

import base64
import gzip
import json
from random import Random

import pytest

from mhaudit.decode.account import Account, is_dense
from mhaudit.decode.limits import Limits
from mhaudit.model.capture import Message
from tests.decode.read import walk

TEXT = json.dumps({"mood": 3, "note": "not again"}).encode()
NOISE = Random(7).randbytes(2000)  # noqa: S311


def test_what_was_read_whole() -> None:
    under_way, _ = walk(body=TEXT, body_declared=len(TEXT), response_body=b"{}")
    assert under_way.account == (
        Account(declared=32, captured=32, decoded=32, searched=32),
        Account(declared=2, captured=2, decoded=2, searched=2),
    )
    assert under_way.gaps == []


def test_compression_is_undone_before_it_is_counted() -> None:
    packed = gzip.compress(TEXT * 10)
    sent = walk(body=packed)[0].account[0]
    assert (sent.captured, sent.decoded, sent.searched) == (len(packed), 320, 320)


def test_messages_count_by_their_direction() -> None:
    messages = (Message(sent=True, content=b"abc"), Message(sent=False, content=b"de"))
    sent, received = walk(kind="websocket", messages=messages)[0].account
    assert (sent.captured, sent.searched, received.captured, received.searched) == (3, 3, 2, 2)


def test_bytes_in_no_known_form_are_opaque() -> None:
    sent = walk(body=NOISE)[0].account[0]
    assert (sent.decoded, sent.searched, sent.opaque) == (2000, 0, 2000)


@pytest.mark.parametrize(
    ("value", "opaque"),
    [
        ({"payload": base64.b64encode(NOISE).decode()}, 2668),
        ({"payload": NOISE.hex()}, 4000),
        ({"token": base64.b64encode(NOISE).decode()}, 0),  # not content, by its name
        ({"payload": base64.b64encode(NOISE[:300]).decode()}, 0),  # 400 characters: an id or a key may be as long
        ({"payload": base64.b64encode(gzip.compress(TEXT * 90 + NOISE.hex().encode())).decode()}, 0),  # it opens
        ({"payload": "so tired of it all " * 100}, 0),
        ({"ids": ",".join(f"{n:032x}" for n in range(90))}, 0),
    ],
)
def test_text_that_was_not_opened_is_not_read(value: dict[str, str], opaque: int) -> None:
    body = json.dumps(value).encode()
    sent = walk(body=body)[0].account[0]
    assert (sent.opaque, sent.searched) == (opaque, len(body) - opaque)


def test_a_part_of_a_form_that_nothing_reads_is_opaque() -> None:
    body = b'--xYz12345\r\nContent-Disposition: form-data; name="d"\r\n\r\n' + NOISE + b"\r\n--xYz12345--\r\n"
    assert walk(body=body)[0].account[0].opaque == 2000


def test_fewer_bytes_than_declared_are_a_gap_with_their_number() -> None:
    under_way, _ = walk(body=TEXT, body_declared=40)
    (gap,) = under_way.gaps
    assert (gap.code, gap.blocking, gap.unread) == ("body-cut", True, 8)
    assert gap.detail == "a.har: exchange 1: 8 of 40 bytes of a body are not in the capture"
    assert under_way.account[0] == Account(declared=40, captured=32, decoded=32, searched=32, unread=8)


@pytest.mark.parametrize(
    ("declared", "headers", "missing"),
    [
        (32, (), 0),
        (31, (), 0),
        (96, (("Content-Encoding", "gzip"),), 0),  # a short body that the recorder unpacked
        (97, (("Content-Encoding", "gzip"),), 65),
        (None, (), 0),
    ],
)
def test_a_body_whose_encoding_the_recorder_undid(
    declared: int | None, headers: tuple[tuple[str, str], ...], missing: int
) -> None:
    under_way, _ = walk(body=TEXT, body_declared=declared, headers=headers)
    assert sum(gap.unread for gap in under_way.gaps) == missing


def test_an_answer_that_is_cut_does_not_block() -> None:
    (gap,) = walk(response_body=b"{", response_declared=2, status=200)[0].gaps
    assert (gap.code, gap.blocking, gap.unread) == ("answer-cut", False, 1)


@pytest.mark.parametrize(
    ("body", "declared", "expected"),
    [(None, 500, [("answer-not-captured", False, 500)]), (None, None, []), (None, 0, []), (b"x" * 500, 500, [])],
)
def test_an_answer_that_is_not_there_is_a_gap_with_its_bytes(
    body: bytes | None, declared: int | None, expected: list[tuple[str, bool, int]]
) -> None:
    under_way, _ = walk(response_body=body, response_declared=declared, status=200)
    assert [(gap.code, gap.blocking, gap.unread) for gap in under_way.gaps] == expected
    assert under_way.account[1].unread == sum(unread for _, _, unread in expected)


def test_json_in_a_stream_that_ends_early_is_one_cut() -> None:
    packed = gzip.compress(json.dumps({"note": [f"day {n}" for n in range(300)]}).encode())
    gaps = walk(body=packed[:-40], headers=(("Content-Type", "application/json"),))[0].gaps
    assert [gap.code for gap in gaps] == ["body-cut"]


@pytest.mark.parametrize("cut", [1, 8, 20])
def test_a_stream_that_ends_before_its_end(cut: int) -> None:
    packed = gzip.compress(json.dumps([f"day {n}" for n in range(300)]).encode())
    (gap,) = walk(body=packed[:-cut])[0].gaps
    assert (gap.code, gap.blocking) == ("body-cut", True)
    assert "the gzip of a body ends before its end" in gap.detail


@pytest.mark.parametrize(
    ("body", "codes"),
    [
        (b'{"note": "so ti', ["body-cut"]),
        (b'{"note": [1, 2', ["body-cut"]),
        (b'{"a": 1}\n{"b": 2}', []),
        (b'{"a": 1}}', []),
        (b'{"a": NaN}', []),
    ],
)
def test_json_that_ends_in_the_middle(body: bytes, codes: list[str]) -> None:
    under_way, _ = walk(body=body, headers=(("Content-Type", "application/json"),))
    assert [gap.code for gap in under_way.gaps] == codes


@pytest.mark.parametrize(
    ("messages", "codes"), [((), ["body-not-captured"]), ((Message(sent=True, content=b"a"),), [])]
)
def test_a_socket_without_a_message(messages: tuple[Message, ...], codes: list[str]) -> None:
    assert [gap.code for gap in walk(status=101, messages=messages)[0].gaps] == codes


def test_what_a_limit_leaves_out_is_unread() -> None:
    under_way, _ = walk(Limits(step_bytes=10), body=TEXT)
    assert under_way.account[0] == Account(declared=32, captured=32, decoded=10, searched=10, unread=22)


def test_what_is_dense() -> None:
    assert is_dense(base64.b64encode(NOISE).decode())
    assert not is_dense(base64.b64encode(NOISE).decode()[:682])
    assert not is_dense("a" * 5000) and not is_dense("https://a.example/" + "page/section/" * 100)
