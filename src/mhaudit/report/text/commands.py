"""The commands that repeat an audit and show one exchange."""

import shlex

from mhaudit.model.audit import Audit, Sighting
from mhaudit.report.text.escape import visible

_LONGEST = 120
LONGEST_PLACE = 400  # characters of a place in a command
# Files of a case folder: the audit of the folder reads them all.
_OF_A_CASE = "capture.mitm"


def command(audit: Audit) -> str:
    """Return the line that repeats the audit; files that only the auditor has are placeholders in capitals."""
    made = audit.generated_from
    cases = _cases(audit)
    names = cases or [capture.name for capture in made.captures]
    parts = ["mhaudit", "audit", *(shlex.quote(visible(name, _LONGEST)) for name in names)]
    if not cases:
        parts += ["--app", "APP.yaml"] if made.app else []
        parts += ["--persona", "PERSONA.yaml"] if made.persona else []
    if made.policies.pack != "auditor":
        parts += ["--pack", shlex.quote(visible(made.policies.pack, _LONGEST))]
    return " ".join(parts)


def show_command(audit: Audit, at: Sighting) -> str:
    """Return the line that shows a value at its place, for a machine that has the capture."""
    capture = shlex.quote(f"{visible(at.capture, _LONGEST)}#{at.exchange}")
    return f"mhaudit show {capture} {shlex.quote(visible(at.place, LONGEST_PLACE))}"


def _cases(audit: Audit) -> list[str]:
    """Return the case folders that all captures are from; an empty list where one is from elsewhere."""
    folders = dict.fromkeys(capture.name.rpartition("/")[0] for capture in audit.generated_from.captures)
    whole = [
        folder
        for folder in folders
        if folder and any(capture.name == f"{folder}/{_OF_A_CASE}" for capture in audit.generated_from.captures)
    ]
    return whole if whole and len(whole) == len(folders) else []
