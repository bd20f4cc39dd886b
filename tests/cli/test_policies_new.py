"""`mhaudit policies new`: skeletons are right by their schemas, and their examples hold where they can."""

from collections.abc import Callable
from pathlib import Path

import pytest

from mhaudit.cli.policies_new import skeleton
from mhaudit.errors import Fault
from mhaudit.policy.contents import own_checks
from mhaudit.policy.folder import KINDS, built_in
from mhaudit.policy.schema import check, validators
from mhaudit.policy.yaml_text import parse
from mhaudit.profile.disputes import load_disputes
from tests.conftest import Run

Runner = Callable[..., Run]


def test_the_skeleton_of_disputes_is_right(run: Runner, tmp_path: Path) -> None:
    file = tmp_path / "disputes.yaml"
    assert run("policies", "new", "disputes", "--out", file).code == 0
    assert len(load_disputes(file, {"f-0123456789abcdef": "f-0123456789abcdef"})) == 1
    assert file.read_text(encoding="utf-8") == run("policies", "new", "disputes").out


@pytest.mark.parametrize("kind", KINDS.values())
def test_a_skeleton_is_right(run: Runner, kind: str) -> None:
    result = run("policies", "new", kind)
    assert (result.code, result.err) == (0, "")
    faults: list[Fault] = []
    source = parse(result.out.encode(), kind, faults)
    assert source and faults == []
    assert list(check(source, validators(built_in() / "schema")[kind])) == []
    assert list(own_checks(kind, source, source.data["id"])) == []


def test_the_day_and_the_schema_stand_in_it() -> None:
    text = skeleton("service", "2026-11-20")
    assert text.startswith("# yaml-language-server: $schema=../schema/service.schema.json\n")
    assert "checked_on: 2026-11-20\n" in text and "2000-01-01" not in text


def test_a_layer_of_skeletons_holds(run: Runner, tmp_path: Path) -> None:
    """All of them together, each written where it belongs and made to name the others."""
    names = {"organisation": "example-company", "regulation": "XX-EXAMPLE-1", "rule": "XX-001", "data": "mood.example"}
    for folder, kind in KINDS.items():
        (tmp_path / folder).mkdir()
        file = tmp_path / folder / f"{names.get(kind, 'zz')}.yaml"
        assert run("policies", "new", kind, "--out", file) == Run(0, f"Written: {file}\n", "")
    result = run("policies", "check", "--policies", tmp_path)
    assert (result.code, result.err) == (0, "")


def test_the_id_is_the_name_of_the_file(run: Runner, tmp_path: Path) -> None:
    run("policies", "new", "service", "--out", tmp_path / "my-service.yaml")
    assert "\nid: my-service\n" in (tmp_path / "my-service.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["there.yaml", "new.txt", "gone/new.yaml"])
def test_only_a_new_yaml_file_is_written(run: Runner, tmp_path: Path, name: str) -> None:
    (tmp_path / "there.yaml").write_text("mine", encoding="utf-8")
    result = run("policies", "new", "service", "--out", tmp_path / name)
    assert (result.code, result.out) == (2, "")
    assert [path.read_text(encoding="utf-8") for path in tmp_path.rglob("*") if path.is_file()] == ["mine"]


def test_an_unknown_kind_is_refused(run: Runner) -> None:
    result = run("policies", "new", "servise")
    assert (result.code, result.out) == (2, "")
    assert "did you mean 'service'?" in " ".join(result.err.replace("│", " ").split())
