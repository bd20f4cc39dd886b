import pytest

from mhaudit.model.capture import GAPS
from mhaudit.report.text import words
from mhaudit.report.text.language import speaking


@pytest.mark.parametrize(("number", "said"), [(0, "0 gaps"), (1, "1 gap"), (2, "2 gaps"), (1234, "1,234 gaps")])
def test_counted(number: int, said: str) -> None:
    assert words.counted(number, "gap", "gaps") == said


@pytest.mark.parametrize(
    ("items", "said"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_listed(items: list[str], said: str) -> None:
    assert words.listed(items) == said


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("Mood score", "mood score"),
        ("E-mail address", "e-mail address"),
        ("IP address", "IP address"),
        ("PHQ-9 total", "PHQ-9 total"),
        ("", ""),
    ],
)
def test_a_label_inside_a_sentence(label: str, said: str) -> None:
    assert words.inside(label) == said


def test_gaps_without_words_are_still_said() -> None:
    assert words.gap("tls-refused") == GAPS["tls-refused"]
    assert words.gap_title("tls-refused") == "Recording refused by the app"
    assert words.gap_title("odd-thing") == "Odd thing"
    assert words.gap("odd") == "Something could not be seen."


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("plain", ""),
        ("plain (year first)", "written year first"),
        ("sha256", "as its SHA-256 hash"),
        ("sha256 (lower case)", "as its SHA-256 hash (lower case)"),
        ("rot13", "as rot13"),
    ],
)
def test_form(code: str, said: str) -> None:
    assert words.form(code) == said


def test_only_what_was_never_seen_plain_is_said_to_be_hashed() -> None:
    assert words.forms({"sha256 (lower case)", "sha256"}) == " (as its SHA-256 hash)"
    assert words.forms({"sha256", "md5"}) == " (as its MD5 hash and as its SHA-256 hash)"
    assert words.forms({"sha256", "plain"}) == ""
    assert words.forms({"sha256", "rot13"}) == ""


def test_stopped() -> None:
    assert [words.stopped(text) for text in ("a", "a.", "a? ", "")] == ["a.", "a.", "a?", ""]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2026-11-20T09:30:00Z", "2026-11-20 09:30:00 UTC"),
        ("2026-11-20T09:30:00.250Z", "2026-11-20 09:30:00 UTC"),
        (None, "time not recorded"),
        ("2026", "2026"),
    ],
)
def test_when(text: str | None, said: str) -> None:
    assert words.when(text) == said


@pytest.mark.parametrize(
    ("number", "said"), [(1, "1 byte"), (999, "999 bytes"), (1000, "1.0 kB"), (2_500_000, "2.5 MB"), (10**9, "1.0 GB")]
)
def test_size(number: int, said: str) -> None:
    assert words.size(number) == said


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [
        (0, 0, "0 %"),
        (0, 10, "0 %"),
        (1, 8, "12.5 %"),
        (1, 100_000, "under 0.1 %"),
        (99_999, 100_000, "over 99.9 %"),
        (7, 7, "100 %"),
    ],
)
def test_a_share_is_never_rounded_to_nothing_or_to_all(part: int, whole: int, said: str) -> None:
    assert words.share(part, whole) == said


def test_german_has_its_own_marks_and_keeps_its_capitals() -> None:
    with speaking("de"):
        assert words.counted(1234, "request", "requests") == "1.234 Anfragen"
        assert words.size(2_500_000) == "2,5 MB"
        assert words.share(1, 8) == "12,5 %"
        assert words.inside("Mood score") == "Stimmungswert"
        assert words.listed(["a", "b", "c"]) == "a, b und c"
        assert words.gap_title("tls-refused") == "Aufzeichnung von der App abgelehnt"
    assert words.inside("Mood score") == "mood score"


def test_few() -> None:
    assert words.few(["a", "b", "c"], 3) == ["a", "b", "c"]
    assert words.few(["a", "b", "c"], 2) == ["a", "b", "1 more"]
