"""The auditor's inputs: the planted persona, and the app with its vendor's claims."""

import re
from dataclasses import dataclass, field

from msgspec import Struct


@dataclass(frozen=True, slots=True, kw_only=True)
class PlantedValue:
    """One value that was entered into the app. The value is secret: it never appears in a repr."""

    category: str
    value: str | int | float = field(repr=False)
    instrument: str | None = None
    scale: tuple[float, float] | None = None
    crisis: bool = False


class NamedApp(Struct, frozen=True, kw_only=True):
    """The app that captures name, with the places (`source`); unknown fields are empty."""

    id: str = ""
    name: str = ""
    version: str = ""
    platform: str = ""
    device: str = ""
    source: str = ""


class Persona(Struct, frozen=True, kw_only=True):
    """The persona played during the recording. `country` is its location: ISO 3166-1 alpha-2, "" if unknown."""

    id: str
    values: tuple[PlantedValue, ...]
    country: str = ""

    @property
    def crisis(self) -> frozenset[int]:
        """Return the numbers of the values that express a danger to life."""
        told = (n for n, value in enumerate(self.values) if value.crisis or value.category == "crisis.text")
        return frozenset(told)


class Declared(Struct, frozen=True, kw_only=True):
    """A recipient that the vendor names in its own notice; `organisation` is a service or organisation id."""

    organisation: str
    purpose: str = ""
    categories: tuple[str, ...] = ()


class Claim(Struct, frozen=True, kw_only=True):
    """A promise of the vendor. `asserts` is anonymous, no-advertising, not-shared, consent-first or encrypted."""

    id: str
    says: str
    asserts: str
    categories: tuple[str, ...] = ()
    source: str = ""


class Period(Struct, frozen=True, kw_only=True):
    """A phase timed by hand, in seconds since the epoch; `ended` is None if it lasts until the next one."""

    id: str
    begun: float
    ended: float | None = None


class PlayLabel(Struct, frozen=True, kw_only=True):
    """Google Play's Data safety section: types of data, by their full names. None: not noted by the auditor."""

    collected: tuple[str, ...] | None = None
    shared: tuple[str, ...] | None = None
    encrypted_in_transit: bool | None = None
    source: str = ""


class AppleLabel(Struct, frozen=True, kw_only=True):
    """Apple's privacy label: types of data, by their full names. None: not noted by the auditor."""

    tracking: tuple[str, ...] | None = None
    linked: tuple[str, ...] | None = None
    not_linked: tuple[str, ...] | None = None
    source: str = ""


class PrivacyManifest(Struct, frozen=True, kw_only=True):
    """A PrivacyInfo.xcprivacy file: whether the app tracks, to which domains, which data it collects."""

    name: str
    sha256: str
    tracking: bool | None
    domains: tuple[str, ...]
    collected: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivacyNotice:
    """The vendor's privacy notice as sentences of plain text. `sha256` is of the file, `retrieved` a date or ""."""

    name: str
    sha256: str
    sentences: tuple[str, ...] = field(repr=False)
    retrieved: str = ""
    source: str = ""


class AppProfile(Struct, frozen=True, kw_only=True):
    """The audited app; `first_party` are the vendor's own domains.

    `declares` is whether the auditor noted the recipients that the vendor names, `declares_all` whether the vendor
    states that there are no others. `contacts` are addresses and numbers that the vendor publishes. A reply to a crisis
    message is in time within `reply_within` seconds.
    """

    id: str
    name: str
    vendor: str = ""
    platform: str = ""
    version: str = ""
    first_party: tuple[str, ...] = ()
    declared: tuple[Declared, ...] = ()
    claims: tuple[Claim, ...] = ()
    digest: str = ""
    country: str = ""
    reply_within: float = 60.0
    declares: bool = False
    declares_all: bool = False
    periods: tuple[Period, ...] = ()
    play: PlayLabel | None = None
    apple: AppleLabel | None = None
    manifests: tuple[PrivacyManifest, ...] = ()
    notice: PrivacyNotice | None = None
    contacts: tuple[str, ...] = ()


CAPTURE = "capture.mitm"
JOURNAL = "journal.jsonl"
ABOUT = "case.yaml"
APP = "app.yaml"
PERSONA = "persona.yaml"
MANIFEST = "manifest.json"
SIGNATURE = "manifest.sig"
REPORT = "report"  # a folder: the reports of an audit of the case; not part of the evidence
RESERVE = ".reserve"  # disk space reserved for the end of a recording
STREAMS = "streams"  # a folder: pieces of bodies that were incomplete when the recorder was killed

JOURNAL_SCHEMA = "mhaudit/journal/1"
MANIFEST_SCHEMA = "mhaudit/manifest/1"
CASE_SCHEMA = "mhaudit/case/1"

PHASES = (
    *("launch", "before-consent", "after-refusal", "after-consent", "signed-in", "mood-logged", "journal", "chat"),
    *("crisis-chat", "background"),
)
PHASE_ID = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")
