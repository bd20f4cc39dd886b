"""The walk by what comes out of it: readings with their places, and a gap for whatever was not read."""

import base64
import gzip
import json
import zlib

import brotli
import msgpack
import pytest
import zstandard

from mhaudit.decode.limits import Limits
from mhaudit.model.capture import Message
from mhaudit.model.reasons import because
from tests.decode.read import TINY, Reading, body, readings, walk

MOOD = {"mood": 3, "note": "not again"}
TEXT = json.dumps(MOOD)
PART = b'--x\r\nContent-Disposition: form-data; name="d"\r\n\r\n{"mood":3}\r\n--x--'


def payload() -> str:
    return base64.b64encode(TEXT.encode()).decode()


def token() -> str:
    return f"eyJhbGciOiJub25lIn0.{payload().rstrip('=')}.x"


def packed() -> str:
    return base64.b64encode(zlib.compress(TEXT.encode())).decode()


@pytest.mark.parametrize(
    ("data", "encoding", "steps"),
    [
        (TEXT.encode(), "", ""),
        (gzip.compress(TEXT.encode()), "gzip", "gzip > "),
        (gzip.compress(TEXT.encode()), "x-gzip", "gzip > "),
        (gzip.compress(TEXT.encode()), "", "gzip > "),  # not declared
        (TEXT.encode(), "gzip", ""),  # declared, and undone by the recorder
        (zlib.compress(TEXT.encode()), "deflate", "deflate > "),
        (zlib.compress(TEXT.encode())[2:-4], "deflate", "deflate > "),
        (zlib.compress(TEXT.encode()), "", "zlib > "),
        (zlib.compress(TEXT.encode())[2:-4], "", "deflate > "),
        (brotli.compress(TEXT.encode()), "br", "br > "),
        (brotli.compress(TEXT.encode()), "", "br > "),
        (zstandard.compress(TEXT.encode()), "zstd", "zstd > "),
        (brotli.compress(gzip.compress(TEXT.encode())), "gzip, br", "br > gzip > "),
        (gzip.compress(TEXT.encode()), "identity", "gzip > "),
        (TEXT.encode("utf-16"), "", "utf-16 > "),
        (b"\xef\xbb\xbf" + TEXT.encode(), "", ""),
        (msgpack.packb(MOOD), "", ""),
    ],
)
def test_however_the_body_is_packed(data: bytes, encoding: str, steps: str) -> None:
    leaf = "msgpack" if data == msgpack.packb(MOOD) else "json"
    assert (f"body > {steps}{leaf}:/mood", 3) in body(data, "", encoding)


def test_the_place_in_the_design() -> None:
    batch = json.dumps({"batch": [{"payload": payload()}]})
    assert ("body > gzip > json:/batch/0/payload > base64 > json:/mood", 3) in body(gzip.compress(batch.encode()))


def test_a_repeated_payload_is_found_twice() -> None:
    batch = json.dumps({"batch": [{"payload": payload()}] * 2, "again": payload()})
    assert sorted(place for place, value in body(batch) if value == 3) == [
        "body > json:/again > base64 > json:/mood",
        "body > json:/batch/0/payload > base64 > json:/mood",
        "body > json:/batch/1/payload > base64 > json:/mood",
    ]


@pytest.mark.parametrize(
    ("reading", "data", "content_type"),
    [
        (("body > form:mood", "3"), b"mood=3&note=a+b", "application/x-www-form-urlencoded"),
        (("body > cp1252 > form:note", "déprimé"), b"note=d\xe9prim\xe9", "application/x-www-form-urlencoded"),
        (("body > form:mood", "3"), b"mood=3&note=a+b", ""),
        (("body > form:d > json:/mood", 3), b"d=%7B%22mood%22%3A3%7D", ""),
        (("body > multipart:d > json:/mood", 3), PART, "multipart/form-data; boundary=x"),
        (("body > line:1 > json:/mood", 3), b'{"a":1}\n{"mood":3}\n', "application/x-ndjson"),
        (("body > xml > xml:a/mood", "3"), b"<a><mood>3</mood></a>", "text/xml"),
        (("body > json:/d > json:/mood", 3), json.dumps({"d": TEXT}).encode(), ""),
        (("body > json:/d > json:/d > json:/mood", 3), json.dumps({"d": json.dumps({"d": TEXT})}).encode(), ""),
        (("body > json:/u > query:mood", "3"), b'{"u":"https://a.example/b?mood=3"}', ""),
        (("body > json:/u > path:2", "mood"), b'{"u":"https://a.example/b/mood"}', ""),
        (("body > json:/t > jwt > json:/mood", 3), json.dumps({"t": token()}).encode(), ""),
        (("body > json:/h > hex > json:/mood", 3), json.dumps({"h": TEXT.encode().hex()}).encode(), ""),
        (("body > json:/z > base64 > zlib > json:/mood", 3), json.dumps({"z": packed()}).encode(), ""),
        (("body > base64 > json:/mood", 3), f"v1:{payload()}:end".encode(), ""),
    ],
)
def test_whatever_the_body_holds(reading: Reading, data: bytes, content_type: str) -> None:
    assert reading in body(data, content_type)


def test_every_part_of_an_exchange() -> None:
    found = readings(
        path="/v1/me?q=1#f=2",
        headers=(("X-A", "a"), ("Cookie", "c=1")),
        body=b"{}",
        response_headers=(("Set-Cookie", "s=1"),),
        response_body=b'{"mood": 3}',
        messages=(Message(sent=True, content=b'{"mood": 4}'), Message(sent=False, content=b'{"mood": 5}')),
    )
    assert set(found) >= {
        ("path", "/v1/me"),
        ("path:1", "v1"),
        ("query:q", "1"),
        ("fragment:f", "2"),
        ("header:x-a", "a"),
        ("cookie:c", "1"),
        ("set-cookie:s", "1"),
        ("response-body > json:/mood", 3),
        ("message:0 > json:/mood", 4),
        ("message:1 > json:/mood", 5),
    }


def test_what_was_sent_and_what_was_received_are_apart() -> None:
    _, documents = walk(
        body=TEXT.encode(), response_body=b'{"mood": 9}', messages=(Message(sent=False, content=b"mine?"),)
    )
    sent = {value for document in documents if document.sent for _, _, value in document.leaves}
    received = {value for document in documents if not document.sent for _, _, value in document.leaves}
    assert 3 in sent and not {9, "mine?"} & sent
    assert {9, "mine?"} <= received and 3 not in received


def test_text_before_a_step_is_kept_as_well() -> None:
    assert ("body > json:/d", payload()) in body(json.dumps({"d": payload()}))


def test_a_truncated_gzip_body_is_read_up_to_the_cut() -> None:
    long = json.dumps([f"day {n}" for n in range(3000)]).encode()
    found = body(gzip.compress(long)[:2000], "", "gzip")
    assert found[0][0] == "body > gzip"
    assert str(found[0][1]).startswith('["day 0", "day 1", "day 2"')


def test_all_members_of_a_gzip_body() -> None:
    assert ("body > gzip > json:/mood", 3) in body(gzip.compress(TEXT[:9].encode()) + gzip.compress(TEXT[9:].encode()))


@pytest.mark.parametrize("cut", [1, 2, 3, 4, 5])
def test_base64_that_was_cut_gives_its_beginning(cut: int) -> None:
    whole = base64.b64encode(b"so tired of all of it today").decode().rstrip("=")
    found = [str(value) for place, value in body(whole[:-cut]) if place == "body > base64"]
    assert found == ["so tired of all of it today"[: len(whole[:-cut]) * 6 // 8]] or len(whole[:-cut]) % 4 == 1


def test_bytes_that_nothing_reads_are_counted_as_opaque() -> None:
    data = bytes(range(256))[::-1] * 2
    under_way, documents = walk(
        body=data, messages=(Message(sent=True, content=data), Message(sent=False, content=data))
    )
    assert under_way.opaque == 2 * len(data)
    assert ((None, "body", None), "", data) in documents[0].leaves


@pytest.mark.parametrize(
    ("data", "content_type"),
    [
        (b"\xff\xd8\xff" + bytes(range(256)), "image/jpeg"),
        (TEXT.encode(), ""),
        (gzip.compress(TEXT.encode()), ""),
        (b"", ""),
    ],
)
def test_what_is_not_opaque(data: bytes, content_type: str) -> None:
    under_way, _ = walk(body=data, headers=(("Content-Type", content_type),))
    assert under_way.opaque == 0


def test_readable_runs_of_opaque_bytes_are_read() -> None:
    found = body(b"\xff\xfe\x00\x01so tired of it\x00\x02\x9c\x01another run\x00\xff")
    assert ("body > text:0", "so tired of it") in found
    assert ("body > text:1", "another run") in found


def test_an_unknown_content_encoding_is_a_gap_and_the_body_is_read_unchanged() -> None:
    under_way, documents = walk(body=TEXT.encode(), headers=(("Content-Encoding", "rot13"),))
    assert [(gap.code, gap.host, gap.blocking, gap.reason) for gap in under_way.gaps] == [
        ("decode-failed", "in.metrics.example", False, because("unknown-encoding", encoding="rot13"))
    ]
    assert 3 in [value for _, _, value in documents[0].leaves]


def limits_reached(limits: Limits, data: bytes, encoding: str = "") -> list[str]:
    under_way, _ = walk(limits, body=data, headers=(("Content-Encoding", encoding),) if encoding else ())
    assert all(gap.code == "decode-limit" and gap.blocking for gap in under_way.gaps)
    return [str(gap.reason.args["limit"]) for gap in under_way.gaps if gap.reason]


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (gzip.compress(b"\x00" * 5_000_000), "gzip"),
        (gzip.compress(b"a" * 5_000_000), ""),
        (zlib.compress(b"a" * 5_000_000), ""),
        (zstandard.compress(b"a" * 5_000_000), "zstd"),
        (brotli.compress(b"a" * 5_000_000), "br"),
        (gzip.compress(gzip.compress(b"a" * 50_000_000)), "gzip, gzip"),
        (base64.b64encode(gzip.compress(b"a" * 5_000_000)), ""),
    ],
)
def test_a_bomb_spends_its_bytes_and_no_more(data: bytes, encoding: str) -> None:
    assert limits_reached(TINY, data, encoding) == ["bytes"]


def test_too_many_leaves_and_too_many_steps_are_gaps() -> None:
    assert limits_reached(Limits(leaves=100), json.dumps(list(range(200))).encode()) == ["leaves"]
    assert limits_reached(Limits(depth=2), json.dumps({"d": json.dumps({"d": TEXT})}).encode()) == ["depth"]
    assert limits_reached(Limits(work=5), b"a&b%20c") == ["work"]
    assert limits_reached(Limits(work=7), b"a&b%20c") == []


def test_ordinary_traffic_reaches_no_limit() -> None:
    assert limits_reached(Limits(), json.dumps({"d": json.dumps({"d": TEXT})}).encode()) == []
    assert limits_reached(TINY, gzip.compress(b"a" * 5000)) == []


@pytest.mark.parametrize(
    "data",
    [
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b"[" * 5_000 + b"]" * 5_000,
        b"\x00" * 10_000,
        b"mood\x00" * 100,
        b'{"n":' + b"9" * 50_000 + b"}",
        b'{"n":1e999, "mood": 3}',
        b"%25" * 10_000,
        b"a=1&" * 5_000,
        b"\\\\" * 10_000,
        b"&amp;" * 10_000,
        b"a@" * 10_000,
        b"eyJ" + b"a" * 50_000,
        b"--" + b"x" * 50_000,
        b"<a>" * 2_000,
        '<!DOCTYPE a [<!ENTITY b "boom"><!ENTITY c "&b;&b;">]><a>&c;</a>'.encode("utf-16"),
        rb"%41 \ud83d =41=42 &#xd83d; \udfff",
        "eyJé.eyJå.x".encode(),
        b"\xff\xfe" + b"\x00\xd8" * 20,
    ],
)
def test_hostile_bodies_are_read_as_far_as_they_go(data: bytes) -> None:
    under_way, documents = walk(body=data, response_body=data, messages=(Message(sent=True, content=data),))
    for document in documents:
        document.text.encode()
    assert {gap.code for gap in under_way.gaps} <= {"decode-limit"}


def test_compression_within_compression_ends_at_a_limit() -> None:
    data = b"so tired of it"
    for _ in range(1200):
        data = gzip.compress(data, mtime=0)
    under_way, _ = walk(body=data)
    assert [gap.code for gap in under_way.gaps] == ["decode-limit"]


def test_deep_xml_takes_no_more_room_than_it_has() -> None:
    _, documents = walk(body=b"<a>x" * 3_000 + b"</a>" * 3_000)
    assert (
        sum(len(str(step)) for document in documents for trail, _, _ in document.leaves for step in trail[1:])
        < 1_000_000
    )


def test_a_body_that_is_larger_than_a_step_may_be_is_read_as_far_as_that() -> None:
    """It is one in the capture itself, without any compression."""
    limits = Limits(step_bytes=40, total_bytes=100)
    under_way, documents = walk(limits, body=b"a" * 30 + b"mood" + b"b" * 30)
    assert "amoodbbbbbb" in documents[0].text and "b" * 7 not in documents[0].text
    assert [(gap.code, gap.reason) for gap in under_way.gaps] == [
        ("decode-limit", because("limit-reached", limit="bytes"))
    ]
    assert walk(limits, body=b"a" * 40)[0].gaps == []
