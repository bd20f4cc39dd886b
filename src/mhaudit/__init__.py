"""mhaudit audits what mental-health apps send: what was sent, to whom, and how we know.

import mhaudit

found = mhaudit.audit("traffic.har", app="app.yaml", persona="persona.yaml")
assert found.verdict.outcome == "pass", found.findings
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mhaudit.auditing import audit as audit
    from mhaudit.auditing import read_saved as read_audit
    from mhaudit.errors import (
        AppNotChosen,
        CaptureUnreadable,
        InvalidFiles,
        MhauditError,
        NothingToAudit,
        ToolMissing,
        UnknownName,
    )
    from mhaudit.model.audit import Audit
    from mhaudit.report.formats.registry import rendered as render

__version__ = "0.2.0"
__all__ = [
    "AppNotChosen",
    "Audit",
    "CaptureUnreadable",
    "InvalidFiles",
    "MhauditError",
    "NothingToAudit",
    "ToolMissing",
    "UnknownName",
    "audit",
    "read_audit",
    "render",
]

# Imported on first use, so that reading the version does not load the engine.
_ELSEWHERE = {
    "Audit": ("mhaudit.model.audit", "Audit"),
    "audit": ("mhaudit.auditing", "audit"),
    "read_audit": ("mhaudit.auditing", "read_saved"),
    "render": ("mhaudit.report.formats.registry", "rendered"),
}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, attribute = _ELSEWHERE.get(name, ("mhaudit.errors", name))
    return getattr(import_module(module), attribute)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
