"""The site's table of contents."""

from collections.abc import Iterator
from typing import Any

import yaml

from tests.conftest import ROOT

CONFIG = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))


def listed(nav: Any) -> Iterator[str]:
    """Yield the pages of a table of contents, at any depth."""
    if isinstance(nav, str):
        yield nav
    for item in nav if isinstance(nav, list) else nav.values() if isinstance(nav, dict) else ():
        yield from listed(item)


def test_every_page_is_listed_once() -> None:
    docs = ROOT / "docs"
    pages = {path.relative_to(docs).as_posix() for path in docs.rglob("*.md")}
    decisions = {page for page in pages if page.startswith("adr/") and page != "adr/README.md"}
    assert sorted(listed(CONFIG["nav"])) == sorted(pages - decisions)


def test_nothing_is_fetched_from_elsewhere() -> None:
    assert CONFIG["theme"]["font"] is False
    python = CONFIG["plugins"][1]["mkdocstrings"]["handlers"]["python"]
    assert python["inventories"] == [], "the list of another project's pages would be fetched"
