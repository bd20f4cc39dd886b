"""A comparison of two audits: what is new, gone or changed in the second."""

from dataclasses import dataclass, field
from typing import Literal

from msgspec import Struct

from mhaudit.model.audit import Audit, CaptureFacts, Certainty, Direction, Sighting
from mhaudit.model.knowledge import Severity
from mhaudit.model.reasons import Reason

Change = Literal["new", "gone", "changed"]
Input = Literal["mhaudit", "policies", "pack", "persona", "app-profile"]


class HostChange(Struct, frozen=True, kw_only=True):
    """A host in only one of the two audits. `organisation` is None if the operator is unknown."""

    change: Change
    host: str
    organisation: str | None


class FlowChange(Struct, frozen=True, kw_only=True):
    """A kind of data that started or stopped reaching a host, or changed in certainty or form."""

    change: Change
    recipient: str
    organisation: str | None
    category: str
    direction: Direction
    before: tuple[str, ...]
    after: tuple[str, ...]
    certainty: Certainty


class FindingChange(Struct, frozen=True, kw_only=True):
    """A finding that is new, gone, or changed in severity or kinds of data. `before` is None for a new one.

    `added` are the kinds of data that were added to a changed one.
    """

    change: Change
    id: str
    rule: str
    title: str
    recipient: str
    organisation: str | None
    before: Severity | None
    after: Severity | None
    categories: tuple[str, ...]
    added: tuple[str, ...]
    open: bool


class InputChange(Struct, frozen=True, kw_only=True):
    """A difference in the inputs of the two audits other than the app: "" for a missing input."""

    what: Input
    before: str
    after: str


class Comparison(Struct, frozen=True, kw_only=True):
    """The differences between two audits; `failing` counts new or worse findings, open and at or above `fail_on`.

    `inputs` are other changes, which may be the cause of differences; `labels` are the names of kinds of data by id.
    `before` and `after` are the captures that the two audits read.
    """

    hosts: tuple[HostChange, ...]
    flows: tuple[FlowChange, ...]
    findings: tuple[FindingChange, ...]
    fail_on: Severity
    failing: int
    only_new: Audit
    inputs: tuple[InputChange, ...] = ()
    labels: dict[str, str] = {}
    before: tuple[CaptureFacts, ...] = ()
    after: tuple[CaptureFacts, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Variation:
    """A field, or a whole body, that changed with one value of the persona, of the kind `category`.

    `at` are its places in the first recording. `value` is the raw value, for masking only.
    """

    host: str
    scheme: str
    category: str
    certainty: Certainty
    form: str
    reason: Reason
    count: int
    place: str
    value: str = field(repr=False)
    at: tuple[Sighting, ...]
