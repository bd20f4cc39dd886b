import pytest

from mhaudit.report import FILE_NAMES, FORMATS, SETS
from mhaudit.report.formats.json_ import read_audit
from mhaudit.report.letters.letter import LETTERS
from mhaudit.report.letters.rendering import render
from tests.report import sample

NAMES = [name for names in LETTERS.values() for name in names]


def test_each_letter_is_asked_for_by_one_name_and_written_three_times() -> None:
    assert set(SETS) >= {"letter-vendor", "letter-regulator-eu", "letter-regulator-us", "letter-regulator-uk"}
    assert [FILE_NAMES[name] for name in SETS["letter-vendor"]] == [
        "letter-vendor.html",
        "letter-vendor.md",
        "letter-vendor.docx",
    ]


@pytest.mark.parametrize("name", NAMES)
def test_a_saved_audit_gives_the_same_letter(name: str) -> None:
    live = sample.full()
    text = FORMATS["json"](live)
    assert isinstance(text, str)
    saved = read_audit(text.encode(), "audit.json")
    assert render(name, live) == FORMATS[name](saved)


def test_a_letter_speaks_the_language() -> None:
    assert "Gelegenheit zur Stellungnahme" in str(render("letter-vendor-md", sample.full(), "de"))
    assert "Right of reply" in str(render("letter-vendor-md", sample.full()))
