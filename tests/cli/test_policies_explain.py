"""`mhaudit policies explain`: a page on the terminal, and nothing in it can steer the terminal."""

from collections.abc import Callable
from pathlib import Path

import pytest

from mhaudit.cli.policies_explain import render
from mhaudit.explain import ExplanationPage, Line, Section
from tests.conftest import Run
from tests.policy.write import ORGANISATION, SERVICE, folder

Runner = Callable[..., Run]


def test_a_rule_is_explained(run: Runner) -> None:
    result = run("policies", "explain", "HLT-001")
    assert (result.code, result.err) == (0, "")
    lines = result.out.splitlines()
    assert lines[:2] == ["HLT-001: Mood data was sent to an outside recipient", "(rule, from the layer mhaudit)"]
    headings = [line for line in lines[2:] if line and not line.startswith(" ")]
    assert headings == ["What", "Why", "Examples", "Law", "Remedy"]


@pytest.mark.parametrize(
    ("id_", "kinds"),
    [
        ("amplitude", ["service", "sdk"]),
        ("mood.score", ["data"]),
        ("phq-9", ["instrument"]),
        ("US-WA-MHMDA", ["regulation"]),
        ("de", ["crisis-lines"]),
        ("auditor", ["pack"]),
        ("google", ["organisation"]),
    ],
)
def test_everything_with_an_id_is_explained(run: Runner, id_: str, kinds: list[str]) -> None:
    result = run("policies", "explain", id_)
    assert (result.code, result.err) == (0, "")
    found = [line for line in result.out.splitlines() if line.endswith(", from the layer mhaudit)")]
    assert found == [f"({kind}, from the layer mhaudit)" for kind in kinds]


def test_numbers_that_were_not_checked_say_so(run: Runner) -> None:
    text = run("policies", "explain", "ke").out
    lines = text.partition("Not confirmed\n")[2].splitlines()
    numbers = [line for line in lines if line.startswith("  ") and any(letter.isdigit() for letter in line)]
    told = [line for line in numbers if not line.startswith("    ")]
    assert told and all(line.startswith(("  Not checked: ", "  Not confirmed (")) for line in told)


def test_an_own_layer_is_named(run: Runner, tmp_path: Path) -> None:
    root = folder(tmp_path, {"organisations/acme.yaml": ORGANISATION, "services/acme-metrics.yaml": SERVICE})
    result = run("policies", "explain", "acme-metrics", "--policies", root)
    assert "(service, from the layer team)" in result.out


def test_a_misspelt_id_gets_a_suggestion(run: Runner) -> None:
    result = run("policies", "explain", "mixpanle")
    assert (result.code, result.out) == (2, "")
    assert "did you mean 'mixpanel'?" in " ".join(result.err.replace("│", " ").split())


def test_a_page_is_wrapped_and_harmless() -> None:
    section = Section("What", (Line("\x1b[31mred \u202e", "two words", 1), Line("many words " * 4)))
    page = ExplanationPage(kind="rule", id="X", title="T\x07", layer="mine", sections=(section,))
    assert render(page, 40).splitlines() == [
        r"X: T\x07",
        "(rule, from the layer mine)",
        "",
        "What",
        r"    \x1b[31mred \u202e two words",
        "  many words many words many words many",
        "    words",
    ]
