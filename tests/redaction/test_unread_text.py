import pytest

from mhaudit.redaction.unread_text import is_unread_number, unread_spans, without_invisible

READ = [
    "Mozilla/5.0 (Linux; Android 14; Pixel 7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0.6613.88 Mobile",
    "2026-11-23T04:26:15.477Z",
    "XMLHttpRequest",
    "com.google.firebase.messaging",
    "1795407935.136",
    "sdk-api-v1",
    "application/x-www-form-urlencoded",
    "3.5.1-beta.2",
    "generalized anxiety disorder",
]
UNREAD = [
    "afeffdcde06aaa41",
    "osfq4ci2zue06qlh",
    "3f0c8a52-91d7-4b6e-8c1e-5a7be2f4d960",
    "ITkTpZSBhdHRp",
    "4111111111111111",
    "078-05-1120",
    "+34 612 487 705",
    "A123456780",
    "DE89370400440532013000",
    "87cURD]i,Ebo80=x",
    "n o o r v a n t",
    "68 65 6c 6c 6f 20",
    "116,104,101,32,97,116,116,105",
    "01101000 01101001 01101010",
    ".... . .-.. .-.. --- -.-.",
]


@pytest.mark.parametrize("text", READ)
def test_words_dates_and_versions_are_read(text: str) -> None:
    assert list(unread_spans(text)) == []


@pytest.mark.parametrize("text", UNREAD)
def test_all_else_is_not(text: str) -> None:
    found = list(unread_spans(text))
    assert (min(start for start, _ in found), max(end for _, end in found)) == (0, len(text))


def test_only_the_piece_is_unread() -> None:
    text = "main.9f8a7b6c.chunk.js"
    assert [text[start:end] for start, end in unread_spans(text)] == ["9f8a7b6c"]


def test_program_code_has_signs() -> None:
    text = "function(a,b){return!a&&B[3]}"
    assert list(unread_spans(text, code=True)) == [] != list(unread_spans(text))


@pytest.mark.parametrize(("number", "unread"), [(99_999_999, False), (999_999_999, True), (1795407935136, False)])
def test_a_telephone_number_is_too_long_for_a_count(number: int, unread: bool) -> None:
    assert is_unread_number(number) is unread is is_unread_number(-number)


def test_what_nobody_sees_is_taken_out() -> None:
    assert without_invisible("a\u200bb\U000e0041c\ufe01") == "abc" and without_invisible("déjà") == "déjà"
