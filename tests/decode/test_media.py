import pytest

from mhaudit.decode.media import is_media


@pytest.mark.parametrize(
    "data",
    [
        b"\xff\xd8\xff\xe0\x00\x10JFIF",
        b"\x89PNG\r\n\x1a\n",
        b"GIF89a",
        b"wOF2\x00\x01",
        b"wOFF\x00\x01",
        b"OggS\x00\x02",
        b"ID3\x04",
        b"\x00\x00\x01\x00\x01",  # an icon
        b"\x00\x00\x00\x20ftypisom",
        b"RIFF\x24\x00\x00\x00WEBPVP8 ",
        b"RIFF\x24\x00\x00\x00WAVEfmt ",
        b"RIFF\x24\x00\x00\x00AVI LIST",
    ],
)
def test_what_begins_as_media(data: bytes) -> None:
    assert is_media(data)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xd8",
        b"\x89PNG mood",
        b"ftypisom",  # a box has its length before it
        b"RIFF\x24\x00\x00\x00RMID",
        b"RIFFWEBP",
        b" GIF89a",
        b'{"mood": 3}',
    ],
)
def test_what_does_not(data: bytes) -> None:
    assert not is_media(data)
