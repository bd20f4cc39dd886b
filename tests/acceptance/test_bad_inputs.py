"""Broken inputs: the right exit code, a sentence that helps, and nothing lost but what is broken."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.acceptance.conftest import Audited, audit
from tests.conftest import Run


@pytest.mark.parametrize("name", ["nothing.har", "nothing.mitm"])
def test_an_empty_file_is_not_clean(run: Callable[..., Run], tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"")
    result = run("audit", tmp_path / name, "--out", tmp_path / "out")
    assert result.code == 3
    assert result.err.startswith(f"Nothing to audit: {name} is empty (0 bytes).")
    assert not (tmp_path / "out").exists()


def test_a_har_without_entries_is_not_clean(run: Callable[..., Run], tmp_path: Path) -> None:
    path = tmp_path / "none.har"
    path.write_text('{"log": {"version": "1.2", "entries": []}}', encoding="utf-8")
    result = run("audit", path, "--out", tmp_path / "out")
    assert result.code == 3
    assert result.err.startswith("Nothing to audit: none.har (HAR) has no exchange.")


def test_a_picture_is_told_by_its_content(run: Callable[..., Run], tmp_path: Path) -> None:
    path = tmp_path / "shot.har"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    result = run("audit", path, "--out", tmp_path / "out")
    assert result.code == 5
    assert str(path) in result.err.replace("\n", "")
    assert "PNG" in result.err


def test_a_file_that_is_not_there(run: Callable[..., Run], tmp_path: Path) -> None:
    result = run("audit", tmp_path / "gone.har", "--out", tmp_path / "out")
    assert result.code in {2, 5}
    assert "gone.har" in result.err.replace("\n", "")


def test_one_broken_entry_costs_only_itself(meadow: Path, from_har: Audited, tmp_path: Path) -> None:
    document = json.loads((meadow / "meadow.har").read_text(encoding="utf-8"))
    document["log"]["entries"].insert(10, {"request": "lost"})
    path = tmp_path / "broken.har"
    path.write_text(json.dumps(document), encoding="utf-8")
    result = audit(path, meadow, tmp_path / "out")
    assert result.code == 1
    assert result.audit["coverage"]["exchanges"] == 85
    assert [gap["count"] for gap in result.audit["coverage"]["gaps"] if gap["code"] == "damaged-entry"] == [1]
    assert [seen["id"] for seen in result.audit["observations"]] == [
        seen["id"] for seen in from_har.audit["observations"]
    ]


def record_starts(dump: bytes) -> list[int]:
    """Where each record of a whole dump begins: `<length>:<payload>}` one after the other."""
    starts, at = [], 0
    while at < len(dump):
        starts.append(at)
        colon = dump.index(b":", at)
        at = colon + 1 + int(dump[at:colon]) + 1
    return starts


@pytest.mark.parametrize("share", [0.25, 0.75, 0.999])
def test_a_truncated_dump_is_read_up_to_the_damage(meadow: Path, tmp_path: Path, share: float) -> None:
    whole = (meadow / "meadow.mitm").read_bytes()
    cut = int(len(whole) * share)
    path = tmp_path / "cut.mitm"
    path.write_bytes(whole[:cut])
    begun = [start for start in record_starts(whole) if start < cut]
    result = audit(path, meadow, tmp_path / "out")
    coverage = result.audit["coverage"]
    unread = [one["unread"] for one in coverage["bytes"] if not one["host"]]
    assert (result.code, coverage["exchanges"], unread) == (1, len(begun) - 1, [cut - begun[-1]])
    detail = f"cut.mitm: damaged at byte {begun[-1]}; {cut - begun[-1]} bytes were not read"
    (gap,) = (gap for gap in coverage["gaps"] if gap["code"].startswith("damaged"))
    assert (gap["code"], gap["count"], gap["blocking"], gap["detail"]) == ("damaged-capture", 1, True, detail)
    assert gap["bytes"] == cut - begun[-1]


def test_a_dump_cut_between_two_flows_has_no_damage(meadow: Path, tmp_path: Path) -> None:
    whole = (meadow / "meadow.mitm").read_bytes()
    path = tmp_path / "cut.mitm"
    path.write_bytes(whole[: record_starts(whole)[10]])
    coverage = audit(path, meadow, tmp_path / "out").audit["coverage"]
    assert coverage["exchanges"] == 10
    assert [gap for gap in coverage["gaps"] if gap["code"].startswith("damaged")] == []


def test_damage_in_the_middle_costs_one_flow(meadow: Path, tmp_path: Path) -> None:
    whole = (meadow / "meadow.mitm").read_bytes()
    starts = record_starts(whole)
    path = tmp_path / "hole.mitm"
    path.write_bytes(whole[: starts[20]] + b"#" * 30 + whole[starts[20] + 30 :])
    coverage = audit(path, meadow, tmp_path / "out").audit["coverage"]
    lost = starts[21] - starts[20]
    detail = f"hole.mitm: damaged at byte {starts[20]}; {lost} bytes were not read"
    assert coverage["exchanges"] == len(starts) - 1
    assert [(gap["count"], gap["detail"]) for gap in coverage["gaps"] if gap["code"] == "damaged-capture"] == [
        (1, detail)
    ]


def test_an_unknown_category_is_named_with_its_line(run: Callable[..., Run], meadow: Path, tmp_path: Path) -> None:
    persona = tmp_path / "persona.yaml"
    persona.write_text("id: ines\nvalues:\n  - {category: mood.scor, value: 3, scale: [1, 5]}\n", encoding="utf-8")
    result = run("audit", meadow / "meadow.har", "--persona", persona, "--out", tmp_path / "out")
    assert result.code == 4
    said = result.err.replace("\n", "")
    assert f"{persona}:3: values[0].category" in said
    assert "mood.score" in said
    assert not (tmp_path / "out").exists()
