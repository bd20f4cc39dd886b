"""Messages with a flag and their length before them."""

import pytest

from mhaudit.decode.frames import read_frames
from tests.decode.read import Reading, written

BODY = (None, "body", None)
MOOD = b"\x0a\x04mood"  # field 1, text
FRAME = b"\x00\x00\x00\x00\x06" + MOOD


def read(data: bytes, most: int = 10) -> list[Reading] | None:
    leaves = read_frames(BODY, data, most)
    return None if leaves is None else written(leaves)


def test_grpc_frames_hold_messages() -> None:
    frames = b"\x00\x00\x00\x00\x06" + MOOD + b"\x00\x00\x00\x00\x02\x18\x03"
    assert read(frames) == [("body > grpc:0", MOOD), ("body > grpc:1", b"\x18\x03")]
    assert read(frames[:-1]) is None


@pytest.mark.parametrize("flag", [0, 1, 2, 3, 128, 129])
def test_the_flags_of_the_protocols(flag: int) -> None:
    assert read(bytes([flag]) + FRAME[1:]) == [("body > grpc:0", MOOD)]


@pytest.mark.parametrize("data", [b"\x04" + FRAME[1:], b"\x7f" + FRAME[1:], b"\x82" + FRAME[1:], FRAME[:4], b""])
def test_what_has_no_frames(data: bytes) -> None:
    assert read(data) is None


def test_frames_are_read_up_to_their_bound() -> None:
    assert read(FRAME * 3, 3) == [(f"body > grpc:{number}", MOOD) for number in range(3)]
    assert read(FRAME * 3, 2) is None


def test_an_empty_message_is_one() -> None:
    assert read(b"\0" * 5) == [("body > grpc:0", b"")]
