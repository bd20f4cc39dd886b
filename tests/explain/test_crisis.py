"""Crisis lines: a number that was not checked is shown as such wherever it stands, and never as advice."""

from pathlib import Path

from mhaudit.explain import catalogue, crisis
from tests.policy.explaining.files import text, with_files

LINES = """\
id: zz
country: ZZ
emergency: ['112']
lines:
  - {name: Checked, call: ['1 2 3'], text: [HELP to 4], for: all, note: Day and night., source: 'https://c.example/',
     checked_on: 2026-11-23, confidence: verified}
  - {name: Guessed, call: ['5 6'], checked_on: 2026-11-23, confidence: secondary}
retired:
  - {number: '7', was: the old one, confidence: verified}
  - {number: '8', confidence: from-memory}
directories: [https://d.example/]
"""


def test_checked_and_unchecked_numbers_stand_apart(tmp_path: Path) -> None:
    known = with_files(tmp_path, {"crisis-lines/zz.yaml": LINES})
    assert text(crisis.lines(known.files["crisis-lines"]["zz"], known)) == {
        "Checked at their source": [
            "Checked, for all: 1 2 3 (call), HELP to 4 (text) (checked on 2026-11-23). Day and night. https://c.example/"
        ],
        "Not checked": ["Not checked: emergency numbers 112", "Not checked: Guessed: 5 6 (call)"],
        "No longer answering": ["7: the old one", "8 (not checked)"],
        "Directories": ["https://d.example/"],
    }


def test_no_shipped_number_is_given_without_its_check() -> None:
    known = catalogue()
    for data in known.files["crisis-lines"].values():
        verified = {line["name"] for line in data.get("lines", ()) if line["confidence"] == "verified"}
        page = text(crisis.lines(data, known))
        assert len(page.get("Checked at their source", ())) == len(verified)
        assert all(line.startswith("Not checked: ") for line in page.get("Not checked", ()))
