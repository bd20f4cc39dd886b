"""The pages of docs/policies: made from the files, current, and nothing in them reads as advice or breaks the page."""

from pathlib import Path

import pytest

from mhaudit.explain import catalogue
from scripts import check_docs, policy_pages
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def wanted() -> dict[str, str]:
    return policy_pages.texts(catalogue())


def test_the_pages_are_current(wanted: dict[str, str]) -> None:
    assert policy_pages.stale(ROOT, wanted) == []
    assert list(check_docs.check_policy_pages(ROOT)) == []


def test_what_is_not_current_is_named_and_written_anew(tmp_path: Path, wanted: dict[str, str]) -> None:
    policy_pages.write(tmp_path, wanted)
    assert policy_pages.stale(tmp_path, wanted) == []
    folder = tmp_path / "docs" / "policies"
    (folder / "rules.md").write_text("# Rules\n", encoding="utf-8")
    (folder / "left-over.md").write_text("", encoding="utf-8")
    (folder / "data.md").unlink()
    assert policy_pages.stale(tmp_path, wanted) == [
        "docs/policies/data.md: is not current; run make policies",
        "docs/policies/left-over.md: is not current; run make policies",
        "docs/policies/rules.md: is not current; run make policies",
    ]
    policy_pages.write(tmp_path, wanted)
    assert policy_pages.stale(tmp_path, wanted) == []


def test_everything_is_on_a_page(wanted: dict[str, str]) -> None:
    known = catalogue()
    assert {*wanted} == {*policy_pages.PAGES, "services", "README"}
    for name, (kind, _, _) in policy_pages.PAGES.items():
        headings = [line for line in wanted[name].splitlines() if line.startswith("## ")]
        assert len(headings) == len(known.files[kind])
    assert all(f"(`{id_}`)" in wanted["services"] for id_ in known.files["service"])


def test_a_crisis_number_never_stands_alone(wanted: dict[str, str]) -> None:
    lines = [line for line in wanted["crisis-lines"].splitlines() if "(call)" in line or "(text)" in line]
    assert lines
    unconfirmed = ("- Not checked: ", "- Not confirmed (")
    said = ("checked on ", ": retired", ": superseded", "replaced by")
    alone = [line for line in lines if not line.startswith(unconfirmed) and not any(one in line for one in said)]
    assert alone == []


def test_text_is_shown_as_it_stands() -> None:
    assert policy_pages.escape("a_b <i> [x](y) `c` | *") == r"a\_b \<i\> \[x\](y) \`c\` \| \*"
    assert policy_pages.escape("plain words, 1.5 (so)") == "plain words, 1.5 (so)"


def test_a_check_that_can_not_run_is_a_fault(tmp_path: Path) -> None:
    (found,) = check_docs.check_policy_pages(tmp_path)
    assert found.startswith("scripts/policy_pages.py: can't be run: ")
