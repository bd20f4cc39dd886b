import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from mhaudit.cli.settings import HEEDED, find_settings
from mhaudit.draft.schema_file import schema_text
from mhaudit.errors import InvalidFiles
from tests.cli.traffic import leaking, subject
from tests.conftest import Run

Runner = Callable[..., Run]
WHOLE = """
app = "app.yaml"
persona = "sub/persona.yaml"
policies = ["own", "other"]
pack = "release-gate"
fail-on = "low"
formats = ["json", "md"]
waivers = "waivers.yaml"
baseline = "audit.json"
out = "report"
language = "de"
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "sub").mkdir()
    monkeypatch.chdir(tmp_path / "sub")
    return tmp_path


def test_they_are_found_upwards_and_paths_lead_on_from_them(project: Path) -> None:
    (project / "mhaudit.toml").write_text(WHOLE, encoding="utf-8")
    found = find_settings(project / "sub")
    assert found and found.path == project / "mhaudit.toml"
    assert found.options("audit") == {
        "app": "../app.yaml",
        "persona": "persona.yaml",
        "policies": ["../own", "../other"],
        "pack": "release-gate",
        "fail_on": "low",
        "format": "json,md",
        "waivers": "../waivers.yaml",
        "baseline": "../audit.json",
        "out": "../report",
        "language": "de",
    }
    assert sorted(found.options("redact")) == ["app", "persona", "policies"]
    assert found.options("verify") == {}


def test_every_setting_of_the_schema_is_heeded_and_none_else() -> None:
    known = set(json.loads(schema_text("settings"))["properties"])
    assert known == set(HEEDED["audit"]) and all(set(names) <= known for names in HEEDED.values())


def test_the_nearest_file_wins_and_other_projects_are_passed_by(project: Path) -> None:
    (project / "pyproject.toml").write_text('[tool.mhaudit]\npack = "us"\n', encoding="utf-8")
    (project / "sub" / "pyproject.toml").write_text('[tool.ruff]\nx = "[tool.mhaudit]"\n', encoding="utf-8")
    found = find_settings(project / "sub")
    assert found and found.options("audit") == {"pack": "us"}
    (project / "sub" / "mhaudit.toml").write_text("", encoding="utf-8")
    found = find_settings(project / "sub")
    assert found and (found.path.parent.name, found.options("audit")) == ("sub", {})


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("x = ", "can't be read: "),
        (
            'pack = "us"\nfail_on = "low"\n',
            "mhaudit.toml:2: fail_on: unknown setting; did you mean 'fail-on'?; allowed are ",
        ),
        ('fail-on = "grave"\n', "mhaudit.toml:1: fail-on: must be one of info, low, medium, high, critical"),
        (
            'fail-on = "hihg"\n',
            "mhaudit.toml:1: fail-on: 'hihg' is not allowed; choose from info, low, medium, high, critical; did",
        ),
        ("formats = []\n", "mhaudit.toml:1: formats: needs at least 1 in the list"),
        ("app = 3\n", "mhaudit.toml:1: app: must be text"),
    ],
)
def test_faults_are_said_with_their_line(project: Path, text: str, fault: str) -> None:
    (project / "mhaudit.toml").write_text(text, encoding="utf-8")
    with pytest.raises(InvalidFiles) as caught:
        find_settings(project)
    assert fault in str(caught.value)


def test_an_audit_heeds_them_names_them_and_lets_options_win(run: Runner, project: Path) -> None:
    _, app, _, persona = subject(project)
    capture = leaking(project)
    settings = f'app = "{Path(app).name}"\npersona = "{Path(persona).name}"\nformats = ["md"]\nout = "there"\n'
    (project / "mhaudit.toml").write_text(settings, encoding="utf-8")
    result = run("audit", capture)
    assert (result.code, result.err) == (1, "Settings: ../mhaudit.toml (app, persona, formats, out)\n")
    assert [path.name for path in (project / "there").iterdir()] == ["report.md"]
    assert run("audit", capture, "--format", "json", "--out", "own").code == 1
    assert [path.name for path in Path("own").iterdir()] == ["audit.json"]
    assert run("--no-settings", "audit", capture, "--out", "none").err == ""
    assert "Settings" not in run("verify", "none").err


def test_a_case_is_audited_with_what_it_brings(run: Runner, project: Path, meadow: Path) -> None:
    case = project / "case"
    case.mkdir()
    for name, source in (("capture.mitm", "meadow.mitm"), ("app.yaml", "meadow.app.yaml")):
        shutil.copy(meadow / source, case / name)
    (case / "journal.jsonl").write_bytes(b"")
    (project / "other.yaml").write_text("id: other\nname: Other\n", encoding="utf-8")
    (project / "mhaudit.toml").write_text('app = "other.yaml"\n', encoding="utf-8")
    assert name_of(run, case, project / "brought") == "Meadow"
    assert name_of(run, meadow / "meadow.mitm", project / "set") == "Other"
    assert name_of(run, case, project / "given", "--app", project / "other.yaml") == "Other"


def name_of(run: Runner, capture: Path, out: Path, *options: str | Path) -> str:
    """Return the name of the app in the audit of a capture."""
    run("audit", capture, "--out", out, "--format", "json", *options)
    return str(json.loads((out / "audit.json").read_bytes())["subject"]["name"])
