import pytest

from mhaudit.report import BINARY, FILE_NAMES, FORMATS, SETS
from mhaudit.report.formats import json_
from mhaudit.report.formats.json_ import read_audit
from tests.report import sample

AUDITS = {"full": sample.full, "empty": sample.empty, "hostile": sample.hostile}


def test_every_format_has_its_file_name() -> None:
    letters = {name: file for name, file in FILE_NAMES.items() if name.startswith("letter-")}
    assert letters == {name: f"{name.rpartition('-')[0]}.{name.rpartition('-')[2]}" for name in letters}
    assert {name: file for name, file in FILE_NAMES.items() if name not in letters} == {
        "html": "report.html",
        "pdf": "report.pdf",
        "json": "audit.json",
        "txt": "summary.txt",
        "md": "report.md",
        "sarif": "report.sarif",
        "junit": "junit.xml",
        "csv-observations": "observations.csv",
        "csv-findings": "findings.csv",
        "csv-recipients": "recipients.csv",
    }
    assert set(FORMATS) == set(FILE_NAMES)
    assert {member for members in SETS.values() for member in members} <= set(FORMATS)


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("audit", AUDITS)
def test_a_saved_audit_renders_to_the_same_bytes(name: str, audit: str) -> None:
    live = AUDITS[audit]()
    saved = read_audit(json_.render(live).encode(), "audit.json")
    first, again = FORMATS[name](live), FORMATS[name](saved)
    if name != "pdf":
        assert first == again
    assert isinstance(first, bytes) == isinstance(again, bytes) == (name in BINARY)


@pytest.mark.parametrize("name", sorted(FORMATS.keys() - BINARY))
def test_nothing_that_steers_or_reorders_is_left_in_any_format(name: str) -> None:
    text = FORMATS[name](sample.hostile())
    assert isinstance(text, str)
    assert not set(text) & {"\x1b", "\u202e", "\x00"}


def test_the_formats_cannot_be_changed_from_outside() -> None:
    with pytest.raises(TypeError):
        FORMATS["html"] = FORMATS["json"]  # type: ignore[index]
