"""What claims are held against, for the tests."""

from collections.abc import Sequence
from typing import Any

from mhaudit.model.audit import ClaimResult, Coverage, GapCount, Observation, Phase, Recipient
from mhaudit.model.knowledge import DataKind
from mhaudit.model.subject import AppProfile, Persona, PlantedValue
from mhaudit.rules.claims import judge_claims
from mhaudit.rules.claims.context import ClaimContext
from tests.rules.knowledge import recipient

LABELS = {
    "mood.score": ("Mood score", "Health and fitness: Health info", "Health & Fitness: Health", "Health"),
    "identity.email": ("E-mail address", "Personal info: Email address", "Contact Info: Email Address", "EmailAddress"),
    "identity.gender": ("Gender", "Personal info: Other info", "Other Data: Other Data Types", "OtherDataTypes"),
    "identifier.advertising": ("Advertising id", "Device or other IDs", "Identifiers: Device ID", "DeviceID"),
    "identifier.user": ("User id", "Personal info: User IDs", "Identifiers: User ID", "UserID"),
    "device.os": ("System", "Device or other IDs", "Other Data: Other Data Types", "OtherDataTypes"),
}
KINDS = {
    name: DataKind(
        id=name,
        label=label,
        why="",
        special=name.startswith("mood"),
        severity="high",
        labels={"play": play, "apple": apple, "apple_manifest": f"NSPrivacyCollectedDataType{manifest}"},
    )
    for name, (label, play, apple, manifest) in LABELS.items()
}
PERSONA = Persona(
    id="p",
    values=(
        PlantedValue(category="mood.score", value=3),
        PlantedValue(category="identity.email", value="nora.lind@quiet.example"),
    ),
)


def gap(host: str = "", code: str = "body-opaque", *, blocking: bool = True) -> GapCount:
    return GapCount(code=code, host=host, count=1, blocking=blocking, detail="")


def context_of(
    app: AppProfile | None,
    observations: Sequence[Observation] = (),
    recipients: Sequence[Recipient] = (),
    gaps: Sequence[GapCount] = (),
    phases: Sequence[str] = (),
    **more: Any,
) -> ClaimContext:
    given: dict[str, Any] = {
        "app": app,
        "persona": PERSONA,
        "recipients": {one.host: one for one in recipients or (recipient(),)},
        "observations": observations,
        "linkage": (),
        "coverage": Coverage(exchanges=1, bytes=(), gaps=tuple(gaps)),
        "phases": [Phase(id=name, from_=None, to=None) for name in phases],
        "kinds": KINDS,
    }
    return ClaimContext(**(given | more))


def app(**changes: Any) -> AppProfile:
    return AppProfile(id="a", name="A", **changes)


def results(*args: Any, **more: Any) -> dict[str, ClaimResult]:
    """What comes of the claims, by id."""
    return {result.id: result for result in judge_claims(context_of(*args, **more))}


def verdicts(*args: Any, **more: Any) -> dict[str, str]:
    return {name: result.verdict for name, result in results(*args, **more).items()}
