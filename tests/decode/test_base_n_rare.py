"""Rare alphabets are undone only where it can lead to something: the same as if every text were undone whole."""

import base64
import string
from collections.abc import Callable, Iterator
from random import Random

import pytest

from mhaudit.decode import base_n

_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_LETTERS = {
    "base32": "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567",
    "base58": _BASE58,
    "base85": string.digits + string.ascii_letters + "!#$%&()*+;<=>?@^_`{|}~-",
    "ascii85": "".join(map(chr, range(33, 118))),
}
_DIGESTS = (16, 20, 28, 32, 48, 64)


def _base58(data: bytes) -> str:
    number, letters = int.from_bytes(data, "big"), ""
    while number:
        number, digit = divmod(number, 58)
        letters = _BASE58[digit] + letters
    return "1" * (len(data) - len(data.lstrip(b"\0"))) + letters


_WRITERS: dict[str, Callable[[bytes], str]] = {
    "base32": lambda data: base64.b32encode(data).decode(),
    "base58": _base58,
    "base85": lambda data: base64.b85encode(data).decode(),
    "ascii85": lambda data: base64.a85encode(data).decode(),
}


def _texts(codec: str, chance: Random) -> Iterator[str]:
    """Texts in the letters of an alphabet: by chance, of one letter, of hashes, of readable text, and cut."""
    for _ in range(300):
        yield "".join(chance.choices(_LETTERS[codec], k=chance.randrange(8, 200)))
        yield chance.choice(_LETTERS[codec]) * chance.randrange(8, 200)
        yield _WRITERS[codec](chance.randbytes(chance.choice(_DIGESTS)))
        text = "".join(chance.choices("so tired of it, déprimé 日本", k=chance.randrange(6, 90)))
        yield _WRITERS[codec](text.encode())
        yield _WRITERS[codec](text.encode())[: chance.randrange(8, 60)]


@pytest.mark.parametrize("codec", sorted(_WRITERS))
def test_the_first_letters_decide_as_the_whole_does(codec: str, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = list(_texts(codec, Random(11)))  # noqa: S311 - to be repeatable
    quick = [list(base_n.decode(text)) for text in texts]
    monkeypatch.setattr(base_n, "_may_begin", lambda decoded, letters: True)
    monkeypatch.setattr(base_n, "_may_be_base58", lambda text: True)
    whole = [list(base_n.decode(text)) for text in texts]
    assert quick == whole
    assert sum(codec in dict(found) for found in quick) > 300


def test_a_truncated_last_character_does_not_exclude_text() -> None:
    text = "fourteen bytes, then a letter: é and more"
    for shift in range(4):
        data = ("x" * shift + text[: 15 - shift] + "éüé" + text).encode()
        assert ("base32", data) in base_n.decode(base64.b32encode(data).decode())
