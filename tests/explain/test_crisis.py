"""Crisis lines: a number that is not confirmed is shown as such wherever it stands, and never as advice."""

from pathlib import Path

from mhaudit.explain import catalogue, crisis
from tests.policy.explaining.files import text, with_files

LINES = """\
id: zz
country: ZZ
emergency: ['112']
lines:
  - {name: Sure, call: ['1 2 3'], text: [HELP to 4], for: all, hours: 24/7, note: Day and night.,
     checked_on: 2026-11-23, level: confirmed,
     sources: [{url: 'https://b.example/', kind: press}, {url: 'https://c.example/', kind: official}]}
  - {name: Old, call: ['5 6'], checked_on: 2026-11-23, level: confirmed, recheck: true,
     sources: [{url: 'https://b.example/', kind: press}]}
  - {name: Guessed, chat: ['https://g.example'], checked_on: 2026-11-23, level: doubtful}
  - {name: Gone, call: ['7'], state: retired, replaced_by: 1 2 3, checked_on: 2026-11-23, level: secondary,
     sources: [{url: 'https://b.example/', kind: press}]}
directories: [https://d.example/]
"""


def test_confirmed_and_other_numbers_are_separate(tmp_path: Path) -> None:
    known = with_files(tmp_path, {"crisis-lines/zz.yaml": LINES})
    assert text(crisis.help_line_sections(known.files["crisis-lines"]["zz"], known)) == {
        "Confirmed": [
            "Sure, for all: 1 2 3 (call), HELP to 4 (text) (24/7; checked on 2026-11-23). Day and night. https://c.example/"
        ],
        "Not confirmed": [
            "Not checked: emergency numbers 112",
            "Not confirmed (look again): Old: 5 6 (call) https://b.example/",
            "Not confirmed (doubtful): Guessed: https://g.example (chat)",
        ],
        "Superseded or retired": ["Gone: 7 (call): retired, replaced by 1 2 3 https://b.example/"],
        "Directories": ["https://d.example/"],
    }


def test_no_shipped_number_is_given_without_its_level() -> None:
    known = catalogue()
    for data in known.files["crisis-lines"].values():
        page = text(crisis.help_line_sections(data, known))
        assert all(line.startswith("Not c") for line in page.get("Not confirmed", ()))
        given = [line for line in data.get("lines", ()) if line["level"] == "confirmed" and "state" not in line]
        assert len(page.get("Confirmed", ())) == len([line for line in given if not line.get("recheck")])
