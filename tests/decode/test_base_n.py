import base64

import pytest

from mhaudit.decode.base_n import decode, decode_base64, decode_runs, is_readable

_SENTENCE = "so tired of it today"


@pytest.mark.parametrize(
    ("text", "opening"),
    [
        ("736f206d6f6f6479", ("hex", b"so moody")),
        ("736F206D6F6F6479", ("hex", b"so moody")),
        ("bW9vZD0zJm5vdGU9", ("base64", b"mood=3&note=")),
        ("bW9vZD0zJm5vdA==", ("base64", b"mood=3&not")),
        ("bW9vZD0zJm5vdA", ("base64", b"mood=3&not")),
        ("bW9vZD0zPz8_", ("base64", b"mood=3???")),
        ("bW9vZD0zPz8/", ("base64", b"mood=3???")),
        ("NVXW6ZB5GMTG433U", ("base32", b"mood=3&not")),
        ("nvxw6zb5gmtg433u", ("base32", b"mood=3&not")),
        ("NVXW6ZDTNVXW6ZDT", ("base32", b"moodsmoods")),
        ("2NEpo7TZRRrLZSi2U", ("base58", b"Hello World!")),
        (base64.b85encode(_SENTENCE.encode()).decode(), ("base85", _SENTENCE.encode())),
        (base64.a85encode(_SENTENCE.encode()).decode(), ("ascii85", _SENTENCE.encode())),
        (base64.a85encode(b"tired", adobe=True).decode(), ("ascii85", b"tired")),
    ],
)
def test_each_alphabet(text: str, opening: tuple[str, bytes]) -> None:
    assert opening in list(decode(text))


@pytest.mark.parametrize(
    "text",
    [
        "yesterday",  # a word
        "Yesterday",
        "YESTERDAY",
        "12345678",
        "3f0c8a52-91d7-4b6e-8c1e-5a7be2f4d960",  # a UUID
        "0123456789abcdef0123456789abcdef",  # an MD5: looked up as it stands, not as bytes
        "bW9vZ",  # too short
        "a sentence of words",
        "bW9vZD0zJm5v*GU9",
        "",
    ],
)
def test_texts_without_decodings(text: str) -> None:
    assert [step for step, _ in decode(text) if step not in ("base64", "base58")] == []
    assert (
        all(not is_readable(out) or out == b"" for _, out in decode(text) if isinstance(out, bytes)) or text.isdigit()
    )


def test_a_digest_in_hex_is_opened_only_when_text_is_behind_it() -> None:
    text = "sixteen letters!"
    assert list(decode(text.encode().hex())) == [("hex", text.encode())]
    assert "hex" not in [step for step, _ in decode(bytes(range(200, 216)).hex())]


def test_a_digest_in_base64_is_bytes() -> None:
    digest = bytes(range(200, 220))
    assert ("base64", digest) in list(decode(base64.b64encode(digest).decode()))


def test_base64_inside_other_text() -> None:
    inside = base64.b64encode(b"mood=3&note=tired").decode()
    assert list(decode_runs(f"v1|{inside}|end")) == [("base64", b"mood=3&note=tired")]
    assert list(decode_runs(inside)) == []  # the whole text is not its own inside
    assert list(decode_runs("https://cdn.example/assets/application-4f2a/chunk.js")) == []


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("bW9vZA==", b"mood"),
        ("bW9vZA", b"mood"),
        ("-_-_", b"\xfb\xff\xbf"),
        ("", b""),
        ("bW9vZ", None),
        ("bW9vZAå", None),
        ("é", None),
    ],
)
def test_base64_with_or_without_padding(text: str, data: bytes | None) -> None:
    assert decode_base64(text) == data


@pytest.mark.parametrize(
    ("data", "is_text"),
    [(b"mood", True), ("déprimé 😔\n".encode(), True), (b"mo\x00d", False), (b"\xff\xfe", False), (b"a\x7f", False)],
)
def test_what_is_readable(data: bytes, is_text: bool) -> None:
    assert is_readable(data) is is_text
