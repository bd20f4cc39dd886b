"""A persona, small policies, and what the detectors see in one exchange."""

import json
from typing import Any

from mhaudit.detect.detectors import Detectors
from mhaudit.detect.hit import Hit
from mhaudit.model.capture import Exchange
from mhaudit.model.knowledge import DataKind, FieldRule, Instrument, Policies, Shape
from mhaudit.model.place import place
from mhaudit.model.subject import Persona, PlantedValue
from tests.decode.read import walk

EMAIL = "ines.calderon+mh31@quietpost.example"
NAME = "Inés Calderón"
PHONE = "+34612487705"
BIRTH = "1988-09-02"
USER = "mdw-7f3a-20931"
ADVERTISING = "3f0c8a52-91d7-4b6e-8c1e-5a7be2f4d960"
JOURNAL = "I rehearse phone calls in the shower and then never make them, not even to my sister"
VALUES = {
    "identity.email": EMAIL,
    "identity.name": NAME,
    "identity.phone": PHONE,
    "identity.birth_date": BIRTH,
    "identifier.user": USER,
    "identifier.advertising": ADVERTISING,
    "free_text.journal": JOURNAL,
}
PERSONA = Persona(id="ines", values=tuple(PlantedValue(category=name, value=text) for name, text in VALUES.items()))

SCORE = Shape(type="integer", ranges=((0, 10),))


def kind(name: str, **fields: Any) -> DataKind:
    return DataKind(id=name, label=name.replace(".", " ").title(), why="", special=True, severity="high", **fields)


MOOD = kind(
    "mood.score",
    fields=(FieldRule(keys=("mood", "mood_score", "stimmung"), shapes=(SCORE,)),),
    events=(r"\bmood logged\b", r"\bhumeur notee\b"),
    not_events=(r"\bmood board\b",),
)
LABEL = kind(
    "mood.label",
    words=("sad", "worn out"),
    fields=(FieldRule(keys=("feeling",), shapes=(Shape(type="words"),)),),
)
ANSWER = kind("questionnaire.item", fields=(FieldRule(keys=("answer_value",), shapes=(SCORE,), beside="instrument"),))
PHQ9 = Instrument(
    id="phq-9",
    name="Patient Health Questionnaire-9",
    alias=r"(?i)(?<![A-Za-z0-9])phq[\s_-]?9(?![0-9])",
    item=(0, 3),
    items=9,
    total=(0, 27),
    critical_items=(9,),
)


def policies(*kinds: DataKind, instruments: tuple[Instrument, ...] = ()) -> Policies:
    """Policies that know these kinds of data and nothing else."""
    return Policies(
        organisations={},
        services={},
        kinds={kind.id: kind for kind in kinds},
        instruments={instrument.id: instrument for instrument in instruments},
        rules={},
        regulations={},
        packs={},
        layers=(),
        digest="",
    )


SMALL = policies(MOOD, LABEL, ANSWER, instruments=(PHQ9,))
Seen = tuple[str, str, str, str]


def hits(detectors: Detectors, **fields: Any) -> list[Hit]:
    """What the detectors say of an exchange with these fields."""
    defaults: dict[str, Any] = {"capture": "a.har", "number": 1, "host": "in.metrics.example"}
    exchange = Exchange(**defaults | fields)
    _, documents = walk(wanted=detectors.wanted, **fields)
    return list(detectors.observe(exchange, documents))


def seen(detectors: Detectors, **fields: Any) -> list[Seen]:
    """(category, detector, form, place), decoys left out."""
    found = [hit for hit in hits(detectors, **fields) if not hit.decoy]
    return [(hit.category, hit.detector, hit.form, place(hit.trail)) for hit in found]


def planted(value: object, category: str = "identity.email") -> Detectors:
    """Detectors that look for one value and know nothing else."""
    persona = Persona(id="p", values=(PlantedValue(category=category, value=value),))  # type: ignore[arg-type]
    return Detectors(policies(), persona)


def forms(detectors: Detectors, value: object) -> list[str]:
    """The forms in which planted values are seen in a JSON body that holds `value`."""
    body = json.dumps({"v": value}, ensure_ascii=False).encode()
    return sorted({form for _, detector, form, _ in seen(detectors, body=body) if detector == "planted"})
