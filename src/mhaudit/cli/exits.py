"""The exit codes. Scripts rely on them: docs/usage.md has the same table, and a test compares them."""

from enum import IntEnum


class Exit(IntEnum):
    """Exit codes of every command."""

    def __new__(cls, code: int, meaning: str) -> "Exit":
        member = int.__new__(cls, code)
        member._value_ = code
        member.meaning = meaning
        return member

    meaning: str

    AUDITED = 0, "audited; nothing at or above `--fail-on`"
    FINDINGS = 1, "findings at or above `--fail-on`"
    USAGE = 2, "wrong usage"
    NOTHING = 3, "nothing to audit: the captures hold no exchange"
    INVALID = 4, "a policy, persona, app profile or saved audit is invalid; every fault is listed with file and line"
    UNREADABLE = 5, "a capture can't be read"
    INCOMPLETE = 6, "incomplete: blocking gaps, with `--require-complete`"
    CHANGED = 7, "a case differs from its manifest or signature"
    TROUBLE = 8, "`doctor` found a problem"
    BUG = 70, "a bug in mhaudit"
    STORAGE = 74, "nothing more could be written: a disk is full, gone or broken"
    INTERRUPTED = 130, "interrupted; the message names what is kept"
