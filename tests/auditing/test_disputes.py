"""Objections to findings: in every format where the statement stands, and never in audit.json."""

import json
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from mhaudit.report.letters.letter import LAWS
from tests.cli.traffic import leaking, subject
from tests.conftest import Run

Runner = Callable[..., Run]
SAYS = "Our <b>app</b> sends no moods & no \x1b[31m names"
SHOWN = "no moods"


@pytest.fixture
def audited(run: Runner, tmp_path: Path) -> Path:
    """The folder of an audit with findings."""
    out = tmp_path / "out"
    assert run("audit", leaking(tmp_path), *subject(tmp_path), "--out", out, "--format", "json").code == 1
    return out


def dispute(path: Path, folder: Path, rule: str = "HLT-001", **fields: str) -> str:
    """Write a file with one objection; returns the id of its finding."""
    findings = json.loads((folder / "audit.json").read_bytes())["findings"]
    name: str = next(one["id"] for one in findings if one["rule"] == rule)
    entry = {"finding": name, "by": "Own Ltd.", "on": "2026-12-01", "says": SAYS, **fields}
    path.write_text(json.dumps({"disputes": [entry]}), encoding="utf-8")
    return name


PLAIN = ("txt", "sarif", "csv-findings", "csv-recipients")  # formats that no program reads as HTML
FORMATS = ["html", "md", "txt", "sarif", "junit", "csv-findings", "csv-recipients", "letter-vendor-html"]


@pytest.mark.parametrize("name", [*FORMATS, "letter-vendor-md", *(f"letter-regulator-{law}-html" for law in LAWS)])
def test_every_format_says_it_and_only_with_the_file(run: Runner, audited: Path, name: str) -> None:
    from mhaudit.report import FILE_NAMES

    before = rendered(run, audited, name)
    assert SHOWN not in before
    dispute(audited / "disputes.yaml", audited)
    after = rendered(run, audited, name)
    assert SHOWN in after and "2026-12-01" in after and "Own Ltd." in after, FILE_NAMES[name]
    assert "\x1b" not in after
    assert ("<b>app" in after) is (name in PLAIN)


def rendered(run: Runner, folder: Path, name: str) -> str:
    """A format of the saved audit in a folder."""
    from mhaudit.auditing import read_saved
    from mhaudit.auditing.disputes import with_disputes
    from mhaudit.report import FORMATS

    text = FORMATS[name](with_disputes(read_saved(folder / "audit.json"), None, folder))
    return text if isinstance(text, str) else text.decode("utf-8", "replace")


def test_docx_says_it(audited: Path) -> None:
    pytest.importorskip("docx")
    dispute(audited / "disputes.yaml", audited)
    from mhaudit.auditing import read_saved
    from mhaudit.auditing.disputes import with_disputes
    from mhaudit.report import FORMATS

    data = FORMATS["letter-vendor-docx"](with_disputes(read_saved(audited / "audit.json"), None, audited))
    assert isinstance(data, bytes)
    assert SHOWN.encode() in ZipFile(BytesIO(data)).read("word/document.xml")


def test_the_document_and_the_exit_code_stay(run: Runner, tmp_path: Path, audited: Path) -> None:
    before = (audited / "audit.json").read_bytes()
    dispute(tmp_path / "d.yaml", audited, outcome="retracted", answer="Wrong host.")
    again = run(
        "audit", leaking(tmp_path), *subject(tmp_path), "--out", audited, "--format", "json,md",
        "--disputes", tmp_path / "d.yaml",
    )  # fmt: skip
    assert again.code == 1
    assert (audited / "audit.json").read_bytes() == before
    assert "Retracted: the statement was wrong. Wrong host." in (audited / "report.md").read_text(encoding="utf-8")
    assert "Somebody objects to 1 finding. 1 of them was corrected or retracted." in again.out
    assert run("report", audited / "audit.json", "--format", "json").code == 0
    assert (audited / "audit.json").read_bytes() == before


def test_a_file_that_is_named_comes_before_the_one_beside(run: Runner, tmp_path: Path, audited: Path) -> None:
    dispute(audited / "disputes.yaml", audited, says="the first")
    dispute(tmp_path / "d.yaml", audited, says="the second")
    line = ("report", audited / "audit.json", "--format", "md", "--out", "-")
    assert "the first" in run(*line).out
    named = run(*line, "--disputes", tmp_path / "d.yaml").out
    assert "the second" in named and "the first" not in named


def test_german(run: Runner, audited: Path) -> None:
    dispute(audited / "disputes.yaml", audited, outcome="corrected", answer="Es war ein Test.")
    text = run("report", audited / "audit.json", "--format", "md", "--out", "-", "--language", "de").out
    assert "Einwand von Own Ltd., 2026-12-01: „Our" in text
    assert "Berichtigt. Es war ein Test." in text


def test_an_unknown_finding_is_an_error_that_names_those_that_exist(run: Runner, audited: Path) -> None:
    name = dispute(audited / "disputes.yaml", audited)
    file = audited / "disputes.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace(name, "f-ffffffffffffffff"), encoding="utf-8")
    result = run("report", audited / "audit.json")
    assert (result.code, result.out) == (4, "")
    assert f"{file}:1: disputes[0].finding: unknown finding 'f-ffffffffffffffff'; the audit has " in result.err
    assert name in result.err


def test_an_objection_is_at_its_own_finding_only(run: Runner, audited: Path) -> None:
    name = dispute(audited / "disputes.yaml", audited)
    rows = rendered(run, audited, "csv-findings").splitlines()
    assert [row for row in rows if SHOWN in row] == [row for row in rows if name in row] != []
