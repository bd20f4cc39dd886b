"""Every step that a decoder can give is undone where a capture is redacted, and is tried here."""

import base64
import gzip
import html
import json
import quopri
from collections.abc import Callable
from urllib.parse import quote

import pytest

from mhaudit.decode.text_decoders import STEPS, DecodingCache
from mhaudit.model.alphabet import substitute
from mhaudit.model.place import Scalar
from mhaudit.redaction.rewriting import rewritten
from tests.decode.lz import URI, compress_lz

NOTE = "so tired of it: 3 & more"
_58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def _base58(text: str) -> str:
    number, letters = int.from_bytes(text.encode(), "big"), ""
    while number:
        number, digit = divmod(number, 58)
        letters = _58[digit] + letters
    return letters


def _marked(text: str) -> str:
    """A text whose packed form has a letter that only this alphabet has."""
    return next(longer for number in range(100) if set("-$") & set(compress_lz(longer := f"{text} ÿÿ{number}", URI)))


# step → (what writes a text so, what comes out of it)
WRITTEN: dict[str, tuple[Callable[[str], str], Callable[[str], str | bytes]]] = {
    "percent": (lambda text: quote(text, safe=""), str),
    "entities": (lambda text: html.escape(text), str),
    "backslashes": (lambda text: "".join(f"\\u{ord(letter):04x}" for letter in text), str),
    "quoted-printable": (
        lambda text: quopri.encodestring(text.encode() + b"=").decode(),
        lambda text: text.encode() + b"=",
    ),
    "hex": (lambda text: text.encode().hex(), str.encode),
    "base64": (lambda text: base64.b64encode(text.encode()).decode(), str.encode),
    "base32": (lambda text: base64.b32encode(text.encode()).decode(), str.encode),
    "base58": (_base58, str.encode),
    "base85": (lambda text: base64.b85encode(text.encode()).decode(), str.encode),
    "ascii85": (lambda text: base64.a85encode(text.encode(), adobe=True).decode(), str.encode),
    "lz-string": (lambda text: compress_lz(text), str),
    "lz-string-uri": (lambda text: compress_lz(_marked(text), URI), _marked),
    "substitution": (lambda text: substitute(text.encode().hex()), lambda text: text.encode().hex()),
    "embedded": (lambda text: f"sent {json.dumps({'note': text})} twice", lambda text: json.dumps({"note": text})),
    "reversed": (
        lambda text: base64.b64encode(gzip.compress(text.encode(), mtime=0)).decode()[::-1],
        lambda text: base64.b64encode(gzip.compress(text.encode(), mtime=0)).decode(),
    ),
    "characters": (
        lambda text: gzip.compress(text.encode(), mtime=0).decode("latin-1"),
        lambda text: gzip.compress(text.encode(), mtime=0),
    ),
}


def test_every_step_is_tried_here() -> None:
    assert set(WRITTEN) == STEPS


@pytest.mark.parametrize("step", sorted(STEPS))
def test_every_step_is_undone(step: str) -> None:
    write, out = WRITTEN[step]
    found = DecodingCache().of(write(NOTE))
    assert (step, out(NOTE)) in found
    assert {name for name, _ in found} <= STEPS | {""}


@pytest.mark.parametrize("step", sorted(STEPS))
def test_every_step_gives_way_in_a_redacted_capture(step: str) -> None:
    write, _ = WRITTEN[step]
    text = write(NOTE)

    def replace(_: Scalar) -> str:
        return "gone"

    left = rewritten(text, [(step, None)], replace)
    assert left is not None
    assert NOTE not in str(left) and text not in str(left)
