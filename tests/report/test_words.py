import pytest

from mhaudit.model.audit import Certainty, Corroboration, Verdict
from mhaudit.model.capture import GAPS
from mhaudit.report import words

from . import sample

JUDGED = Verdict(outcome="fail", fail_on="high", worst="critical", by_severity={})


@pytest.mark.parametrize(("number", "said"), [(0, "0 gaps"), (1, "1 gap"), (2, "2 gaps"), (1234, "1,234 gaps")])
def test_counted(number: int, said: str) -> None:
    assert words.counted(number, "gap") == said


@pytest.mark.parametrize(
    ("items", "said"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_listed(items: list[str], said: str) -> None:
    assert words.listed(items) == said


def test_a_failed_verdict_says_by_how_much_and_what_is_not_known() -> None:
    assert words.verdict(JUDGED, 9, 2, 0) == "9 open findings at or above high; 2 things could not be seen or tested."
    assert words.verdict(JUDGED, 1, 0, 0) == "1 open finding at or above high."


def test_a_passed_verdict_keeps_its_limit() -> None:
    passed = Verdict(outcome="pass", fail_on="medium", worst=None, by_severity={})
    assert words.verdict(passed, 0, 0, 0) == "No open finding at or above medium in what could be read."


def test_an_incomplete_verdict_is_not_a_pass() -> None:
    incomplete = Verdict(outcome="incomplete", fail_on="high", worst=None, by_severity={})
    assert words.verdict(incomplete, 0, 3, 1) == (
        "No open finding at or above high in what could be read, but 1 gap could hide what this audit asks about; "
        "3 things could not be seen or tested."
    )


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


@pytest.mark.parametrize(
    ("labels", "said"),
    [
        ({"proven": ["diagnosis"]}, "The persona’s diagnosis was sent to X."),
        ({"proven": ["diagnosis", "name"]}, "The persona’s diagnosis and name were sent to X."),
        ({"declared": ["mood"]}, "The persona’s mood was sent, by the SDK’s own definition, to X."),
        ({"likely": ["mood"]}, "The persona’s mood was likely sent to X."),
        ({"possible": ["mood"]}, "The persona’s mood was possibly sent to X."),
        (
            {"proven": ["name"], "declared": ["mood"], "likely": ["a", "b"], "possible": ["c"]},
            (
                "The persona’s name was sent to X; by the SDK’s own definition also the mood; likely also the a and b; "
                "possibly also the c."
            ),
        ),
    ],
)
def test_a_fact_never_says_more_than_is_known(labels: dict[Certainty, list[str]], said: str) -> None:
    assert words.fact("The persona’s", labels, "X") == said


def test_a_company_s_full_stop_ends_the_sentence() -> None:
    assert (
        words.fact("A user’s", {"proven": ["name"]}, "a host of X Ltd.") == "A user’s name was sent to a host of X Ltd."
    )


def test_whom_something_was_sent_to() -> None:
    assert words.place_of("X", country="US", hosts=1, known=True) == "a host of X (US)"
    assert words.place_of("X", country=None, hosts=2, known=True) == "2 hosts of X"
    assert (
        words.place_of("x.example", country=None, hosts=1, known=False)
        == "x.example, where it is not known who answers"
    )


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


def test_reasons_are_one_sentence() -> None:
    assert words.reasons(["a field says so.", "it has the shape"]) == "a field says so; it has the shape."
    assert words.reasons(["a", "b", "c", "d"]) == "a; b; c; 1 more reason in audit.json."


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


@pytest.mark.parametrize(
    ("exchanges", "listed", "lookups", "said"),
    [
        (1, 0, 0, "1 exchange"),
        (0, 0, 0, "0 exchanges"),
        (0, 1200, 0, "1,200 contacts without content"),
        (2, 1, 0, "2 exchanges; 1 contact without content"),
        (0, 0, 3, "name looked up 3 times"),
        (1, 1, 1, "1 exchange; 1 contact without content; name looked up 1 time"),
    ],
)
def test_how_a_host_was_met(exchanges: int, listed: int, lookups: int, said: str) -> None:
    assert words.met(sample.recipient("a.example", exchanges=exchanges, listed=listed, lookups=lookups)) == said


def test_a_list_and_a_recording() -> None:
    seen = Corroboration(
        recorded=2, listed=5, both=1, missed=("a.example", "b.example"), at_other_times=(), not_listed=()
    )
    assert words.corroborated(seen) == (
        "A list names 5 hosts that the app contacted; 1 of them were recorded. "
        "Contacted during the recording, and not in it: a.example and b.example."
    )
    many = tuple(f"{number}.example" for number in range(25))
    rest = Corroboration(recorded=2, listed=1, both=0, missed=(), at_other_times=("c.example",), not_listed=many)
    assert words.corroborated(rest).endswith("Recorded, and in no list: " + ", ".join(many[:20]) + " and 5 more.")
    assert "Contacted at other times, and not recorded: c.example." in words.corroborated(rest)
