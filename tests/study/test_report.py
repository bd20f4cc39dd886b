"""A study's report: what it says, and what a hostile app can't make it say."""

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mhaudit.study.manifest import apps_of
from mhaudit.study.report import figures, published, render_csv, render_html, summary_text
from mhaudit.study.run import Cluster, Terms, run_study
from mhaudit.study.store import Store
from tests.cli.traffic import OWN, har
from tests.study.apps import small_study

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Store:
    folder = tmp_path_factory.mktemp("study")
    manifest = small_study(folder / "in")
    har(folder / "in" / "odd.har", (OWN, {"a": 1}))
    with manifest.open("a", encoding="utf-8") as file:
        file.write("=1+2,<script>alert(1)</script>\u202e,1,odd.har,own.app.yaml,kim.persona.yaml\n")
    store = Store(str(folder / "s"))
    run_study(apps_of([str(manifest)]), Terms(store=store), Cluster())
    return store


def test_the_headline_is_a_share_with_its_denominator(study: Store) -> None:
    page = render_html(figures(study))
    assert "<h1>1 of 2 apps sent health data to an outside company</h1>" in page
    assert "5 of 6 apps could be audited" in page
    assert "<b>1 of 2</b> sent health data to an outside company, proven or documented" in page
    assert "Not known: how many sent a chat message to a provider of AI models." in page


def test_no_name_is_markup_or_a_formula(study: Store) -> None:
    found = figures(study)
    page = render_html(found)
    assert "<script" not in page and "&lt;script&gt;alert(1)" in page and "\u202e" not in page
    cells = [cell for row in csv.reader(io.StringIO(render_csv(found))) for cell in row]
    assert not [cell for cell in cells if cell.startswith("=")]


def test_the_same_study_gives_the_same_bytes(study: Store) -> None:
    assert render_html(figures(study)) == render_html(figures(study))


def test_the_terminal_gets_each_share_that_has_a_denominator(study: Store) -> None:
    lines = summary_text(figures(study)).splitlines()
    assert lines[0] == "5 apps audited, 1 without an audit"
    assert (
        "1 of 2 sent health data to an outside company, proven or documented (50 %, 95 % interval 9 % to 91 %; "
        "counted: apps in which a health entry was seen being sent)"
    ) in lines
    assert not [line for line in lines if "AI models" in line]


def test_published_studies_have_their_source_and_year(study: Store) -> None:
    known = {share.id for share in figures(study).shares}
    for one in published():
        assert one.metric in known and one.link.startswith("https://") and 2015 < one.year < 2027
        assert 0 <= one.part <= one.whole and one.confidence in ("verified", "secondary")


@pytest.mark.parametrize("width", [390, 1280])
def test_the_page_fits_its_window(study: Store, chromium: "Browser", tmp_path: Path, width: int) -> None:
    from axe_playwright_python.sync_playwright import Axe

    path = tmp_path / "study.html"
    path.write_text(render_html(figures(study)), encoding="utf-8")
    context = chromium.new_context(viewport={"width": width, "height": 800}, bypass_csp=True)
    page = context.new_page()
    page.goto(path.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(page)
    assert [one["id"] for one in found.response["violations"]] == []
    context.close()
