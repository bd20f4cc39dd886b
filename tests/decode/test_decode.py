"""What was encoded is read again, at the place that says how: true by construction, because the test encodes it."""

from contextlib import suppress
from urllib.parse import quote

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from mhaudit.decode.binary import read_binary
from mhaudit.decode.compression import CODECS, CutOff, decompress
from mhaudit.decode.multipart import read_multipart
from mhaudit.decode.parts import printable_runs, read_text
from mhaudit.decode.structure import read_json_lines, read_pairs, read_token
from mhaudit.decode.text_decoders import DECODERS
from mhaudit.decode.xml_text import read_xml
from mhaudit.model.capture import Message
from tests.decode.encoders import ENCODERS, encode
from tests.decode.lz import compress_lz
from tests.decode.read import TINY, body, readings, walk

# No control characters, which mark binary data, and no beginning of JSON or XML, which would be taken apart further.
_LETTERS = st.characters(categories=["L", "M", "N", "P", "S", "Zs"])
TEXTS = st.text(_LETTERS, min_size=8, max_size=24).filter(lambda text: text.lstrip()[:1] not in '{["<')
CHAINS = st.lists(st.sampled_from(sorted(ENCODERS)), min_size=1, max_size=5)
BODY = (None, "body", None)


@settings(max_examples=300)
@given(TEXTS, CHAINS)
def test_any_text_in_any_chain_is_read_at_the_place_of_the_chain(text: str, chain: list[str]) -> None:
    out, inner = encode(text, chain)
    assume(out != text and len(out) < 100_000)
    assert (f"body > {inner}", text) in body(out)


@given(TEXTS, CHAINS)
def test_so_it_is_in_every_part_of_an_exchange(text: str, chain: list[str]) -> None:
    out, inner = encode(text, chain)
    assume(out != text and len(out) < 20_000)
    assert (f"query:q > {inner}", text) in readings(path=f"/v1/e?a=1&q={quote(out, safe='')}")
    assert (f"fragment:q > {inner}", text) in readings(path=f"/v1/e#q={quote(out, safe='')}")
    assert (f"path:2 > {inner}", text) in readings(path=f"/v1/{quote(out, safe='')}")
    assert (f"header:x-data > {inner}", text) in readings(headers=(("X-Data", out),))
    assert (f"message:0 > {inner}", text) in readings(messages=(Message(sent=True, content=out.encode()),))
    assert (f"response-body > {inner}", text) in readings(response_body=out.encode())


@given(TEXTS, CHAINS)
def test_what_was_not_sent_is_not_read(text: str, chain: list[str]) -> None:
    out, _ = encode(text, chain)
    assert "another text altogether" not in [value for _, value in body(out)]


@pytest.mark.parametrize("name", sorted(ENCODERS))
@pytest.mark.parametrize("text", ["mood: déprimé", "x" * 8, "ABCDEFGH", "20260102", "a 😔 day!", "Wel=RLrG&rr+BC%"])
def test_each_encoder_alone(name: str, text: str) -> None:
    out, inner = encode(text, [name])
    assert (f"body > {inner}" if inner else "body", text) in body(out)


@given(st.binary(max_size=200), st.sampled_from(["", "text/plain; charset=utf-7", "multipart/form-data; boundary=x"]))
def test_no_bytes_break_a_decoder(data: bytes, content_type: str) -> None:
    trail = (None, "body", None)
    read_multipart(trail, data, content_type)
    read_text(data, content_type)
    printable_runs(data)
    if data:
        read_binary(trail, data)
    for codec in CODECS:
        with suppress(CutOff):
            assert len(decompress(data, codec, 1000) or b"") <= 1000


@given(st.text(min_size=6, max_size=100))
def test_no_text_breaks_a_decoder(text: str) -> None:
    for decoder in DECODERS:
        for step, out in decoder(text):
            assert step and (isinstance(out, bytes) or out.encode() is not None)
    for reader in (read_json_lines, read_xml, read_token):
        reader(BODY, text)
    read_pairs(None, "query", text)


_WORDS = r"""{ [ " \ud83d \u0041 %41 % &#56; &amp; =41 = & eyJh . é <a> </a> a=1 bplist00 aGVsbG8gd29ybGQ= 68656c6c6f"""
_PIECES = st.sampled_from([*_WORDS.split(), " ", "\0", "\x1f\x8b", "--x\r\n", compress_lz("hello you")])


@settings(max_examples=200)
@given(st.lists(_PIECES | st.text(max_size=5), max_size=12), st.binary(max_size=30))
def test_nothing_that_is_sent_breaks_the_walk(pieces: list[str], data: bytes) -> None:
    text = "".join(pieces)
    content = text.encode() + data
    under_way, documents = walk(
        TINY,
        host=text[:60],
        path=f"/{text}?{text}#{text}",
        headers=(("Cookie", text), ("X-A", text), ("Content-Encoding", "gzip, br")),
        body=content,
        response_headers=(("Set-Cookie", text), ("Content-Type", "text/html; charset=unicode_escape")),
        response_body=content,
        messages=(Message(sent=False, content=content),),
    )
    for document in documents:
        document.text.encode()
        assert all(isinstance(name, str) for _, name, _ in document.leaves)
    assert {gap.code for gap in under_way.gaps} <= {"decode-limit", "decode-failed", "body-cut", "answer-cut"}
