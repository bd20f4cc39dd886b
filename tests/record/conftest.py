"""A server to talk to, and mitmproxy's settings, once for all tests of the recorder."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.record.server import Server, serving


@pytest.fixture(scope="session")
def confdir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where mitmproxy keeps its certificate authority, so that it makes it once and not in the user's own folder."""
    return tmp_path_factory.mktemp("mitmproxy")


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The server that apps talk to."""
    with serving(tmp_path_factory.mktemp("server")) as server:
        yield server


@pytest.fixture(scope="session")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The same without TLS."""
    with serving(tmp_path_factory.mktemp("plain"), plain=True) as server:
        yield server
