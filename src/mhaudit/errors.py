"""What can go wrong, said so that a person can act on it.

MhauditError
├── CaptureUnreadable   the capture is of no known kind, or damaged before its first exchange
├── AppNotChosen        a capture of a whole phone, and nobody said which app of it is audited
├── NothingToAudit      the capture was read and holds no exchange: never "clean"
├── UnknownName         a pack, a severity or another name that there is not
├── CaseUnusable        a case folder can't be recorded into, or is not one
│   └── CaseChanged     a case or a bundle is not as its manifest says, or that is no manifest
├── StorageFailed       a disk is full, gone or broken; the text says what is kept
├── Interrupted         Ctrl-C in the middle of work; the text says what is kept
├── ToolMissing         something that a format needs is not installed; the text says what to install
└── InvalidFiles        policy, persona, app profile or waiver files; every fault at once
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
    """The captures name several apps, or none that was asked for."""


class NothingToAudit(MhauditError):
    """No exchange was found, so there is nothing to say about the app.

    `document` is the audit where hosts are known all the same, as of a recording that holds nothing but refusals.
    """

    def __init__(self, text: str, document: "Audit | None" = None) -> None:
        super().__init__(text)
        self.document = document


class UnknownName(MhauditError):
    """A name that was asked for and does not exist; the text lists those that do."""


class CaseUnusable(MhauditError):
    """A case folder can't be recorded into, or what is there is no case."""


class CaseChanged(CaseUnusable):
    """A case or a bundle is not as its manifest says, or its manifest is no manifest."""


class StorageFailed(MhauditError):
    """Something could not be written because a disk is full, gone or broken; the text says what is kept."""


class Interrupted(MhauditError):
    """Ctrl-C in the middle of work; the text says what is kept."""


class ToolMissing(MhauditError):
    """A program or library that only some formats need is not there; the text says what to install."""


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
