"""What all tests stand on: no network, settings that don't depend on the machine, and the fixtures they share."""

import os
import shutil
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).parent.parent
SLOW = Path(__file__).parent / "slow.txt"
SLOW_SECONDS = 0.8
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM_ON_MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

settings.register_profile(
    "fast", max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("thorough", max_examples=2000, deadline=None)


class NetworkUsed(AssertionError):
    """Something asked for a host beyond this machine; mhaudit never does."""


def deny_network(event: str, arguments: tuple[Any, ...]) -> None:
    """An audit hook: it also sees connections that a library makes below `socket.socket`."""
    if event == "socket.getaddrinfo":
        host = arguments[0]
    elif event in {"socket.connect", "socket.sendto", "socket.sendmsg"} and isinstance(arguments[1], tuple):
        host = arguments[1][0]
    else:
        return
    name = host.decode() if isinstance(host, bytes) else host
    if name not in {None, "", "localhost", "::1"} and not str(name).startswith("127."):
        raise NetworkUsed(f"{event} to {name!r}")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew instead of comparing")
    parser.addoption("--quick", action="store_true", help="leave out the tests of tests/slow.txt")
    parser.addoption("--update-slow", action="store_true", help="write tests/slow.txt from what this run takes")


def function_of(nodeid: str) -> str:
    """Return the file and the function of a test, without its parameters."""
    return nodeid.partition("[")[0]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out slow tests, and those that drive a browser, where --quick asks for it."""
    if config.getoption("--quick"):
        slow = set(SLOW.read_text(encoding="utf-8").split())
        left = [item for item in items if item.get_closest_marker("browser") or function_of(item.nodeid) in slow]
        config.hook.pytest_deselected(items=left)
        leave = set(left)
        items[:] = [item for item in items if item not in leave]


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Write the functions whose tests took at least SLOW_SECONDS together, where --update-slow asks for it."""
    if not config.getoption("--update-slow"):
        return
    took: defaultdict[str, float] = defaultdict(float)
    for reports in terminalreporter.stats.values():
        for report in reports:
            if isinstance(report, pytest.TestReport):
                took[function_of(report.nodeid)] += report.duration
    SLOW.write_text("".join(f"{name}\n" for name in sorted(took) if took[name] >= SLOW_SECONDS), encoding="utf-8")


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Long bytes name no test: some, such as compressed ones, are others in every process that collects them."""
    return argname if isinstance(val, bytes) and len(val) > 16 else None


def pytest_configure() -> None:
    settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "fast"))
    # Colour and width are read when typer and rich are imported, so this comes before any test module.
    for name in ("FORCE_COLOR", "PY_COLORS", "GITHUB_ACTIONS", "COLUMNS"):
        os.environ.pop(name, None)
    os.environ.update(NO_COLOR="1", TERM="dumb")
    sys.addaudithook(deny_network)


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the tests out of the user's own policy cache."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MHAUDIT_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
        yield


@dataclass(frozen=True, slots=True)
class Run:
    """What one run of the command line did."""

    code: int
    out: str
    err: str


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., Run]:
    """`run("audit", path, …)` runs mhaudit in this process, as the command line would."""
    from mhaudit.cli import main

    def call(*arguments: str | Path) -> Run:
        capsys.readouterr()
        code = main([str(argument) for argument in arguments])
        output = capsys.readouterr()
        return Run(code, output.out, output.err)

    return call


@pytest.fixture(scope="session")
def meadow() -> Path:
    """The folder of the recorded example app."""
    return ROOT / "fixtures" / "meadow"


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Compare a text with its golden file; with --update-golden write the file instead."""

    def compare(path: Path, text: str) -> None:
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert path.exists(), f"{path} is missing; make it with pytest --update-golden and read it"
        assert text == path.read_text(encoding="utf-8")

    return compare


@pytest.fixture(scope="session")
def tshark() -> str:
    """The path of tshark, which reads packet captures."""
    path = shutil.which("tshark")
    if path is None:
        message = "no tshark found; install Wireshark's command-line tools"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return path


def find_chromium() -> str | None:
    """The path of a Chromium: MHAUDIT_CHROMIUM first, then what is on PATH."""
    names = (os.environ.get("MHAUDIT_CHROMIUM", ""), *CHROMIUM_NAMES, CHROMIUM_ON_MAC)
    return next((path for name in names if name and (path := shutil.which(name))), None)


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The path of a Chromium. Where none is, tests are skipped, and fail in CI: there a skipped check is no check."""
    path = find_chromium()
    if path is None:
        message = "no Chromium or Chrome found; install one or set MHAUDIT_CHROMIUM"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return path


@pytest.fixture(scope="module")
def chromium(chromium_path: str) -> Iterator["Browser"]:
    """A running Chromium. One a module, not one a session: its event loop would be in the way of every later test."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, headless=True, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()
