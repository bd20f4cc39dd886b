"""The audit: the document from which every report is rendered. It contains no planted or personal value.

Field names are those of `audit.json` (schema `mhaudit/audit/2`), see `report/formats/audit-2.schema.json`. `because` is
the English sentence of the `reason` in the same object. Times are ISO 8601 in UTC; lists are sorted; the same inputs
give the same bytes.
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
    """The program that made the audit."""

    name: str
    version: str


class CaptureFacts(Struct, frozen=True, kw_only=True):
    """A capture. `first` and `last` are the times of the first and last exchange or contact.

    `contacts` is the number of rows in a contact list, which has hosts without content.
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
    """One layer of the policies, with the digest of its files."""

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
    """The salted SHA-256 of a value of the persona: anybody who has the value can compute it again."""

    category: str
    sha256: str


class PersonaFacts(Struct, frozen=True, kw_only=True):
    """The persona's id, the number of its values and their kinds; never the values.

    `digests` are of the values that can't be guessed, computed as SHA-256 of `SALT:VALUE` in UTF-8.
    """

    id: str
    values: int
    categories: tuple[str, ...]
    salt: str = ""
    digests: tuple[ValueDigest, ...] = ()


class AppFacts(Struct, frozen=True, kw_only=True):
    """The app profile, by its id and digest."""

    id: str
    sha256: str


class GeneratedFrom(Struct, frozen=True, kw_only=True):
    """The inputs of the audit."""

    captures: tuple[CaptureFacts, ...]
    policies: PolicyFacts
    persona: PersonaFacts | None
    app: AppFacts | None


class Subject(Struct, frozen=True, kw_only=True):
    """The app. Fields that neither the app profile nor the captures give are empty.

    `source` is their origin: the app profile, or a capture and the place in it that names the app.
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
    """One phase of the recording. Times are None if unknown."""

    id: str
    from_: str | None = field(name="from")
    to: str | None


class HostEvidence(Struct, frozen=True, kw_only=True):
    """Evidence for the operator of a host: a policy file, a public list, a CNAME or a certificate.

    `says` is the name in the evidence; `source` is where it can be checked (an address, a data set, a capture).
    """

    what: Literal["policy", "list", "cname", "certificate"]
    says: str
    source: str


class Recipient(Struct, frozen=True, kw_only=True):
    """A contacted host, its operator, and the reason for that attribution.

    `hosts_grouped` is the number of hosts in a row `*.domain`, 0 for a single host. `exchanges` were recorded. `listed`
    is how often contact lists have the host, and `lookups` how often its name was looked up; neither shows what was
    sent. `attempts` failed to reach it. `named_in_notice` is None without a privacy notice, or if the operator is
    unknown.
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
    """Use of a resource of the phone by the app, from the phone's own list: microphone, location, contacts …"""

    resource: str
    app: str
    count: int
    first: str | None
    last: str | None
    capture: str


class Sighting(Struct, frozen=True, kw_only=True):
    """One place of a value: `part` is the outermost step (body, query, header …), `place` the whole path.

    `method` and `path` are those of the request, without planted values; `event` is the name of the surrounding event.
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
    """Data seen in transit: its kind, recipient and form, the certainty of its meaning, and the reason.

    `count` is the number of sightings, `at` the first few. `part` is the part of a planted value ("" for the whole),
    `source` a link to documentation of the field.
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
    """One kind of data in a fact, with its best certainty and the form in which it was sent."""

    category: str
    certainty: Certainty
    form: str


class Fact(Struct, frozen=True, kw_only=True):
    """The data that one host received in one event or group of fields: the unit of reports and counts.

    `rank` orders facts by harm, the greatest first; `linked` is whether a person's identifier was sent with it.
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
    """The number of the persona's entries of one kind, and the hosts to which any of them was sent."""

    category: str
    entries: int
    seen: tuple[ExercisedAt, ...]


class Waiver(Struct, frozen=True, kw_only=True):
    """The waiver of a finding; `expires` is its last day."""

    reason: str
    owner: str
    expires: str


class Citation(Struct, frozen=True, kw_only=True):
    """A law or store rule that a finding may concern, how far it was checked (`confidence`), and a link (`source`)."""

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
    """A judgement by one rule about one company, or one host if no company is known.

    `recipient` is the most important host and `hosts` are all of them. `facts` and `observations` are ids; `id` is a
    fingerprint without any value, and `former_ids` are those of earlier versions. `because` is the sentence of the
    rule, `remarks` are specific to this audit.
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

    `scope`: they were in the same exchange, or in exchanges linked by an identifier value. `organisation` is a host if
    no organisation is known, and a parent company if only its organisations together have both.
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
    """An identifier value that several organisations received. The value itself is not stored."""

    category: str
    organisations: tuple[str, ...]
    recipients: tuple[str, ...]
    phases: tuple[str, ...]
    exchanges: tuple[str, ...]
    because: str = ""
    reason: Reason


class ClaimResult(Struct, frozen=True, kw_only=True):
    """A statement of the vendor, by promise, label, manifest or notice, compared with the traffic."""

    id: str
    says: str
    verdict: ClaimVerdict
    because: str = ""
    reason: Reason
    observations: tuple[str, ...]
    kind: ClaimKind = "claim"
    source: str = ""


class Named(Struct, frozen=True, kw_only=True):
    """An organisation named in a privacy notice, with the sentence."""

    organisation: str
    sentence: str


class Notice(Struct, frozen=True, kw_only=True):
    """The vendor's privacy notice, and which of the observed organisations it names. `retrieved` is a date."""

    name: str
    sha256: str
    retrieved: str | None
    organisations: tuple[Named, ...]
    unnamed: tuple[str, ...]


class CrisisReply(Struct, frozen=True, kw_only=True):
    """The reply to a crisis line of the persona. `seconds` is the time until the first help that it names.

    `resources` are the helplines in the reply, by their names in the policies; `told` are other hosts that received the
    crisis line. `could_have_named` are confirmed lines of the country, if the reply names none that is known to be
    valid there. A message often reaches several hosts: `is_answer` marks the reply that was probably shown to the user.
    `words` is its beginning, without planted values.
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
    """A setting in a request that, by the provider's documentation, controls storage or training."""

    name: str
    set_to: str
    means: str
    source: str


class Companion(Struct, frozen=True, kw_only=True):
    """A conversation sent to an AI provider: the data sent with it, and the documented settings of the request."""

    organisation: str
    recipient: str
    declared: bool
    identifiers: tuple[str, ...]
    categories: tuple[str, ...]
    flags: tuple[Flag, ...]
    observations: tuple[str, ...]


class Note(Struct, frozen=True, kw_only=True):
    """A note of the auditor during the recording; values of the persona in it are withheld."""

    at: str | None
    text: str
    phase: str | None


class GapCount(Struct, frozen=True, kw_only=True):
    """A gap and its number. `bytes` are known to be missing or unreadable; `detail` is the sentence of `reason`."""

    code: str
    host: str
    count: int
    blocking: bool
    detail: str = ""
    reason: Reason | None = None
    bytes: int = 0


class ByteAccount(Struct, frozen=True, kw_only=True):
    """Bytes of bodies and messages of one host in one direction.

    `declared` were stated by headers or recorder (None if neither does), `captured` are in the capture, `decoded` are
    the output of decompression, `searched` were searched, `opaque` could not be decoded, and `unread` are known to be
    missing.
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
    """A comparison of a contact list with a recording: hosts in each, in both, and in only one.

    `missed` were listed during the recording but are not in it; `at_other_times` were listed before or after it.
    """

    recorded: int
    listed: int
    both: int
    missed: tuple[str, ...]
    at_other_times: tuple[str, ...]
    not_listed: tuple[str, ...]


class Coverage(Struct, frozen=True, kw_only=True):
    """The traffic that was read and the gaps in it."""

    exchanges: int
    bytes: tuple[ByteAccount, ...]
    gaps: tuple[GapCount, ...]
    corroboration: Corroboration | None = None


class Kind(Struct, frozen=True, kw_only=True):
    """The names of a category, stored so that a saved audit can be rendered without the policies."""

    id: str
    label: str
    why: str
    special: bool


class Control(Struct, frozen=True, kw_only=True):
    """The decoys: values like the persona's that were never entered, searched in the same pass. Hits are errors."""

    values: int
    hits: int


class WaiverUse(Struct, frozen=True, kw_only=True):
    """The result of one waiver: it matched findings (by id), it had expired, or it matched none."""

    id: str
    reason: str
    owner: str
    expires: str
    state: Literal["used", "expired", "unused"]
    findings: tuple[str, ...]


class Gate(Struct, frozen=True, kw_only=True):
    """Exemptions of findings on the day `on`: waivers and a baseline, by SHA-256. `known` counts baseline findings."""

    on: str
    waivers: tuple[WaiverUse, ...]
    waivers_sha256: str | None
    baseline_sha256: str | None
    known: int


class Verdict(Struct, frozen=True, kw_only=True):
    """The outcome of an audit.

    `fail` if an open finding is at or above `fail_on` or a waiver has expired, `incomplete` if there is a blocking gap,
    else `pass`. `pass` means that no leak was seen, never that there is none.
    """

    outcome: Literal["fail", "pass", "incomplete"]
    fail_on: Severity
    worst: Severity | None
    by_severity: dict[str, int]


class Audit(Struct, frozen=True, kw_only=True):
    """All results of an audit, and its gaps. `unredacted`: previews show values, at the user's request.

    `disputes` are for reports only: they are stored in a separate file and are not part of `audit.json`.
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
