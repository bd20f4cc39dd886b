"""Compare two audits or recordings: the functions behind `mhaudit compare`."""

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from mhaudit.auditing.engine import Question
from mhaudit.auditing.options import choose_severity, question, saved_audit
from mhaudit.auditing.pipeline import audit_files
from mhaudit.auditing.workers import Progress
from mhaudit.compare.difference import compare_audits as differences
from mhaudit.compare.personas import Changed, changed_value
from mhaudit.compare.variation import varied
from mhaudit.errors import UnknownName
from mhaudit.ingest.case.folder import brought_along
from mhaudit.model.audit import Audit
from mhaudit.model.capture import Gap
from mhaudit.model.comparison import Comparison
from mhaudit.model.reasons import because
from mhaudit.model.subject import APP, PERSONA

_HEAD = 400  # bytes at the start of a file; a saved audit names its schema there
_SCHEMA = b'"mhaudit/audit/'


class Sides(Struct, frozen=True, kw_only=True):
    """The two sides of a comparison. `before` and `after` are saved audits, captures, or cases.

    `repeats` and `other_repeats` are further recordings of the same two persons; `varies` is the one category in which
    they differ, for use without two personas.
    """

    before: Path
    after: Path
    repeats: Sequence[Path] = ()
    other_repeats: Sequence[Path] = ()
    app: Path | None = None
    persona: Path | None = None
    other_persona: Path | None = None
    varies: str = ""
    policies: Sequence[Path] = ()
    pack: str = "auditor"
    waivers: Path | None = None
    fail_on: str | None = None

    def two_persons(self) -> bool:
        """Return whether persons are compared, not releases or states of consent."""
        if self.varies or self.other_persona or self.repeats or self.other_repeats:
            return True
        ours, theirs = (brought_along([path], PERSONA) for path in (self.before, self.after))
        return not self.persona and bool(ours and theirs) and _differ(ours, theirs)


def compare(sides: Sides, progress: Progress = lambda _: None) -> Comparison:
    """Return what is new in the second side, gone, and changed. Raise the errors of an audit."""
    before, after = (_audited(path, sides, progress) for path in (sides.before, sides.after))
    return differences(before, after, choose_severity(sides.fail_on))


def vary(sides: Sides, progress: Progress = lambda _: None) -> Audit:
    """Return the audit of the first recording, with an observation for each field that changed with the person.

    Raise UnknownName where the persons do not differ in one value, or a side is not a recording.
    """
    for path in (sides.before, sides.after, *sides.repeats, *sides.other_repeats):
        if is_saved(path):
            raise UnknownName(f"{path}: a saved audit can't show what changed with the person; give a recording")
    asked = _question(sides.before, sides)
    changed = _changed(sides, asked)
    found, full = varied([sides.before, *sides.repeats], [sides.after, *sides.other_repeats], changed, asked)
    return audit_files([sides.before], asked, progress=progress, variations=found, gaps=[_FULL] if full else [])


_FULL = Gap(code="decode-limit", reason=because("too-many-fields"), blocking=True)


def is_saved(path: Path) -> bool:
    """Return whether a file is a saved audit."""
    try:
        with path.open("rb") as file:
            return _SCHEMA in file.read(_HEAD)
    except OSError:
        return False


def _audited(path: Path, sides: Sides, progress: Progress) -> Audit:
    if is_saved(path):
        return saved_audit(path)[0]
    return audit_files([path], _question(path, sides), progress=progress)


def _question(path: Path, sides: Sides) -> Question:
    return question(
        app=sides.app or brought_along([path], APP),
        persona=sides.persona or brought_along([path], PERSONA),
        policies=sides.policies,
        pack=sides.pack,
        fail_on=sides.fail_on,
        waivers=sides.waivers,
    )


def _changed(sides: Sides, asked: Question) -> Changed:
    other = sides.other_persona or brought_along([sides.after], PERSONA)
    theirs = question(persona=other, policies=sides.policies).persona if other else None
    if asked.persona and theirs and asked.persona.values != theirs.values:
        return changed_value(asked.persona, theirs)
    if not sides.varies:
        raise UnknownName("say what differs between the recordings: --other-persona FILE, or --varies KIND")
    if sides.varies not in asked.policies.kinds:
        raise UnknownName(f"unknown kind of data {sides.varies!r}; `mhaudit policies list kinds` prints all")
    return Changed(sides.varies, None, None)


def _differ(one: Path | None, other: Path | None) -> bool:
    return bool(one and other) and one.read_bytes() != other.read_bytes()  # type: ignore[union-attr]
