import base64
import gzip
import zlib

import brotli
import pytest
import zstandard

from mhaudit.redaction.encodings import changed, like, to_text

OLD, NEW = b"the old text, long enough", b"new"
PACKED = {
    "gzip": gzip.compress(OLD),
    "zlib": zlib.compress(OLD),
    "deflate": zlib.compress(OLD, wbits=-15),
    "br": brotli.compress(OLD),
    "zstd": zstandard.ZstdCompressor().compress(OLD),
    "utf-16": OLD.decode().encode("utf-16"),
    "cp1252": OLD,
}
WRITTEN = {
    "base64": base64.b64encode(OLD).decode(),
    "hex": OLD.hex(),
    "base32": base64.b32encode(OLD).decode().rstrip("="),
    "base85": base64.b85encode(OLD).decode(),
    "percent": "the%20old+text%2C%20long%20enough",
    "entities": "the old text&#44; long enough",
    "backslashes": "the old text\\u002c long enough",
    "quoted-printable": "the old text=2C long enough",
}


def seen(codec: str, value: str | bytes) -> str:
    found: list[str] = []
    changed(codec, value, lambda inner: found.append(to_text(inner)))
    return found[0]


@pytest.mark.parametrize("codec", [*PACKED, *WRITTEN])
def test_what_is_inside_is_changed_and_written_again(codec: str) -> None:
    value: str | bytes = {**PACKED, **WRITTEN}[codec]
    assert seen(codec, value) == OLD.decode()
    new = changed(codec, value, lambda _: NEW)
    assert new is not None and type(new) is type(value) and seen(codec, new) == NEW.decode()


@pytest.mark.parametrize("codec", [*PACKED, *WRITTEN])
def test_nothing_changes_where_nothing_has_to(codec: str) -> None:
    assert changed(codec, {**PACKED, **WRITTEN}[codec], lambda _: None) is None


def test_a_run_of_base64_in_a_longer_text_is_changed_in_place() -> None:
    text = f"id={WRITTEN['base64']};x=1"
    assert changed("base64", text, lambda inner: NEW if inner == OLD else None) == "id=bmV3;x=1"


def test_the_url_alphabet_and_missing_padding_stay() -> None:
    assert (
        changed("base64", base64.urlsafe_b64encode(b"\xff\xfe\xfd\xfc").decode().rstrip("="), lambda _: b"\xff\xff")
        == "__8"
    )


def test_an_encoding_that_is_read_only_is_said() -> None:
    with pytest.raises(KeyError):
        changed("base58", "abc", lambda _: NEW)


def test_like() -> None:
    assert (like("a", "b"), like("a", b"b")) == ("a", b"a")
