"""The audit: the document that every report is rendered from. It holds no planted or personal value.

Field names are those of `audit.json` (schema `mhaudit/audit/1`), as `report/formats/audit-1.schema.json` says.
Times are ISO 8601 in UTC; lists are sorted; the same inputs give the same bytes.
"""

from typing import Literal

from msgspec import Struct, field

from mhaudit.model.knowledge import Severity

Detector = Literal["planted", "sdk", "field", "event", "shape", "varied"]
Certainty = Literal["proven", "declared", "likely", "possible"]
Direction = Literal["sent", "received"]
Party = Literal["first", "third", "infrastructure", "unknown"]
ClaimVerdict = Literal["consistent", "contradicted", "not-tested"]
ClaimKind = Literal["claim", "recipients", "play", "apple", "xcprivacy", "notice"]
Reply = Literal[
    "resource",
    "late-resource",
    "unverified-resource",
    "retired-resource",
    "other-country-resource",
    "none",
    "not-tested",
]

CERTAINTY: dict[Detector, Certainty] = {
    "planted": "proven",
    "varied": "proven",
    "sdk": "declared",
    "field": "likely",
    "event": "likely",
    "shape": "possible",
}


class Tool(Struct, frozen=True, kw_only=True):
    name: str
    version: str


class CaptureFacts(Struct, frozen=True, kw_only=True):
    """What was read. `first` and `last` are the times of the first and last exchange or contact.

    `contacts` counts the rows of a list that says who was contacted and not what was sent.
    """

    name: str
    sha256: str
    bytes: int
    format: str
    exchanges: int
    first: str | None
    last: str | None
    contacts: int = 0


class LayerFacts(Struct, frozen=True, kw_only=True):
    name: str
    files: int
    digest: str


class PolicyFacts(Struct, frozen=True, kw_only=True):
    digest: str
    pack: str
    layers: tuple[LayerFacts, ...]


class PersonaFacts(Struct, frozen=True, kw_only=True):
    """The persona by its id and how many values of which kind it has; never the values."""

    id: str
    values: int
    categories: tuple[str, ...]


class AppFacts(Struct, frozen=True, kw_only=True):
    id: str
    sha256: str


class GeneratedFrom(Struct, frozen=True, kw_only=True):
    captures: tuple[CaptureFacts, ...]
    policies: PolicyFacts
    persona: PersonaFacts | None
    app: AppFacts | None


class Subject(Struct, frozen=True, kw_only=True):
    """The app. All fields are empty where no app profile was given; `device` is what the case says of it."""

    id: str
    name: str
    vendor: str
    platform: str
    first_party: tuple[str, ...]
    version: str = ""
    device: str = ""


class Phase(Struct, frozen=True, kw_only=True):
    id: str
    from_: str | None = field(name="from")
    to: str | None


class Recipient(Struct, frozen=True, kw_only=True):
    """A host that was contacted, who answers there, and why we say so.

    `exchanges` were recorded. `listed` is how often a list says that the host was contacted, and `lookups` how often
    its name was looked up; neither says what was sent. `attempts` never reached it. `named_in_notice` is None where no
    privacy notice was given, or where nobody knows whose host it is.
    """

    host: str
    domain: str
    service: str | None
    organisation: str | None
    parent: str | None
    country: str | None
    roles: tuple[str, ...]
    party: Party
    declared: bool
    because: str
    exchanges: int
    bytes_sent: int
    first_seen: str | None
    phases: tuple[str, ...]
    ips: tuple[str, ...]
    listed: int = 0
    lookups: int = 0
    named_in_notice: bool | None = None
    attempts: int = 0
    country_basis: str = ""


class AccessCount(Struct, frozen=True, kw_only=True):
    """Something on the phone that the app used, as the phone's own list says: microphone, location, contacts …"""

    resource: str
    app: str
    count: int
    first: str | None
    last: str | None
    capture: str


class Evidence(Struct, frozen=True, kw_only=True):
    """One place where a fact was seen. `part` is the outermost (body, query, header …), `place` the whole chain."""

    capture: str
    exchange: int
    at: str | None
    part: str
    place: str


class Observation(Struct, frozen=True, kw_only=True):
    """A fact: what went where, in what form, how sure it is and why. `count` is of sightings, `at` the first few."""

    id: str
    category: str
    detector: Detector
    certainty: Certainty
    direction: Direction
    recipient: str
    party: Party
    phase: str | None
    scheme: str
    form: str
    preview: str
    because: str
    count: int
    at: tuple[Evidence, ...]


class Waiver(Struct, frozen=True, kw_only=True):
    reason: str
    owner: str
    expires: str


class Citation(Struct, frozen=True, kw_only=True):
    """A law or store rule that a finding may concern, as far as it was checked (`confidence`)."""

    id: str
    title: str
    citation: str
    jurisdiction: str
    confidence: str


class Finding(Struct, frozen=True, kw_only=True):
    """A judgement by one rule about one recipient. `observations` are ids; `id` is a fingerprint without any value."""

    id: str
    rule: str
    severity: Severity
    title: str
    because: str
    recipient: str
    organisation: str | None
    categories: tuple[str, ...]
    phases: tuple[str, ...]
    count: int
    observations: tuple[str, ...]
    regulations: tuple[Citation, ...]
    remedy: str
    status: Literal["open", "waived"]
    waiver: Waiver | None


class Linkage(Struct, frozen=True, kw_only=True):
    """Health data and identifiers that reached one organisation together (exchanges are numbered as capture#n).

    `scope`: they stood in the same exchange, or in exchanges that one identifier value joins. `organisation` is a host
    where no organisation is known, and a parent company where only its organisations together have both.
    """

    organisation: str
    identifiers: tuple[str, ...]
    categories: tuple[str, ...]
    exchanges: tuple[str, ...]
    parent: str | None = None
    scope: Literal["exchange", "session"] = "exchange"
    observations: tuple[str, ...] = ()


class Bridge(Struct, frozen=True, kw_only=True):
    """One and the same identifier value, seen by several organisations. The value itself is never kept."""

    category: str
    organisations: tuple[str, ...]
    recipients: tuple[str, ...]
    phases: tuple[str, ...]
    exchanges: tuple[str, ...]
    because: str


class ClaimResult(Struct, frozen=True, kw_only=True):
    """What the vendor says of its app, by promise, label, manifest or notice, held against what was seen."""

    id: str
    says: str
    verdict: ClaimVerdict
    because: str
    observations: tuple[str, ...]
    kind: ClaimKind = "claim"
    source: str = ""


class Named(Struct, frozen=True, kw_only=True):
    """An organisation that a privacy notice names, with the sentence that does."""

    organisation: str
    sentence: str


class Notice(Struct, frozen=True, kw_only=True):
    """The vendor's privacy notice: which of the organisations that were seen it names. `retrieved` is a date."""

    name: str
    sha256: str
    retrieved: str | None
    organisations: tuple[Named, ...]
    unnamed: tuple[str, ...]


class CrisisReply(Struct, frozen=True, kw_only=True):
    """What came back after a crisis line of the persona was sent. `seconds` until the first help that is named.

    `resources` are what the reply names, as the policies call it; `told` are other hosts that got the crisis line.
    """

    recipient: str
    exchange: str
    at: str | None
    phase: str | None
    country: str | None
    reply: Reply
    resources: tuple[str, ...]
    seconds: float | None
    told: tuple[str, ...]
    because: str
    observations: tuple[str, ...]


class Flag(Struct, frozen=True, kw_only=True):
    """A setting in a request that the provider documents as deciding what it keeps or trains on."""

    name: str
    set_to: str
    means: str
    source: str


class Companion(Struct, frozen=True, kw_only=True):
    """A conversation that went to a provider of AI models: what was with it, and what the request asks to be kept."""

    organisation: str
    recipient: str
    declared: bool
    identifiers: tuple[str, ...]
    categories: tuple[str, ...]
    flags: tuple[Flag, ...]
    observations: tuple[str, ...]


class Note(Struct, frozen=True, kw_only=True):
    """What the auditor wrote down while recording; values of the persona in it are withheld."""

    at: str | None
    text: str
    phase: str | None


class GapCount(Struct, frozen=True, kw_only=True):
    code: str
    host: str
    count: int
    blocking: bool
    detail: str


class Bytes(Struct, frozen=True, kw_only=True):
    """Request bytes: searched after decoding, present but not decodable, and known to be missing from the capture."""

    read: int
    opaque: int
    unread: int


class Corroboration(Struct, frozen=True, kw_only=True):
    """A list of contacts held against a recording: hosts in each, in both, and in one alone.

    `missed` were listed during the recording and are not in it; `at_other_times` were listed before or after it.
    """

    recorded: int
    listed: int
    both: int
    missed: tuple[str, ...]
    at_other_times: tuple[str, ...]
    not_listed: tuple[str, ...]


class Coverage(Struct, frozen=True, kw_only=True):
    exchanges: int
    bytes: Bytes
    gaps: tuple[GapCount, ...]
    corroboration: Corroboration | None = None


class Kind(Struct, frozen=True, kw_only=True):
    """The words for a category, carried along so that a saved audit can be rendered without the policies."""

    id: str
    label: str
    why: str
    special: bool


class Control(Struct, frozen=True, kw_only=True):
    """The decoy: values of the persona's shape that were never entered, searched in the same pass. Hits are errors."""

    values: int
    hits: int


class WaiverUse(Struct, frozen=True, kw_only=True):
    """What came of one waiver: it let findings through (by id), it had expired, or nothing was there to let through."""

    id: str
    reason: str
    owner: str
    expires: str
    state: Literal["used", "expired", "unused"]
    findings: tuple[str, ...]


class Gate(Struct, frozen=True, kw_only=True):
    """What let findings through on the day `on`: waivers and a baseline, as files by SHA-256. `known` stood in that."""

    on: str
    waivers: tuple[WaiverUse, ...]
    waivers_sha256: str | None
    baseline_sha256: str | None
    known: int


class Verdict(Struct, frozen=True, kw_only=True):
    """`fail` when an open finding is at or above `fail_on` or a waiver has expired, `incomplete` when a blocking gap
    stands, else `pass`.
    """

    outcome: Literal["fail", "pass", "incomplete"]
    fail_on: Severity
    worst: Severity | None
    by_severity: dict[str, int]


class Audit(Struct, frozen=True, kw_only=True):
    """Everything an audit found, and what it could not see. `unredacted`: previews hold values, as somebody wished."""

    schema: str
    tool: Tool
    generated_from: GeneratedFrom
    subject: Subject
    phases: tuple[Phase, ...]
    recipients: tuple[Recipient, ...]
    observations: tuple[Observation, ...]
    findings: tuple[Finding, ...]
    linkage: tuple[Linkage, ...]
    claims: tuple[ClaimResult, ...]
    kinds: tuple[Kind, ...]
    coverage: Coverage
    control: Control
    verdict: Verdict
    accesses: tuple[AccessCount, ...] = ()
    bridges: tuple[Bridge, ...] = ()
    notice: Notice | None = None
    crisis: tuple[CrisisReply, ...] = ()
    companions: tuple[Companion, ...] = ()
    notes: tuple[Note, ...] = ()
    gate: Gate | None = None
    unredacted: bool = False
