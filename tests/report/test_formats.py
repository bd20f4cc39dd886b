import pytest

from mhaudit.report import FILE_NAMES, FORMATS, SETS
from mhaudit.report.json_ import read_audit

from . import sample

AUDITS = {"full": sample.full, "empty": sample.empty, "hostile": sample.hostile}


def test_every_format_has_its_file_name() -> None:
    assert dict(FILE_NAMES) == {
        "html": "report.html",
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
    saved = read_audit(FORMATS["json"](live).encode(), "audit.json")
    assert FORMATS[name](saved) == FORMATS[name](live)
    assert FORMATS[name](live).encode().decode() == FORMATS[name](live)


@pytest.mark.parametrize("name", FORMATS)
def test_nothing_that_steers_or_reorders_is_left_in_any_format(name: str) -> None:
    text = FORMATS[name](sample.hostile())
    assert not set(text) & {"\x1b", "\u202e", "\x00"}


def test_the_formats_cannot_be_changed_from_outside() -> None:
    with pytest.raises(TypeError):
        FORMATS["html"] = FORMATS["json"]  # type: ignore[index]
