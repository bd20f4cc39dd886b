import pytest

from mhaudit.decode.parts import printable_runs, read_text


@pytest.mark.parametrize(
    ("data", "content_type", "found"),
    [
        (b"mood", "", ("mood", "")),
        ("déprimé".encode(), "text/plain", ("déprimé", "")),
        ("déprimé".encode(), "text/plain; charset=iso-8859-1", ("déprimé", "")),  # what it is, not what it says
        ("déprimé".encode("latin-1"), "text/plain", ("déprimé", "cp1252")),
        ("déprimé".encode("latin-1"), "application/x-www-form-urlencoded", ("déprimé", "cp1252")),
        ("déprimé".encode("latin-1"), "text/plain; charset=ISO-8859-1", ("déprimé", "iso-8859-1")),
        ("déprimé".encode("cp1250"), 'text/csv; charset="windows-1250"', ("déprimé", "windows-1250")),
        (b"\xef\xbb\xbfmood", "", ("mood", "")),
        ("mood".encode("utf-16"), "", ("mood", "utf-16")),
        ("mood of the day".encode("utf-16-le"), "", ("mood of the day", "utf-16")),
        ("mood of the day".encode("utf-16-be"), "", ("mood of the day", "utf-16")),
        (b"a\tb\r\nc", "", ("a\tb\r\nc", "")),
        (b"", "", ("", "")),
    ],
)
def test_text(data: bytes, content_type: str, found: tuple[str, str]) -> None:
    assert read_text(data, content_type) == found


@pytest.mark.parametrize(
    ("data", "content_type"),
    [
        (b"mo\x01od", "text/plain"),
        (b"\x00\x01\x02\x03", ""),
        ("déprimé".encode("latin-1"), ""),
        ("déprimé".encode("latin-1"), "image/png"),
        ("déprimé".encode("latin-1"), "text/plain; charset=no-such-thing"),
        (b"\xe9 \\ud83d", "text/plain; charset=unicode_escape"),
        (b"\xe9 \\ud83d", "text/plain; charset=raw-unicode-escape"),
        (b"\xe9 +2D0-", "text/plain; charset=utf-7"),
        (b"\xe9", "text/plain; charset=hex"),
        (b"\xe9", "text/plain; charset=idna"),
        ("mood".encode("utf-16") + b"\x01\x00", ""),
    ],
)
def test_other_content_is_not_text(data: bytes, content_type: str) -> None:
    assert read_text(data, content_type) is None


def test_readable_runs_in_binary_data() -> None:
    data = b"\x00\x01mood: tired\x00\x02abc\xff" + "très déprimé".encode() + b"\x00\xc3"
    assert printable_runs(data) == ["mood: tired", "très déprimé"]
    assert printable_runs(bytes(range(128, 256))) == []


@pytest.mark.parametrize(
    ("data", "runs"),
    [
        (b"\x00\x01mood:3\x02", ["mood:3"]),
        (b"\x00\x01mood3\x02\x00\x01", []),
        ("\x00\x01né n\x02".encode() + bytes(8), []),  # five letters in six bytes
        ("\x00\x01né né\x02\x00".encode(), []),
        ("\x00\x01né né!\x02".encode(), ["né né!"]),
        ("\x00\x01घबराहट\x02".encode(), ["घबराहट"]),
        ("\x00\x01😔😔😔😔😔😔\x02".encode(), ["😔" * 6]),
        ("\x00\x01😔😔😔😔😔\x02".encode(), []),
        (b"\x00\x01\xe0\x80\x80\xe0\x80\x80\x02", ["\ufffd" * 6]),  # overlong: a character for each byte
        (b"\x00\x01\xc3\x28\xc3\x28\xc3\x28\x02", []),
    ],
)
def test_six_letters_in_a_row_are_a_run(data: bytes, runs: list[str]) -> None:
    assert printable_runs(data) == runs
