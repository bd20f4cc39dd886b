"""Policy tests never touch the user's own cache."""

from pathlib import Path

import pytest

from mhaudit.model.knowledge import Policies
from mhaudit.policy import load


@pytest.fixture(scope="session")
def warm_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache folder that holds the shipped policies, so that they are parsed once for all tests."""
    path = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MHAUDIT_CACHE_DIR", str(path))
        load()
    return path


@pytest.fixture(autouse=True)
def _own_cache(monkeypatch: pytest.MonkeyPatch, warm_cache: Path) -> None:
    monkeypatch.setenv("MHAUDIT_CACHE_DIR", str(warm_cache))


@pytest.fixture
def policies() -> Policies:
    return load()
