import pytest

from mhaudit.decode.escapes import decode


@pytest.mark.parametrize(
    ("text", "opening"),
    [
        ("mood%3D3", ("percent", "mood=3")),
        ("mood%3d3+today", ("percent", "mood=3 today")),
        ("mood%253D3", ("percent", "mood%3D3")),
        ("d%C3%A9prim%C3%A9", ("percent", "déprimé")),
        ("d%E9prim%E9+a", ("percent", b"d\xe9prim\xe9 a")),
        ("mood&amp;sleep", ("entities", "mood&sleep")),
        ("d&eacute;prim&#233;", ("entities", "déprimé")),
        ("&#x1F614;&#128532;", ("entities", "😔😔")),
        (r"d\u00e9prim\u00E9", ("backslashes", "déprimé")),
        (r"\ud83d\ude14 today", ("backslashes", "😔 today")),
        (r"\ud83d alone", ("backslashes", "\ufffd alone")),
        (r"\ude14\ud83d", ("backslashes", "\ufffd\ufffd")),
        (r"a\nb\tc\"d\/e\\f", ("backslashes", 'a\nb\tc"d/e\\f')),
        (r"\x6dood", ("backslashes", "mood")),
        ("d=C3=A9prim=C3=A9", ("quoted-printable", "déprimé".encode())),
        ("mood=3D3=\nand", ("quoted-printable", b"mood=3and")),
    ],
)
def test_each_escape(text: str, opening: tuple[str, str | bytes]) -> None:
    assert list(decode(text)) == [opening]


@pytest.mark.parametrize(
    "text",
    ["100% tired", "50 %zz", "a & b", "Q&A;", "AT&T", r"C:\Temp", "a=b&c=d", "mood=3D&x=y", "e=mc2", "", "plain words"],
)
def test_what_is_not_escaped(text: str) -> None:
    assert list(decode(text)) == []


def test_two_escapes_in_one_text_are_two_openings() -> None:
    assert list(decode("%41&amp;")) == [("percent", "A&amp;"), ("entities", "%41&")]


def test_what_comes_out_can_always_be_written() -> None:
    for text in (r"\ud83d%41=41", r"=41\udfff=42", r"&#xd83d;\udc00"):
        for _, out in decode(text):
            assert isinstance(out, bytes) or out.encode()


def test_very_long_text_is_left_as_it_is() -> None:
    assert list(decode("%41" * 100_000)) == []
