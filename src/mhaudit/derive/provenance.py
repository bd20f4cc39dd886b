"""The inputs of the audit, without any value: captures, policies, persona, app, kinds of data."""

import re
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256

from mhaudit.collect.masking import WITHHELD, Redactor
from mhaudit.detect.automaton import fold
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
    ValueDigest,
)
from mhaudit.model.knowledge import Pack, Policies
from mhaudit.model.subject import AppProfile, NamedApp, Persona, PlantedValue

_SALT = 32  # hex digits
_FREE = ("free_text.", "chat.", "identifier.")
_LONG, _DIFFERENT = 24, 10  # characters


def generated_from(
    captures: Sequence[CaptureFacts], policies: Policies, pack: Pack, persona: Persona | None, app: AppProfile | None
) -> GeneratedFrom:
    """Return the inputs, by name and digest; of the persona only the number of values and their kinds."""
    return GeneratedFrom(
        captures=tuple(captures),
        policies=PolicyFacts(
            digest=policies.digest,
            checked_on=policies.checked_on or None,
            pack=pack.id,
            layers=tuple(
                LayerFacts(name=layer.name, files=layer.files, digest=layer.digest) for layer in policies.layers
            ),
        ),
        persona=_persona(persona, captures) if persona else None,
        app=AppFacts(id=app.id, sha256=app.digest) if app else None,
    )


def _persona(persona: Persona, captures: Sequence[CaptureFacts]) -> PersonaFacts:
    categories = tuple(sorted({value.category for value in persona.values}))
    salt = sha256("\n".join(one.sha256 for one in captures).encode()).hexdigest()[:_SALT]
    digests = tuple(
        ValueDigest(category=value.category, sha256=sha256(f"{salt}:{value.value}".encode()).hexdigest())
        for value in persona.values
        if _hard_to_guess(value)
    )
    return PersonaFacts(
        id=persona.id,
        values=len(persona.values),
        categories=categories,
        salt=salt if digests else "",
        digests=digests,
    )


def _hard_to_guess(value: PlantedValue) -> bool:
    """Return whether a value can't be guessed: free text and long identifiers, never a name, a number or a date."""
    text = str(value.value)
    return value.category.startswith(_FREE) and len(text) >= _LONG and len(set(text)) >= _DIFFERENT


_NOBODY = AppProfile(id="", name="")


def describe_subject(app: AppProfile | None, device: str = "", named: NamedApp | None = None) -> Subject:
    """Describe the app by its profile, else by the captures (`named`); unknown fields are empty.

    `device` is the device named in the case. If the captures name the same id as the profile, they add missing fields.
    """
    seen = named or NamedApp()
    if app and seen.id != app.id:
        seen = NamedApp(device=seen.device, source=seen.source)
    own = app or _NOBODY
    said = bool(seen.id or seen.name or (seen.device and not device))
    sources = ["app profile"] * bool(app) + [seen.source] * said
    return Subject(
        id=own.id or seen.id,
        name=own.name or seen.name,
        vendor=own.vendor,
        platform=own.platform or seen.platform,
        first_party=own.first_party,
        version=own.version or seen.version,
        device=device or seen.device,
        source="; ".join(sources),
    )


def spelled_out(policies: Policies, observations: Iterable[Observation], persona: Persona | None) -> tuple[Kind, ...]:
    """Return the names of the kinds of data that were seen or planted."""
    planted = {value.category for value in persona.values} if persona else set()
    seen = sorted(planted | {observation.category for observation in observations})
    kinds = (policies.kinds[category] for category in seen if category in policies.kinds)
    return tuple(Kind(id=kind.id, label=kind.label, why=kind.why, special=kind.special) for kind in kinds)


_WORD = re.compile(r"[^\W_](?:[\w.,:/+-]*[^\W_])?")
_MOST_WORDS = 12
_LONGEST = 2000


class NoteKeeper:
    """Removes planted values from notes, including those too short to be searched in traffic.

    A number as small as a mood is kept in an address; in a sentence about an entry it is the value.
    """

    def __init__(self, redact: Redactor, persona: Persona | None) -> None:
        self._redact = redact
        self._values = {fold(str(value.value)) for value in persona.values} if persona else set()

    def kept(self, text: str) -> str:
        """Return the text without planted values."""
        text = text[:_LONGEST]
        for start, end in reversed(list(self._stretches(text))):
            text = text[:start] + WITHHELD + text[end:]
        return self._redact(text)

    def _stretches(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield the spans of words that are a planted value, from the left, the longest first, without overlaps."""
        words = [match.span() for match in _WORD.finditer(text)]
        number = 0
        while number < len(words):
            ends = range(min(len(words), number + _MOST_WORDS), number, -1)
            last = next((end for end in ends if self._is_value(text[words[number][0] : words[end - 1][1]])), None)
            if last:
                yield words[number][0], words[last - 1][1]
            number = last or number + 1

    def _is_value(self, words: str) -> bool:
        return fold(words) in self._values
