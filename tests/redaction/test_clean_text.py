import base64

import pytest

from .cleaning import cleaner
from .sample import EMAIL

TOKEN = "9f8a7b6c5d4e3f2a"


@pytest.mark.parametrize(
    "text",
    [
        "a plain sentence, with 3 numbers: 1.5 and 2026-11-23",
        "https://cdn.example/assets/main.js?v=3#top",
        '{"event":"page","n":[1,2.5,null,true]}',
        "a=1&b=two+words",
        'data: {"t":"hi"}\n\ndata: [DONE]\n',
    ],
)
def test_what_can_be_read_stays_as_it_is(text: str) -> None:
    assert cleaner().text(text) == text


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        (f"a {TOKEN} b", "a redacted-unread-v1 b"),
        (
            f"https://u:p@t.example/u/{TOKEN}?k={TOKEN}",
            "https://redacted@t.example/u/redacted-unread-v1?k=redacted-unread-v1",
        ),
        (f'{{"x":{{"{TOKEN}":"y"}}}}', '{"x":{"redacted-unread-v1":"y"}}'),
        ("call me phq9_score_14", "call me phq9_score_redacted-score-v1"),
        (f"see {EMAIL[:20]}.", "see redacted-unread-v1."),
        ("https://t.example/a?access_token=short", "https://t.example/a?access_token=redacted-secret-v1"),
        ("/reset/token/hunter22", "/reset/token/hunter22"),
    ],
)
def test_only_the_piece_gives_way(text: str, clean: str) -> None:
    assert cleaner().text(text) == clean


def test_what_follows_a_credentials_name_in_a_path_is_one() -> None:
    assert cleaner().path("/reset/token/hunter22/x") == "/reset/token/redacted-secret-v1/x"


def test_base64_of_words_is_cleaned_inside() -> None:
    inside = base64.b64encode(f'{{"id":"{TOKEN}","n":1}}'.encode()).decode()
    clean = cleaner().text(inside)
    assert base64.b64decode(clean) == b'{"id":"redacted-unread-v1","n":1}'
    assert cleaner().text(base64.b64encode(b"\x99\xff\xfe\xd1\xb2\x37\x84\x05\xc6").decode()) == "redacted-unread-v1"


def test_a_value_in_markup_makes_all_of_it_give_way() -> None:
    assert cleaner().text("".join(f"&#{ord(letter)};" for letter in EMAIL)) == "redacted-unread-v1"


def test_the_same_piece_gets_the_same_pseudonym() -> None:
    one = cleaner()
    assert one.text(TOKEN) == one.text(TOKEN) == "redacted-unread-v1" != one.text(TOKEN + "1")
    assert one.given_way == 3


def test_a_host_keeps_who_it_is() -> None:
    assert cleaner().host("o112233.ingest.de.sentry.io:443") == "o112233.ingest.de.sentry.io:443"
    assert cleaner().host(f"{TOKEN}.t.example") == "redacted-host-v1.t.example"


def test_a_key_that_goes_over_lines_gives_way_as_a_whole() -> None:
    key = "-----BEGIN PRIVATE KEY-----\nMIIEvQ\nIBADAN\n-----END PRIVATE KEY-----"
    assert cleaner().text(f"before\n{key}-----\nafter").splitlines() == ["before", "redacted-secret-v1-----", "after"]
    assert cleaner().text("-----BEGINNER-----\nMIIEvQ") == "-----BEGINNER-----\nMIIEvQ"
