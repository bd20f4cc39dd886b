from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from mhaudit.cli.settings import find_settings
from mhaudit.draft.schema_file import schema_text
from mhaudit.policy import load
from mhaudit.profile import load_app, load_persona
from tests.conftest import Run

Runner = Callable[..., Run]


def test_a_persona_is_written_with_its_schema(run: Runner, tmp_path: Path) -> None:
    out = tmp_path / "ben.yaml"
    result = run("new", "persona", "--locale", "de-DE", "--domain", "quiet.example", "--seed", "3", "--out", out)
    assert (result.code, result.out) == (0, f"Written: {out}\n")
    assert out.stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "persona.schema.json").read_text(encoding="utf-8") == schema_text("persona")
    made = load_persona(out, load())
    assert (made.id, made.country, len(made.values)) == ("ben", "DE", 12)
    assert result.err.count("\n") == 13
    assert "identity.email: Searched everywhere" in result.err
    assert "Bundesnetzagentur" in result.err.splitlines()[-1]


def test_without_a_file_it_is_printed(run: Runner) -> None:
    result = run("new", "persona", "--locale", "es-ES", "--seed", "1")
    assert yaml.safe_load(result.out)["country"] == "ES"
    assert "no range that is reserved for fiction is known for ES" in result.err


def test_a_profile_lists_the_domains_of_a_capture_and_guesses_none(run: Runner, meadow: Path, tmp_path: Path) -> None:
    out = tmp_path / "meadow.app.yaml"
    result = run("new", "app", meadow / "meadow.mitm", "--name", "Meadow", "--platform", "web", "--out", out)
    assert (result.code, result.err) == (0, "")
    text = out.read_text(encoding="utf-8")
    assert "#   - meadow-app.example # 36 exchanges; no known company\n" in text
    profile = load_app(out, load())
    assert (profile.id, profile.name, profile.first_party) == ("meadow", "Meadow", ())


def test_own_domains_are_taken_as_given(run: Runner) -> None:
    text = run("new", "app", "--first-party", "a.example", "--first-party", "b.example").out
    assert yaml.safe_load(text) == {"id": "app", "name": "app", "first_party": ["a.example", "b.example"]}


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("app", "--platform", "tv"), "unknown platform 'tv'"),
        (("persona", "--locale", "xx"), "unknown locale 'xx'"),
        (("persona", "--out", "there.txt"), "must be a new file that ends in .yaml"),
    ],
)
def test_wrong_usage_is_said(run: Runner, arguments: tuple[str, ...], says: str) -> None:
    result = run("new", *arguments)
    assert result.code == 2 and says in " ".join(result.err.replace("│", " ").split())


def test_settings_are_written_with_their_schema(run: Runner, tmp_path: Path) -> None:
    assert run("new", "settings", "--out", tmp_path / "mhaudit.toml").code == 0
    found = find_settings(tmp_path)
    assert found and dict(found.values) == {"pack": "auditor", "formats": ["html", "json"]}
    assert (tmp_path / "settings.schema.json").read_text(encoding="utf-8") == schema_text("settings")
    assert run("new", "settings", "--out", tmp_path / "mhaudit.yaml").code == 2


def test_a_hyphen_is_standard_output(run: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("new", "app", "--out", "-").out == run("new", "app").out
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_there_is_kept(run: Runner, tmp_path: Path) -> None:
    (tmp_path / "kim.yaml").write_text("mine", encoding="utf-8")
    assert run("new", "persona", "--out", tmp_path / "kim.yaml").code == 2
    assert (tmp_path / "kim.yaml").read_text(encoding="utf-8") == "mine"
