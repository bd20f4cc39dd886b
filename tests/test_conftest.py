"""The guards that the other tests rely on do guard."""

import socket
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROOT, SLOW, NetworkUsed, function_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser


def test_a_connection_beyond_this_machine_is_denied() -> None:
    with socket.socket() as client, pytest.raises(NetworkUsed, match="192.0.2.1"):
        client.connect(("192.0.2.1", 443))


def test_a_name_is_not_looked_up() -> None:
    with pytest.raises(NetworkUsed, match="tracker.example"):
        socket.getaddrinfo("tracker.example", 443)


def test_this_machine_can_be_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as client:
        assert client.getpeername() == server.getsockname()


def test_a_golden_file_that_differs_fails(golden: Callable[[Path, str], None], tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_text("as it was", encoding="utf-8")
    golden(path, "as it was")
    with pytest.raises(AssertionError):
        golden(path, "otherwise")


@pytest.mark.browser
def test_chromium_runs_scripts(chromium: "Browser") -> None:
    page = chromium.new_page()
    page.set_content("<p id=x>before</p><script>document.getElementById('x').textContent = 'after'</script>")
    assert page.inner_text("#x") == "after"


def test_slow_tests_are_functions_that_there_are() -> None:
    files: dict[str, str] = {}
    for name in SLOW.read_text(encoding="utf-8").split():
        path, _, function = name.partition("::")
        text = files.setdefault(path, (ROOT / path).read_text(encoding="utf-8"))
        assert f"def {function.rpartition('::')[2]}(" in text, name


def test_the_function_of_a_test_has_no_parameters() -> None:
    assert function_of("tests/a.py::test_b[x[1]-y]") == function_of("tests/a.py::test_b") == "tests/a.py::test_b"
