"""The comment for a pull request."""

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from mhaudit.report.formats import markdown
from mhaudit.report.formats.markdown import plain
from tests.report import sample

HERE = Path(__file__).parents[1]


def test_it_begins_with_the_verdict() -> None:
    full, empty = markdown.render(sample.full()), markdown.render(sample.empty())
    assert full.splitlines()[0].startswith("## ❌ ") and full.splitlines()[0].endswith(": Fail")
    assert not empty.startswith("## ❌")
    assert empty.splitlines()[0].endswith(": No leak seen") and not empty.startswith("## ✅ mhaudit: Pass")
    assert "What was not seen in this recording may still be sent at another time." in empty
    assert max(len(full.splitlines()), len(markdown.render(sample.large(2_000)).splitlines())) <= 60


def test_a_waived_finding_says_so() -> None:
    findings = tuple(replace(finding, status="waived") for finding in sample.full().findings)
    assert "(waived)" in markdown.render(replace(sample.full(), findings=findings)).replace("\\", "")
    open_ = tuple(replace(finding, status="open", waiver=None) for finding in sample.full().findings)
    assert "(waived)" not in markdown.render(replace(sample.full(), findings=open_)).replace("\\", "")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("<script>", "&lt;script&gt;"),
        ("a|b", "a\\|b"),
        ("@everyone", "&#64;everyone"),
        ("[x](javascript:alert(1))", "\\[x\\](javascript:alert(1))"),
        ("# a\nb", "\\# a\\\\x0ab"),
        ("fixes #12", "fixes \\#12"),
        ("https://evil.example/x", "https\\://evil.example/x"),
        ("www.evil.example", "www\\.evil.example"),
        ("- a (b): c", "\\- a (b): c"),
        ("1. a", "1\\. a"),
        ("plain text.", "plain text."),
    ],
)
def test_text_is_only_text(text: str, written: str) -> None:
    assert plain(text) == written


def test_hostile_names_make_no_tag_link_or_row() -> None:
    text = markdown.render(sample.hostile())
    for tag in ("<details>", "<summary>", "</summary>", "</details>", "<sub>", "</sub>", "<br>"):
        text = text.replace(tag, "")
    assert "<" not in text and "](" not in text.replace("\\](", "")


@pytest.mark.parametrize("language", ["en", "de"])
def test_golden(golden: Callable[[Path, str], None], language: str) -> None:
    golden(HERE / "golden" / f"full.{language}.md", markdown.render(sample.full(), language))
