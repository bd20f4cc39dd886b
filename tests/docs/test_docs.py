"""The documentation is true, by the project's own check and by trying the tour; and the check finds what is wrong."""

import re
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from scripts import check_docs
from scripts.check_docs import Page
from tests.conftest import ROOT, Run


def test_the_documentation_holds() -> None:
    assert check_docs.faults(ROOT) == []


def test_there_are_pages_to_check() -> None:
    names = {page.name for page in check_docs.pages(ROOT)}
    assert names >= {
        "README.md",
        "CONTRIBUTING.md",
        "docs/usage.md",
        "docs/limits.md",
        "docs/ethics.md",
        "fixtures/README.md",
    }


def test_the_tour_works(run: Callable[..., Run], meadow: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every mhaudit command of the README that ends by itself, in its order, in a folder with the fixture alone."""
    shutil.copy(meadow / "meadow.har", tmp_path / "traffic.har")
    shutil.copytree(meadow, tmp_path / "fixtures" / "meadow", ignore=shutil.ignore_patterns("make"))
    monkeypatch.chdir(tmp_path)
    page = Page("README.md", (ROOT / "README.md").read_text(encoding="utf-8"))
    lines = [shlex.split(line) for _, line in check_docs.shell_lines(page)]
    assert [line[0] for line in lines if line[0] in ("web", "record")] == ["web", "record"]
    ending = [line for line in lines if line[0] not in ("web", "record")]
    assert [(line[0], run(*line).code) for line in ending] == [
        ("audit", 1),
        ("new", 0),
        ("new", 0),
        ("audit", 1),
        ("audit", 1),
        ("report", 0),
        ("policies", 0),
        ("policies", 0),
    ]
    saved = tmp_path / "mhaudit-report"
    assert (tmp_path / "again.html").read_bytes() == (saved / "report.html").read_bytes()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project of one page and one make target."""
    (tmp_path / "Makefile").write_text("test: setup\n\techo\n", encoding="utf-8")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.md").write_text("# A b-c, d\n", encoding="utf-8")
    return tmp_path


def test_a_dead_link_is_found(root: Path) -> None:
    page = Page("docs/b.md", "one\n[x](a.md#a-b-c-d) [y](gone.md) [z](a.md#none) [w](https://w.example/none)")
    assert list(check_docs.check_links(page, root)) == [
        "docs/b.md:2: the link leads nowhere: gone.md",
        "docs/b.md:2: a.md has no heading #none",
    ]


def test_a_file_that_is_gone_is_found(root: Path) -> None:
    page = Page("b.md", "`docs/a.md` `docs/gone.md` `Makefile` `GONE.md` `gone.md`")
    assert list(check_docs.check_names(page, root)) == [
        "b.md:1: there is no docs/gone.md",
        "b.md:1: there is no GONE.md",
    ]


def test_a_missing_make_target_is_found(root: Path) -> None:
    page = Page("b.md", "`make test`\nmake sure\nmake it so: `make it`")
    assert list(check_docs.check_targets(page, root)) == [
        "b.md:2: make has no target sure",
        "b.md:3: make has no target it",
        "b.md:3: make has no target it",
    ]


def test_a_command_that_does_not_exist_is_found() -> None:
    page = Page("b.md", "```sh\nmhaudit audit x.har --out o --loud\n```\n`mhaudit dance` and `mhaudit COMMAND --help`")
    assert list(check_docs.check_commands(page)) == [
        "b.md:2: mhaudit audit has no option --loud",
        "b.md:4: mhaudit has no command dance",
    ]


def test_a_wrong_exit_code_is_found() -> None:
    table = (ROOT / check_docs.USAGE).read_text(encoding="utf-8")
    assert list(check_docs.check_exit_codes(Page("u.md", table))) == []
    wrong = re.sub(r"^\| 2 \| .*$", "| 2 | all is well |\n| 99 | more |", table, flags=re.MULTILINE)
    assert list(check_docs.check_exit_codes(Page("u.md", wrong))) == [
        "u.md: exit code 2: 'all is well' here, 'wrong usage' in the code",
        "u.md: exit code 99: 'more' here, None in the code",
    ]
