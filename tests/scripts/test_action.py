"""The GitHub action: every input reaches `mhaudit audit`, and what it ends with is handed on."""

import os
import re
import subprocess
import sys
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
    given = {name.upper(): str(value) for name, value in inputs.items()}
    environment |= {"OUT": str(folder / "out"), "GITHUB_OUTPUT": str(folder / "output"), **given}
    return subprocess.run(["bash", str(SCRIPT)], env=environment, capture_output=True, text=True, check=False)


def test_every_input_is_handed_to_the_script_and_used_by_it() -> None:
    described = action()
    step = next(step for step in described["runs"]["steps"] if step.get("id") == "audit")
    handed = {re.search(r"inputs\.([a-z-]+)", value)[1]: name for name, value in step["env"].items()}  # type: ignore[index]
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
