"""mhaudit holds mental-health apps to account: what was sent, to whom, and how we know.

import mhaudit

found = mhaudit.audit("traffic.har", app="app.yaml", persona="persona.yaml")
assert found.verdict.outcome == "pass", found.findings
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mhaudit.auditing import audit as audit

__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    # The engine takes time to load, and what only asks for the version should not wait for it.
    if name == "audit":
        return import_module("mhaudit.auditing").audit
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
