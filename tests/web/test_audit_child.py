import json
import subprocess
import sys
from pathlib import Path

from msgspec.json import encode

from mhaudit.web.audit_child import AuditWish, main, wish_out


def wish(tmp_path: Path, capture: Path, **more: str) -> str:
    return encode(AuditWish(captures=(str(capture),), out=str(tmp_path / "out"), **more)).decode()


def test_it_says_how_far_it_is_and_writes_what_the_command_writes(tmp_path: Path, meadow: Path) -> None:
    asked = wish(
        tmp_path,
        meadow / "meadow.mitm",
        app=str(meadow / "meadow.app.yaml"),
        persona=str(meadow / "meadow.persona.yaml"),
    )
    command = [sys.executable, "-m", "mhaudit.web.audit_child", asked]
    result = subprocess.run(command, capture_output=True, text=True, check=True)
    first, *_, last = map(json.loads, result.stdout.splitlines())
    assert first == {"exchanges": 1, "expected": 85, "kinds": first["kinds"]} and last == {"done": "fail"}
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["audit.json", "report.html"]
    assert json.loads((tmp_path / "out" / "audit.json").read_bytes())["verdict"]["outcome"] == "fail"


def test_why_it_failed_is_a_sentence(tmp_path: Path, capsys: object) -> None:
    (tmp_path / "empty.har").write_text('{"log": {"entries": []}}', encoding="utf-8")
    assert main([wish(tmp_path, tmp_path / "empty.har")]) == 1
    said = json.loads(capsys.readouterr().out)  # type: ignore[attr-defined]
    assert said["failed"].startswith("Nothing to audit: empty.har (HAR) has no exchange")
    assert not (tmp_path / "out").exists()


def test_a_folder_that_is_there_is_not_written_over(tmp_path: Path, meadow: Path, capsys: object) -> None:
    (tmp_path / "out").mkdir()
    asked = wish(tmp_path, meadow / "meadow.mitm")
    assert main([asked]) == 1
    assert json.loads(capsys.readouterr().out.splitlines()[-1]) == {"failed": f"{tmp_path / 'out'}: File exists"}  # type: ignore[attr-defined]
    assert wish_out([asked]) == str(tmp_path / "out")
