import io
import sys
import webbrowser
from collections.abc import Callable
from pathlib import Path

import pytest

from mhaudit.cli.demo import _packaged
from mhaudit.cli.screen import has_desktop
from tests.conftest import Run


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that a browser was asked to open."""
    addresses: list[str] = []
    monkeypatch.setattr(webbrowser, "open", addresses.append)
    return addresses


def test_the_demo_is_an_audit_of_the_example_app(
    run: Callable[..., Run], meadow: Path, tmp_path: Path, opened: list[str]
) -> None:
    result = run("demo", "--out", tmp_path / "demo")
    again = ["--app", meadow / "meadow.app.yaml", "--persona", meadow / "meadow.persona.yaml", "--out", tmp_path / "x"]
    assert run("audit", meadow / "meadow.mitm", *again).code == 1
    assert (result.code, result.err, opened) == (0, "", [])
    assert result.out.endswith(f"Open {tmp_path}/demo/report.html in a browser.\n")
    for name in ("audit.json", "report.html"):
        assert (tmp_path / "demo" / name).read_bytes() == (tmp_path / "x" / name).read_bytes()


@pytest.mark.parametrize(("option", "wanted"), [("--open", 1), ("--no-open", 0)])
def test_the_report_opens_where_there_is_a_desktop(
    run: Callable[..., Run],
    tmp_path: Path,
    opened: list[str],
    monkeypatch: pytest.MonkeyPatch,
    option: str,
    wanted: int,
) -> None:
    monkeypatch.setattr("mhaudit.cli.demo.has_desktop", lambda: True)
    run("demo", option, "--out", tmp_path)
    assert opened == [(tmp_path / "report.html").as_uri()] * wanted


@pytest.mark.parametrize(
    ("variables", "terminal", "wanted"),
    [
        ({"DISPLAY": ":0"}, True, True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, True, True),
        ({}, True, False),
        ({"DISPLAY": ":0"}, False, False),
        ({"DISPLAY": ":0", "CI": "true"}, True, False),
    ],
)
def test_a_desktop_is_a_display_and_somebody_at_a_terminal(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], terminal: bool, wanted: bool
) -> None:
    stream = io.StringIO()
    monkeypatch.setattr(stream, "isatty", lambda: terminal, raising=False)
    monkeypatch.setattr(sys, "stdout", stream)
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("CI", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert has_desktop() == wanted


def test_the_example_app_is_there() -> None:
    names = {path.name for path in _packaged().iterdir()}
    assert names >= {"meadow.mitm", "meadow.app.yaml", "meadow.persona.yaml"}
