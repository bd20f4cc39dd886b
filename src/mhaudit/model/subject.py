"""What the auditor knows beforehand: the planted person, and the app with its vendor's claims."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class PlantedValue:
    """One thing that was typed into the app. The value is secret: it never appears in a repr."""

    category: str
    value: str | int | float = field(repr=False)
    instrument: str | None = None
    scale: tuple[float, float] | None = None
    crisis: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Persona:
    """The person that was played while recording."""

    id: str
    values: tuple[PlantedValue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """A recipient that the vendor names in its own notice; `organisation` is a service or organisation id."""

    organisation: str
    purpose: str = ""
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A promise of the vendor's. `asserts` is one of anonymous, no-advertising, not-shared."""

    id: str
    says: str
    asserts: str
    categories: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AppProfile:
    """The app under audit; `first_party` are the domains that the vendor calls its own."""

    id: str
    name: str
    vendor: str = ""
    platform: str = ""
    version: str = ""
    first_party: tuple[str, ...] = ()
    declared: tuple[Declared, ...] = ()
    claims: tuple[Claim, ...] = ()
    digest: str = ""
