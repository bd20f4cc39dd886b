"""What the policy files say, as the engine uses it. `policy/` makes these; nobody changes them."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

from msgspec import Struct, field

from mhaudit.model.help_lines import CrisisLines


class Mark(Struct, frozen=True, kw_only=True):
    """A field that a request must have: something at one of the places, all of it matching `value` where given."""

    at: tuple[str, ...]
    value: str = ""


class SettingValue(Struct, frozen=True, kw_only=True):
    """One value of a setting, as text, and what it means for what is kept."""

    is_: str = field(name="is")
    means: str


class Setting(Struct, frozen=True, kw_only=True):
    """A setting in a request that decides what the service keeps or trains on, by its own documentation.

    `values` are what it may be set to, with what that means.
    """

    at: tuple[str, ...]
    values: tuple[SettingValue, ...]
    source: str


class Signature(Struct, frozen=True, kw_only=True):
    """What requests to a service look like on any host: a pattern for the path, and fields that must all be there.

    `because` names path and fields for the reader.
    """

    path: str
    has: tuple[Mark, ...]
    because: str


class SdkEndpoint(Struct, frozen=True, kw_only=True):
    """Where an SDK sends to; `path` is a pattern for the address behind the host, "" for any."""

    host: str
    match: Literal["exact", "suffix"]
    path: str = ""


class SdkField(Struct, frozen=True, kw_only=True):
    """What stands at a place, and who says so. `at` are place patterns; the whole value must match `value`.

    `form` says how the value is disguised there, such as sha256, `part` which part of the kind it is; `source` is the
    page that says what it means, "" where none does.
    """

    at: tuple[str, ...]
    category: str
    because: str
    form: str = "plain"
    value: str = ""
    source: str = ""
    part: str = ""

    @property
    def stated(self) -> bool:
        """Whether a page says so; without one the meaning is known or worked out, and so likely."""
        return bool(self.source)


class SdkRequest(Struct, frozen=True, kw_only=True):
    """A kind of request that an SDK makes."""

    endpoints: tuple[SdkEndpoint, ...]
    fields: tuple[SdkField, ...]


class Sdk(Struct, frozen=True, kw_only=True):
    """The fields of an SDK whose meaning its documentation or code states."""

    id: str
    name: str
    service: str
    requests: tuple[SdkRequest, ...]


Severity = Literal["info", "low", "medium", "high", "critical"]
SEVERITIES: tuple[Severity, ...] = ("info", "low", "medium", "high", "critical")


class Organisation(Struct, frozen=True, kw_only=True):
    """A company. `parent` and `country` are given only where a source confirms them; `basis` says which."""

    id: str
    name: str
    parent: str | None = None
    country: str | None = None
    basis: str = ""


class ServiceHost(Struct, frozen=True, kw_only=True):
    """A host that a service answers on; a suffix stands for itself and every host below it.

    `consent_gated`: its vendor lists it for iOS as a tracking domain, reached only with the user's permission to track.
    """

    host: str
    match: Literal["exact", "suffix"]
    verified: str
    consent_gated: bool = False


class Use(Struct, frozen=True, kw_only=True):
    """What requests to a part of a service are for: paths that match, on the given hosts or on all of it."""

    path: str
    roles: tuple[str, ...]
    hosts: tuple[str, ...] = ()


class Service(Struct, frozen=True, kw_only=True):
    """Who answers on some hosts. `shared` marks infrastructure that carries many companies' own back ends.

    `self_hosted` says how its requests are known on a host that somebody else runs it on, `settings` what they may say
    of keeping and training.
    `uses` are paths whose requests are for something else than the rest. Without an `organisation` it is a list of
    hosts that says nothing of who answers.
    """

    id: str
    name: str
    roles: tuple[str, ...]
    hosts: tuple[ServiceHost, ...]
    organisation: str = ""
    shared: bool = False
    uses: tuple[Use, ...] = ()
    self_hosted: tuple[Signature, ...] = ()
    settings: tuple[Setting, ...] = ()
    layer: str = "mhaudit"
    checked_on: str = ""


class Shape(Struct, frozen=True, kw_only=True):
    """What a value must look like: a type, and bounds that depend on it."""

    type: str
    ranges: tuple[tuple[float, float], ...] = ()
    values: tuple[str, ...] = ()
    pattern: str = ""
    min_words: int = 0


class FieldRule(Struct, frozen=True, kw_only=True):
    """Key names that mean a kind of data when the value has one of the shapes.

    `beside` is "" or "instrument": generic names count only where a questionnaire is named in the same payload.
    """

    keys: tuple[str, ...]
    shapes: tuple[Shape, ...] = field(name="values")
    beside: str = ""


class DataKind(Struct, frozen=True, kw_only=True):
    """One kind of personal or mental-health data; `events` are patterns over normalised event wording.

    `needs` are texts, one of which stands in whatever an event pattern matches; without any, nothing is known of that.
    """

    id: str
    label: str
    why: str
    special: bool = field(name="special_category")
    severity: Severity
    fields: tuple[FieldRule, ...] = ()
    words: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    not_events: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)


class Instrument(Struct, frozen=True, kw_only=True):
    """A clinical questionnaire; `alias` is a pattern for its name in keys and text, `total` its range.

    `needs` are texts, one of which stands in every such name; without any, nothing is known of that.
    """

    id: str
    name: str
    alias: str
    item: tuple[int, int] | None = None
    items: int | None = None
    total: tuple[int, int] | None = None
    critical_items: tuple[int, ...] = ()
    needs: tuple[str, ...] = ()


class SeverityCase(Struct, frozen=True, kw_only=True):
    """A severity that replaces the rule's own where `when` holds."""

    when: Mapping[str, Any]
    severity: Severity


class Rule(Struct, frozen=True, kw_only=True):
    """When something becomes a finding: `subject` says what. `when` is all / any / not / tests on fields."""

    id: str
    title: str
    subject: Literal["observation", "recipient", "linkage", "claim", "crisis"]
    severity: Severity
    when: Mapping[str, Any]
    because: str
    remedy: str
    cases: tuple[SeverityCase, ...] = ()
    regulations: tuple[str, ...] = ()
    precedents: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()


class Applies(Struct, frozen=True, kw_only=True):
    """Where a rule of law or of a store binds. Empty: everywhere, on every platform, for every kind of data."""

    regions: tuple[str, ...] = ()
    platforms: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()


class Regulation(Struct, frozen=True, kw_only=True):
    """One rule of law or of a store. `confidence` is verified, secondary or from-memory; only the first is fact."""

    id: str
    title: str
    jurisdiction: str
    citation: str
    trigger: str
    confidence: str
    status: str = "in-force"
    applies: Applies = Applies()
    in_force_from: str | None = None
    limits: str = ""
    source: str = ""
    checked_on: str = ""


class Harm(Struct, frozen=True, kw_only=True):
    """Weights that order facts: by kind of data, and in percent by role, party, linkage and certainty.

    `at_most` is the highest severity of a finding by the certainty of what it rests on; none where it says nothing.
    """

    id: str
    title: str
    kinds: Mapping[str, int]
    other_kinds: int
    roles: Mapping[str, int]
    other_roles: int
    parties: Mapping[str, int]
    not_linked: int
    certainties: Mapping[str, int]
    at_most: Mapping[str, Severity] = {}
    why: str = ""


class Pack(Struct, frozen=True, kw_only=True):
    """A choice of rules (ids or prefixes such as HLT) and the severity from which an audit fails."""

    id: str
    title: str
    rules: tuple[str, ...]
    fail_on: Severity


class Layer(Struct, frozen=True, kw_only=True):
    """A folder that policies came from, with the SHA-256 over its files."""

    name: str
    files: int
    digest: str


class Policies(Struct, frozen=True, kw_only=True):
    """Everything the policy files say; mappings are by id. `checked_on` is the newest day on which one was checked."""

    organisations: Mapping[str, Organisation]
    services: Mapping[str, Service]
    kinds: Mapping[str, DataKind]
    instruments: Mapping[str, Instrument]
    rules: Mapping[str, Rule]
    regulations: Mapping[str, Regulation]
    packs: Mapping[str, Pack]
    layers: tuple[Layer, ...]
    digest: str
    checked_on: str = ""
    sdks: Mapping[str, Sdk] = field(default_factory=dict)
    crisis_lines: Mapping[str, CrisisLines] = field(default_factory=dict)
    harm: Mapping[str, Harm] = field(default_factory=dict)


class WaiverRule(Struct, frozen=True, kw_only=True):
    """One waiver of a waiver file: which findings somebody answers for, why, and until when (that day included).

    `finding` is the id of one; otherwise `rule` with `recipient` (a host, and the hosts below it) and `category`, each
    of which holds for any where it is empty.
    """

    id: str
    reason: str
    owner: str
    expires: date
    finding: str = ""
    rule: str = ""
    recipient: str = ""
    category: str = ""


class GateTerms(Struct, frozen=True, kw_only=True):
    """What is let through on the day `on`. `known` are the findings of the baseline by id, `known_at` their hosts;
    digests are of the files.
    """

    on: date
    waivers: tuple[WaiverRule, ...] = ()
    waivers_sha256: str | None = None
    known: Mapping[str, Severity] = field(default_factory=dict)
    known_at: Mapping[str, str] = field(default_factory=dict)
    baseline_sha256: str | None = None
