import pytest

from mhaudit.redaction.check_decoders import readings
from mhaudit.redaction.planted_parts import letters_of
from tests.acceptance.placements import ENCODINGS

TEXT = "usr-7f3a9c21-204 keeps walking home"
HASHES = {"md5", "sha1", "sha256", "sha512 in base64"}
CHANGED = {"reversed", "rot13", "caesar", "all but the last letter", "last half"}  # found by their letters


@pytest.mark.parametrize("name", sorted(set(ENCODINGS) - HASHES - CHANGED))
def test_every_encoding_is_read(name: str) -> None:
    wanted = letters_of(TEXT)
    assert any(wanted in letters_of(reading) for reading, _ in readings(f'{{"a":"{ENCODINGS[name](TEXT)}"}}')) or any(
        wanted in letters_of(reading) for reading, _ in readings(ENCODINGS[name](TEXT))
    )


def test_layers_are_read_one_after_the_other() -> None:
    text = ENCODINGS["base64"](ENCODINGS["gzip in hex"](ENCODINGS["percent"](TEXT)))
    assert any(letters_of(TEXT) in letters_of(reading) for reading, _ in readings(text))


def test_readings_come_to_an_end() -> None:
    assert len(list(readings("aGVsbG8gd29ybGQ" * 300))) < 2000
