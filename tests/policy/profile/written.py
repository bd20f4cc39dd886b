"""App profiles for the tests."""

from pathlib import Path

import pytest

from mhaudit.errors import InvalidFiles
from mhaudit.model.knowledge import Policies
from mhaudit.model.subject import AppProfile
from mhaudit.profile import load_app
from tests.policy.write import APP


def write(base: Path, more: str) -> Path:
    """A profile of three lines and what is given."""
    path = base / "x.yaml"
    path.write_text(APP + more, encoding="utf-8")
    return path


def loaded(base: Path, policies: Policies, more: str) -> AppProfile:
    return load_app(write(base, more), policies)


def faults(base: Path, policies: Policies, more: str) -> list[str]:
    with pytest.raises(InvalidFiles) as raised:
        loaded(base, policies, more)
    return [str(fault).replace(str(base / "x.yaml"), "…") for fault in raised.value.faults]
