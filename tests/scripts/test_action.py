"""The GitHub action: every input reaches `mhaudit audit`, and what it ends with is handed on."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.cli.traffic import clean, leaking, subject
from tests.conftest import ROOT

SCRIPT = ROOT / "scripts" / "action.sh"


def action() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    return loaded


def run(folder: Path, **inputs: str | Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    environment.pop("GITHUB_STEP_SUMMARY", None)
    given = {name.upper(): str(value) for name, value in inputs.items()}
    environment |= {"OUT": str(folder / "out"), "GITHUB_OUTPUT": str(folder / "output"), **given}
    return subprocess.run(["bash", str(SCRIPT)], env=environment, capture_output=True, text=True, check=False)


def test_every_input_is_handed_to_the_script_and_used_by_it() -> None:
    described = action()
    step = next(step for step in described["runs"]["steps"] if step.get("id") == "audit")
    found = ((name, re.search(r"inputs\.([a-z-]+)", value)) for name, value in step["env"].items())
    handed = {match[1]: name for name, match in found if match}
    assert set(handed) == set(described["inputs"]) - {"python-version"}
    text = SCRIPT.read_text(encoding="utf-8")
    assert [name for name in handed.values() if f"${{{name}:-" not in text] == []
    # what an input says is data: it never stands in a script that is run
    assert [one["run"] for one in described["runs"]["steps"] if "inputs." in one.get("run", "")] == []


@pytest.mark.parametrize(("make", "code"), [(leaking, 1), (clean, 0)])
def test_it_ends_as_the_audit_does(tmp_path: Path, make: Any, code: int) -> None:
    _, app, _, persona = subject(tmp_path)
    result = run(tmp_path, capture=make(tmp_path), app=app, persona=persona, formats="json")
    assert result.returncode == code, result.stderr
    assert (tmp_path / "output").read_text(encoding="utf-8") == f"exit-code={code}\n"
    assert (tmp_path / "out" / "audit.json").is_file()


def test_the_summary_of_the_run_gets_the_report(tmp_path: Path) -> None:
    _, app, _, persona = subject(tmp_path)
    summary = tmp_path / "summary.md"
    result = run(tmp_path, capture=leaking(tmp_path), app=app, persona=persona, github_step_summary=summary)
    assert result.returncode == 1, result.stderr
    names = ["audit.json", "report.html", "report.md", "report.sarif"]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == names
    assert summary.read_text(encoding="utf-8") == (tmp_path / "out" / "report.md").read_text(encoding="utf-8")


def uses() -> Iterator[tuple[Path, str]]:
    """Every action that a workflow of this project, its action or its example calls, with the file."""
    files = [ROOT / "action.yml", *(ROOT / ".github").rglob("*.yml"), *(ROOT / "examples").rglob("*.yml")]
    for path in files:
        for match in re.finditer(r"uses: (.+)", path.read_text(encoding="utf-8")):
            yield path, match[1]


def test_every_action_is_pinned_by_digest_and_says_its_version() -> None:
    found = list(uses())
    assert len(found) >= 10
    pinned = re.compile(
        r"[\w.-]+(?:/[\w.-]+)+@[0-9a-f]{40} # (?:v\d+\.\d+\.\d+|the commit of the release that you use)"
    )
    assert [(path.name, text) for path, text in found if not pinned.fullmatch(text)] == []
    digests: dict[str, set[str]] = {}
    for _, text in found:
        name, _, digest = text.partition("@")
        digests.setdefault(name, set()).add(digest)
    assert [name for name, those in digests.items() if len(those) > 1] == []


def test_no_workflow_has_more_rights_than_it_says() -> None:
    for path in (*(ROOT / ".github").rglob("*.yml"), *(ROOT / "examples" / "github").glob("*.yml")):
        loaded = yaml.safe_load(path.read_text(encoding="utf-8"))
        assert loaded["permissions"] == {}, path
        assert all("permissions" in job for job in loaded["jobs"].values()), path


def test_the_job_keeps_its_python() -> None:
    python = next(step for step in action()["runs"]["steps"] if step.get("id") == "python")
    assert python["with"]["update-environment"] is False
    install = (ROOT / "scripts" / "action_install.sh").read_text(encoding="utf-8")
    assert "--require-hashes" in install and "requirements/demo.txt" in install
    assert subprocess.run(["bash", "-n", str(ROOT / "scripts" / "action_install.sh")], check=False).returncode == 0


def test_hooks_run_once() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert [hook["require_serial"] for hook in hooks] == [True, True]


def test_text_in_an_input_is_not_run(tmp_path: Path) -> None:
    result = run(tmp_path, capture=f"$(touch {tmp_path}/ran).har\n; touch {tmp_path}/ran", formats="json")
    assert (result.returncode, (tmp_path / "ran").exists()) == (5, False)


def test_no_capture_is_wrong_usage(tmp_path: Path) -> None:
    result = run(tmp_path, capture="")
    assert (result.returncode, "the input 'capture' is empty" in result.stderr) == (2, True)


def test_the_hooks_name_commands_that_exist() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    for hook in hooks:
        command = [str(Path(sys.executable).parent / "mhaudit"), *hook["entry"].split()[1:], "--help"]
        assert subprocess.run(command, capture_output=True, check=False).returncode == 0, hook["id"]
