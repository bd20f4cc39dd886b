"""Compressed data wherever it begins, and what stands behind its end."""

import base64
import gzip
import json
import zlib

import pytest

from tests.decode.read import Reading, body, readings, walk

MOOD = b'{"mood": 3}'
GZIP, ZLIB = gzip.compress(MOOD, mtime=0), zlib.compress(MOOD)
DIGEST = base64.b64encode(b"\x9c" * 32).decode()


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (GZIP + MOOD, "body > rest > json:/mood"),
        (ZLIB + b"\n" + ZLIB, "body > rest > zlib > json:/mood"),
        (len(GZIP).to_bytes(4, "little") + GZIP, "body > at:4 > gzip > json:/mood"),
        (b'{"event_id":"a"}\n{"type":"replay"}\n' + ZLIB, "body > at:35 > zlib > json:/mood"),
        (b'{"mood": 3}\n{"type":"replay"}\n' + ZLIB, "body > at:0 > line:0 > json:/mood"),
        (
            b"\x01\x00\x00\x00" + bytes([len(GZIP)]) + GZIP + b"\x02\x00\x00\x00\x02{}",
            "body > grpc:0 > gzip > json:/mood",
        ),
    ],
)
def test_streams_anywhere(data: bytes, place: str) -> None:
    assert (place, 3) in body(data)


def test_padding_behind_a_stream_is_nothing() -> None:
    assert [place for place, _ in body(GZIP + b"\x00" * 512 + b"\r\n")] == ["body > gzip > json:/mood"]


def test_pictures_are_not_searched_for_streams() -> None:
    under_way, documents = walk(body=b"\x89PNG\r\n\x1a\n" + ZLIB)
    assert under_way.opaque == 0 and 3 not in [value for _, _, value in documents[0].leaves]


def test_text_around_the_parts_of_a_form_is_read() -> None:
    form = b'--xYz12345\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--xYz12345--\r\n' + MOOD
    assert ("body > rest > json:/mood", 3) in body(form, "multipart/form-data; boundary=xYz12345")


@pytest.mark.parametrize(
    "boundary", ["----WebKitFormBoundaryA1b2C3", "Boundary-7F3A", "3i2ndDfv2rTHiSisAbouNdArYfORhtTPEefj3q2f", "bb"]
)
def test_any_boundary(boundary: str) -> None:
    form = f'--{boundary}\r\nContent-Disposition: form-data; name="mood"\r\n\r\n3\r\n--{boundary}--\r\n'
    assert ("body > multipart:mood", b"3") in body(form, f"multipart/form-data; boundary={boundary}")
    assert ("body > multipart:mood", b"3") in body(form, f'Multipart/Form-Data; boundary="{boundary}"')


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (f"tv.1~em.{DIGEST.rstrip('=')}", b"\x9c" * 32),
        (f"sha256:{DIGEST}", b"\x9c" * 32),
        (f"sha256-{DIGEST}", b"\x9c" * 32),
        (f"a,{DIGEST},b", b"\x9c" * 32),
        ("user:" + b"so tired of it".hex(), "so tired of it"),
        (":".join(f"{byte:02x}" for byte in b"so tired of it"), "so tired of it"),
    ],
)
def test_digests_and_digits_within_a_text(text: str, value: bytes | str) -> None:
    for found in (
        body(json.dumps({"v": text})),
        readings(headers=(("X-V", text),)),
        readings(headers=(("Cookie", f"v={text}"),)),
    ):
        assert value in [one for _, one in found]


def test_a_data_address_of_compressed_data() -> None:
    address = f"data:application/gzip;base64,{base64.b64encode(GZIP).decode()}"
    assert ("body > json:/u > base64 > gzip > json:/mood", 3) in body(json.dumps({"u": address}))


@pytest.mark.parametrize(
    ("reading", "data"),
    [
        (("body > line:0 > form:ep.mood", "3"), "en=a&ep.mood=3\r\nen=b&ep.mood=4"),
        (("body > form:mood", "3"), "src=1;mood=3;ord=5"),
        (("body > form:b", ""), "a=1&b="),
    ],
)
def test_forms_by_lines_and_by_semicolons(reading: Reading, data: str) -> None:
    assert reading in body(data)


def test_parameters_within_a_path() -> None:
    found = readings(path="/activity;src=1;u1=mood%20log?x=1;y=2")
    assert ("matrix:u1", "mood log") in found and ("query:y", "2") in found
    assert walk(path="/activity;src=1;u1=a;u2=b;u3=c")[0].gaps == []
