"""Images, audio, video and fonts, recognised by their first bytes; their content is not decoded."""

_MEDIA_HEADS = (b"\xff\xd8\xff", b"\x89PNG\r\n", b"GIF8", b"wOF2", b"wOFF", b"OggS", b"ID3", b"\x00\x00\x01\x00")
_RIFF, _RIFF_KINDS, _BOX = b"RIFF", (b"WEBP", b"WAVE", b"AVI "), b"ftyp"


def is_media(data: bytes) -> bool:
    """Return whether bytes begin like an image, audio, video or font file."""
    return data.startswith(_MEDIA_HEADS) or data[4:8] == _BOX or (data[:4] == _RIFF and data[8:12] in _RIFF_KINDS)
