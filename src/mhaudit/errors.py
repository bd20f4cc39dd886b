"""The errors of mhaudit. Their texts name the fault and the remedy.

MhauditError
├── CaptureUnreadable   the capture has an unknown format, or is damaged before its first exchange
├── AppNotChosen        a capture of a whole phone, and no app was chosen
├── NothingToAudit      the capture was read and has no exchange: never "clean"
├── UnknownName         an unknown pack, severity or other name
├── CaseUnusable        a case folder can't be recorded into, or is not a case
│   └── CaseChanged     a case or a bundle differs from its manifest, or has an invalid one
├── StorageFailed       a disk is full, gone or broken; the text names what is kept
├── Interrupted         Ctrl-C during work; the text names what is kept
├── ToolMissing         a program or library of a format is not installed; the text names it
└── InvalidFiles        faults in policy, persona, app profile or waiver files, all at once
"""

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from mhaudit.model.audit import Audit


class MhauditError(Exception):
    """A fault of the input, not of mhaudit; its text is a sentence for the user."""


class CaptureUnreadable(MhauditError):
    """The capture can't be read at all."""


class AppNotChosen(MhauditError):
    """The captures have several apps and none was chosen, or not the chosen one."""


class NothingToAudit(MhauditError):
    """No exchange was found, so there is nothing to report on the app.

    `document` is the audit where hosts are known nevertheless, as of a recording with refused connections only.
    """

    def __init__(self, text: str, document: "Audit | None" = None) -> None:
        super().__init__(text)
        self.document = document


class UnknownName(MhauditError):
    """A requested name that does not exist; the text lists the existing ones."""


class CaseUnusable(MhauditError):
    """A case folder can't be recorded into, or is not a case."""


class CaseChanged(CaseUnusable):
    """A case or a bundle differs from its manifest, or has an invalid one."""


class StorageFailed(MhauditError):
    """A write failed because a disk is full, gone or broken; the text names what is kept."""


class Interrupted(MhauditError):
    """Ctrl-C during work; the text names what is kept."""


class ToolMissing(MhauditError):
    """A program or library that only some formats need is missing; the text names what to install."""


class Fault(Struct, frozen=True, order=True):
    """One mistake in one file. `line` counts from 1; `path` is dotted, such as `values[3].category`."""

    file: str
    line: int
    path: str
    what: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}: " if self.line else f"{self.file}: "
        return where + (f"{self.path}: " if self.path else "") + self.what


class InvalidFiles(MhauditError):
    """All faults found in the files that people write."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = tuple(sorted(faults))
        super().__init__("\n".join(map(str, self.faults)))
