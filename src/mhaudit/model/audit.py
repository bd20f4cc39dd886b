"""The audit: the document that every report is rendered from. It holds no planted or personal value.

Field names are those of `audit.json` (schema `mhaudit/audit/2`), as `report/formats/audit-2.schema.json` says.
`because` is the English sentence of the `reason` beside it.
Times are ISO 8601 in UTC; lists are sorted; the same inputs give the same bytes.
"""

from typing import Literal

from msgspec import Struct, field

from mhaudit.model.disputes import Dispute
from mhaudit.model.knowledge import Severity
from mhaudit.model.reasons import Reason

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
    "emergency-only",
    "superseded-resource",
    "retired-resource",
    "other-country-resource",
    "none",
    "not-tested",
]

# The surest first.
CERTAINTIES: tuple[Certainty, ...] = ("proven", "declared", "likely", "possible")
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
    """The policies by digest. `checked_on` is the newest date on which a fact in them was checked at its source."""

    digest: str
    pack: str
    layers: tuple[LayerFacts, ...]
    checked_on: str | None = None


class ValueDigest(Struct, frozen=True, kw_only=True):
    """The SHA-256 of a value of the persona behind the salt: whoever has the value can compute it again."""

    category: str
    sha256: str


class PersonaFacts(Struct, frozen=True, kw_only=True):
    """The persona by its id and how many values of which kind it has; never the values.

    `digests` are of the values that nobody can find by trying, made as SHA-256 of `SALT:VALUE` in UTF-8.
    """

    id: str
    values: int
    categories: tuple[str, ...]
    salt: str = ""
    digests: tuple[ValueDigest, ...] = ()


class AppFacts(Struct, frozen=True, kw_only=True):
    id: str
    sha256: str


class GeneratedFrom(Struct, frozen=True, kw_only=True):
    captures: tuple[CaptureFacts, ...]
    policies: PolicyFacts
    persona: PersonaFacts | None
    app: AppFacts | None


class Subject(Struct, frozen=True, kw_only=True):
    """The app. Fields that neither an app profile nor the captures say are empty.

    `source` says where they are from: the app profile, or a capture and the place in it that names the app.
    """

    id: str
    name: str
    vendor: str
    platform: str
    first_party: tuple[str, ...]
    version: str = ""
    device: str = ""
    source: str = ""


class Phase(Struct, frozen=True, kw_only=True):
    id: str
    from_: str | None = field(name="from")
    to: str | None


class HostEvidence(Struct, frozen=True, kw_only=True):
    """One thing that says who answers on a host: a policy file, a public list, a CNAME or a certificate.

    `says` is a name as the evidence has it; `source` is where it can be looked up (an address, a data set, a capture).
    """

    what: Literal["policy", "list", "cname", "certificate"]
    says: str
    source: str


class Recipient(Struct, frozen=True, kw_only=True):
    """A host that was contacted, who answers there, and why we say so.

    `hosts_grouped` is the number of hosts that a row `*.domain` is made of, 0 for a host of its own.

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
    because: str = ""
    reason: Reason
    evidence: tuple[HostEvidence, ...] = ()
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
    hosts_grouped: int = 0


class AccessCount(Struct, frozen=True, kw_only=True):
    """Something on the phone that the app used, as the phone's own list says: microphone, location, contacts …"""

    resource: str
    app: str
    count: int
    first: str | None
    last: str | None
    capture: str


class Sighting(Struct, frozen=True, kw_only=True):
    """One place where a value was seen: `part` is the outermost (body, query, header …), `place` the whole chain.

    `method` and `path` are those of the request, without planted values; `event` names the event that it belongs to.
    """

    capture: str
    exchange: int
    at: str | None
    method: str = ""
    path: str = ""
    event: str = ""
    part: str
    place: str


class Observation(Struct, frozen=True, kw_only=True):
    """What was seen going where, in what form, how sure its meaning is and why.

    `count` is of sightings, `at` the first few. `part` says which part of a planted value it is ("" for the whole),
    `source` links to what gives the field its meaning.
    """

    id: str
    category: str
    part: str = ""
    detector: Detector
    certainty: Certainty
    direction: Direction
    recipient: str
    party: Party
    phase: str | None
    scheme: str
    form: str
    preview: str
    because: str = ""
    reason: Reason
    source: str = ""
    count: int
    at: tuple[Sighting, ...]


class FactKind(Struct, frozen=True, kw_only=True):
    """One kind of data in a fact, with the best certainty of it and the form in which it was sent."""

    category: str
    certainty: Certainty
    form: str


class Fact(Struct, frozen=True, kw_only=True):
    """What one host got by one event or group of fields: the unit that is told once and counted once.

    `rank` orders facts by harm, the greatest first; `linked` is whether it went with an identifier of a person.
    """

    id: str
    recipient: str
    organisation: str | None
    event: str
    kinds: tuple[FactKind, ...]
    rank: int
    linked: bool
    observations: tuple[str, ...]
    findings: tuple[str, ...] = ()


class ExercisedAt(Struct, frozen=True, kw_only=True):
    """A host that an entry of the persona was sent to."""

    recipient: str
    party: Party


class Exercised(Struct, frozen=True, kw_only=True):
    """How many entries of one kind the persona has, and where any of them was seen being sent."""

    category: str
    entries: int
    seen: tuple[ExercisedAt, ...]


class Waiver(Struct, frozen=True, kw_only=True):
    reason: str
    owner: str
    expires: str


class Citation(Struct, frozen=True, kw_only=True):
    """A law or store rule that a finding may concern, as far as it was checked (`confidence`); `source` links to it."""

    id: str
    title: str
    citation: str
    jurisdiction: str
    confidence: str
    checked_on: str = ""
    source: str = ""


class JudgedRule(Struct, frozen=True, kw_only=True):
    """A rule that had what it needs and was judged, with or without a finding; `subject` is what it is about."""

    id: str
    title: str
    subject: Literal["observation", "recipient", "linkage", "claim", "crisis"]


class Finding(Struct, frozen=True, kw_only=True):
    """A judgement by one rule about one company, or one host where no company is known.

    `recipient` is the host that weighs most and `hosts` are all of them. `facts` and `observations` are ids; `id` is a
    fingerprint without any value, and `former_ids` are those that earlier versions gave. `because` is the sentence of
    the rule, `remarks` say what was noted in this audit.
    """

    id: str
    rule: str
    severity: Severity
    title: str
    because: str
    remarks: tuple[Reason, ...] = ()
    recipient: str
    hosts: tuple[str, ...] = ()
    organisation: str | None
    categories: tuple[str, ...]
    phases: tuple[str, ...]
    count: int
    facts: tuple[str, ...] = ()
    observations: tuple[str, ...]
    regulations: tuple[Citation, ...]
    remedy: str
    status: Literal["open", "waived"]
    waiver: Waiver | None
    former_ids: tuple[str, ...] = ()


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
    because: str = ""
    reason: Reason


class Bridge(Struct, frozen=True, kw_only=True):
    """One and the same identifier value, seen by several organisations. The value itself is never kept."""

    category: str
    organisations: tuple[str, ...]
    recipients: tuple[str, ...]
    phases: tuple[str, ...]
    exchanges: tuple[str, ...]
    because: str = ""
    reason: Reason


class ClaimResult(Struct, frozen=True, kw_only=True):
    """What the vendor says of its app, by promise, label, manifest or notice, held against what was seen."""

    id: str
    says: str
    verdict: ClaimVerdict
    because: str = ""
    reason: Reason
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
    `could_have_named` are confirmed lines of the country, where the reply names none that is known to answer there.
    One message often reaches several hosts: `is_answer` marks the reply that the person got, as far as can be seen.
    `words` are how it begins, without planted values.
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
    because: str = ""
    reason: Reason
    observations: tuple[str, ...]
    could_have_named: tuple[str, ...] = ()
    is_answer: bool = True
    words: str = ""


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
    """What could not be seen. `bytes` are known to be missing or unreadable; `detail` is the sentence of `reason`."""

    code: str
    host: str
    count: int
    blocking: bool
    detail: str = ""
    reason: Reason | None = None
    bytes: int = 0


class ByteAccount(Struct, frozen=True, kw_only=True):
    """Bytes of bodies and messages of one host in one direction.

    `declared` were announced by headers or by the recorder (None where nothing says), `captured` are in the capture,
    `decoded` came out of decompression, `searched` were looked through, `opaque` could not be read, and `unread` are
    known to be missing.
    """

    direction: Direction
    host: str
    declared: int | None
    captured: int
    decoded: int
    searched: int
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
    bytes: tuple[ByteAccount, ...]
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
    stands, else `pass`. `pass` means that no leak was seen, and never that there is none.
    """

    outcome: Literal["fail", "pass", "incomplete"]
    fail_on: Severity
    worst: Severity | None
    by_severity: dict[str, int]


class Audit(Struct, frozen=True, kw_only=True):
    """Everything an audit found, and what it could not see. `unredacted`: previews hold values, as somebody wished.

    `disputes` are for reports alone: they are kept in a file of their own and are not part of `audit.json`.
    """

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
    facts: tuple[Fact, ...] = ()
    exercised: tuple[Exercised, ...] = ()
    accesses: tuple[AccessCount, ...] = ()
    bridges: tuple[Bridge, ...] = ()
    notice: Notice | None = None
    crisis: tuple[CrisisReply, ...] = ()
    companions: tuple[Companion, ...] = ()
    notes: tuple[Note, ...] = ()
    gate: Gate | None = None
    unredacted: bool = False
    judged: tuple[JudgedRule, ...] = ()
    disputes: tuple[Dispute, ...] = ()
