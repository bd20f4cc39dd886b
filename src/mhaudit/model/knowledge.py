"""The contents of the policy files, as the engine uses them. Built by `policy/`, and never modified."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

from msgspec import Struct, field

from mhaudit.model.help_lines import CrisisLines


class Mark(Struct, frozen=True, kw_only=True):
    """A field that a request must have: a value at one of the places that fully matches `value`, if given."""

    at: tuple[str, ...]
    value: str = ""


class SettingValue(Struct, frozen=True, kw_only=True):
    """One value of a setting, as text, and its meaning for storage or training."""

    is_: str = field(name="is")
    means: str


class Setting(Struct, frozen=True, kw_only=True):
    """A setting in a request that controls storage or training, by the service's own documentation.

    `values` are its possible values, with their meanings.
    """

    at: tuple[str, ...]
    values: tuple[SettingValue, ...]
    source: str


class Signature(Struct, frozen=True, kw_only=True):
    """A pattern of requests to a service on any host: of the path, and fields that must all be present.

    `because` describes path and fields for readers.
    """

    path: str
    has: tuple[Mark, ...]
    because: str


class SdkEndpoint(Struct, frozen=True, kw_only=True):
    """An endpoint of an SDK; `path` is a pattern for the address after the host, "" for any."""

    host: str
    match: Literal["exact", "suffix"]
    path: str = ""


class SdkField(Struct, frozen=True, kw_only=True):
    """The meaning of a value at a place, with its source. `at` are place patterns; the whole value must match `value`.

    `form` is the encoding of the value, such as sha256, `part` the part of its kind; `source` is the page that
    documents the meaning, "" if there is none.
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
        """Return whether a page documents the meaning; otherwise it is inferred, and so only likely."""
        return bool(self.source)


class SdkRequest(Struct, frozen=True, kw_only=True):
    """A kind of request that an SDK makes."""

    endpoints: tuple[SdkEndpoint, ...]
    fields: tuple[SdkField, ...]


class Sdk(Struct, frozen=True, kw_only=True):
    """The fields of an SDK with a meaning given by its documentation or code."""

    id: str
    name: str
    service: str
    requests: tuple[SdkRequest, ...]


Severity = Literal["info", "low", "medium", "high", "critical"]
SEVERITIES: tuple[Severity, ...] = ("info", "low", "medium", "high", "critical")


class Organisation(Struct, frozen=True, kw_only=True):
    """A company. `parent` and `country` are given only if confirmed by a source; `basis` is that source."""

    id: str
    name: str
    parent: str | None = None
    country: str | None = None
    basis: str = ""


class ServiceHost(Struct, frozen=True, kw_only=True):
    """A host of a service; a suffix matches itself and every host below it.

    `consent_gated`: its vendor lists it for iOS as a tracking domain, reached only with the user's permission to track.
    """

    host: str
    match: Literal["exact", "suffix"]
    verified: str
    consent_gated: bool = False


class Use(Struct, frozen=True, kw_only=True):
    """The purpose of requests to a part of a service: paths that match, on the given hosts or on all of them."""

    path: str
    roles: tuple[str, ...]
    hosts: tuple[str, ...] = ()


class Service(Struct, frozen=True, kw_only=True):
    """The operator of some hosts. `shared` marks infrastructure that carries the back ends of many companies.

    `self_hosted` are patterns of its requests on other hosts, `settings` their documented settings on storage and
    training. `uses` are paths with another purpose than the rest. Without an `organisation` it is a list of hosts that
    doesn't name their operators.
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
    """The required form of a value: a type, and bounds that depend on it."""

    type: str
    ranges: tuple[tuple[float, float], ...] = ()
    values: tuple[str, ...] = ()
    pattern: str = ""
    min_words: int = 0


class FieldRule(Struct, frozen=True, kw_only=True):
    """Key names that mean a kind of data if the value has one of the shapes.

    `beside` is "" or "instrument": generic names count only if the same payload names a questionnaire.
    """

    keys: tuple[str, ...]
    shapes: tuple[Shape, ...] = field(name="values")
    beside: str = ""


class DataKind(Struct, frozen=True, kw_only=True):
    """One kind of personal or mental-health data; `events` are patterns for normalised event wording.

    `needs` are texts, one of which is in any match of an event pattern; if empty, no such texts are known.
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

    `needs` are texts, one of which is in every such name; if empty, no such texts are known.
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
    """A severity that replaces that of the rule if `when` holds."""

    when: Mapping[str, Any]
    severity: Severity


class Rule(Struct, frozen=True, kw_only=True):
    """The condition under which a `subject` becomes a finding. `when` is all / any / not / tests on fields."""

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
    """The scope of a rule of law or of a store. Empty: everywhere, every platform, every kind of data."""

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

    `at_most` is the highest severity of a finding by the certainty of its evidence; missing keys have no limit.
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
    """A selection of rules (ids or prefixes such as HLT) and the severity from which an audit fails."""

    id: str
    title: str
    rules: tuple[str, ...]
    fail_on: Severity


class Layer(Struct, frozen=True, kw_only=True):
    """A folder of policies, with the SHA-256 over its files."""

    name: str
    files: int
    digest: str


class Policies(Struct, frozen=True, kw_only=True):
    """All policies; mappings are by id. `checked_on` is the newest day on which one was checked."""

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
    """One waiver of a waiver file: the findings that its owner accepts, the reason, and the last day.

    `finding` is the id of one; otherwise `rule` with `recipient` (a host, and the hosts below it) and `category`, each
    of which matches any if empty.
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
    """The exemptions on the day `on`.

    `known` are the findings of the baseline by id, `known_at` their hosts; digests are of the files.
    """

    on: date
    waivers: tuple[WaiverRule, ...] = ()
    waivers_sha256: str | None = None
    known: Mapping[str, Severity] = field(default_factory=dict)
    known_at: Mapping[str, str] = field(default_factory=dict)
    baseline_sha256: str | None = None
