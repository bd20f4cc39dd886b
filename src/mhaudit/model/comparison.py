"""Two audits side by side: what is new in the second, what is gone, and what changed."""

from dataclasses import dataclass, field
from typing import Literal

from msgspec import Struct

from mhaudit.model.audit import Audit, CaptureFacts, Certainty, Direction, Sighting
from mhaudit.model.knowledge import Severity
from mhaudit.model.reasons import Reason

Change = Literal["new", "gone", "changed"]
Input = Literal["mhaudit", "policies", "pack", "persona", "app-profile"]


class HostChange(Struct, frozen=True, kw_only=True):
    """A host that one of the two audits alone saw. `organisation` is None where nobody is known to answer."""

    change: Change
    host: str
    organisation: str | None


class FlowChange(Struct, frozen=True, kw_only=True):
    """A kind of data that began or ceased to reach a host, or came to it more or less surely, or in other forms."""

    change: Change
    recipient: str
    organisation: str | None
    category: str
    direction: Direction
    before: tuple[str, ...]
    after: tuple[str, ...]
    certainty: Certainty


class FindingChange(Struct, frozen=True, kw_only=True):
    """A finding that is new, gone, or changed in severity or in what it is about. `before` is None for a new one.

    `added` are the kinds of data that a changed one was not about before.
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
    """What the two audits were made with and that is not the app: "" for what one of them did not have."""

    what: Input
    before: str
    after: str


class Comparison(Struct, frozen=True, kw_only=True):
    """What differs between two audits; `failing` counts what is new or worse, open, and at or above `fail_on`.

    `inputs` is what else changed, which may be why something differs; `labels` are the names of kinds of data by id.
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

    `at` is where the first recording has it. `value` is what stood there, for the mask alone.
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
