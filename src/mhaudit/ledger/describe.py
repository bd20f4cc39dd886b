"""What the audit was made from, said without any value: captures, policies, persona, app, kinds of data."""

from collections.abc import Iterable, Sequence

from mhaudit.model.audit import (
    AppFacts,
    CaptureFacts,
    GeneratedFrom,
    Kind,
    LayerFacts,
    Observation,
    PersonaFacts,
    PolicyFacts,
    Subject,
)
from mhaudit.model.knowledge import Pack, Policies
from mhaudit.model.subject import AppProfile, Persona


def generated_from(
    captures: Sequence[CaptureFacts], policies: Policies, pack: Pack, persona: Persona | None, app: AppProfile | None
) -> GeneratedFrom:
    """The inputs, by name and digest; of the persona only how many values of which kinds it has."""
    return GeneratedFrom(
        captures=tuple(captures),
        policies=PolicyFacts(
            digest=policies.digest,
            pack=pack.id,
            layers=tuple(
                LayerFacts(name=layer.name, files=layer.files, digest=layer.digest) for layer in policies.layers
            ),
        ),
        persona=_persona(persona) if persona else None,
        app=AppFacts(id=app.id, sha256=app.digest) if app else None,
    )


def _persona(persona: Persona) -> PersonaFacts:
    categories = tuple(sorted({value.category for value in persona.values}))
    return PersonaFacts(id=persona.id, values=len(persona.values), categories=categories)


def describe_subject(app: AppProfile | None, device: str = "") -> Subject:
    """The app, or nothing but empty fields; `device` is what the case says that it ran on."""
    if app is None:
        return Subject(id="", name="", vendor="", platform="", first_party=(), device=device)
    return Subject(
        id=app.id,
        name=app.name,
        vendor=app.vendor,
        platform=app.platform,
        first_party=app.first_party,
        version=app.version,
        device=device,
    )


def spelled_out(policies: Policies, observations: Iterable[Observation], persona: Persona | None) -> tuple[Kind, ...]:
    """The words for the kinds of data that were seen or planted."""
    planted = {value.category for value in persona.values} if persona else set()
    seen = sorted(planted | {observation.category for observation in observations})
    kinds = (policies.kinds[category] for category in seen if category in policies.kinds)
    return tuple(Kind(id=kind.id, label=kind.label, why=kind.why, special=kind.special) for kind in kinds)
