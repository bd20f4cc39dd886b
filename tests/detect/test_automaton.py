import pytest

from mhaudit.detect.automaton import SearchPattern, SearchPatterns, fold

NAME = SearchPattern("planted", 0, "plain")
NUMBER = SearchPattern("planted", 1, "digits only", digits=True)
EXACT = SearchPattern("planted", 2, "base64", exact="QUJDREVG")


def patterns() -> SearchPatterns:
    made = SearchPatterns()
    made.add("calderon", NAME)
    made.add("612487705", NUMBER)
    made.add("qujdrevg", EXACT)
    return made


def test_what_is_present() -> None:
    assert patterns().present("x calderon y 612487705") == {"calderon": [NAME], "612487705": [NUMBER]}
    assert patterns().present("nothing of it") == {}
    assert SearchPatterns().present("anything") == {}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("calderon", [NAME]),
        ("xcalderonx calderon", [NAME, NAME]),
        ("612487705", [NUMBER]),
        ("tel:612487705;", [NUMBER]),
        ("1612487705", []),  # inside a longer number
        ("6124877051", []),
        ("x612487705x", [NUMBER]),
        ("QUJDREVG", [EXACT]),
        ("qujdrevg", []),
        ("", []),
    ],
)
def test_what_is_found(text: str, found: list[SearchPattern]) -> None:
    assert list(patterns().find(text.lower(), text)) == found


def test_two_owners_of_one_text() -> None:
    made = patterns()
    other = SearchPattern("instrument", 0, "")
    made.add("calderon", other)
    assert made.present("calderon") == {"calderon": [NAME, other]}


def test_overlapping_texts_are_all_found() -> None:
    made = SearchPatterns()
    made.add("ines.calderon", SearchPattern("planted", 0, "long"))
    made.add("calderon", SearchPattern("planted", 1, "short"))
    assert [entry.form for entry in made.find("ines.calderon", "ines.calderon")] == ["long", "short"]


def test_half_a_surrogate_pair_hides_nothing() -> None:
    made = patterns()
    assert list(made.find("\udce9 612487705", "\udce9 612487705")) == [NUMBER]
    assert list(made.find("\udce9 1612487705", "\udce9 1612487705")) == []


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Inés  Calderón", "ines calderon"),
        ("a\tb\nc\rd\u00a0e", "a b c d e"),
        ("a \t\n b", "a b"),
        ("a  b\x0bc", "a b\x0bc"),  # a single blank that is not one of these stays
        ("a  b\x0b c", "a b c"),
        ("a  b\x1fc", "a b\x1fc"),
        (" \n a", "a"),
        (" a", " a"),
        ("ＡÉ\u200dß\u0663 x", "aess3 x"),
        ("plain Text", "plain text"),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded
