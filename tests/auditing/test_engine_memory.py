"""An engine that remembers says the same of every exchange as one that has seen nothing before."""

import base64
import hashlib
import hmac
import json
from pathlib import Path
from random import Random
from typing import Any

import pytest

from mhaudit.auditing import question
from mhaudit.auditing.engine import Engine
from mhaudit.auditing.pipeline import audit_exchanges, conclude
from mhaudit.decode.inert import InertTexts
from mhaudit.model.capture import Exchange
from mhaudit.report.formats.json_ import render

EMAIL = "ines.calderon@quietpost.example"
JOURNAL = "The kettle clicks off and I still have not moved from the chair"
PERSONA = f"""\
id: ines
values:
  - {{category: identity.email, value: {EMAIL}}}
  - {{category: free_text.journal, value: {JOURNAL}}}
  - {{category: identity.phone, value: "+46 70 174 06 35"}}
"""
HOSTS = ("api2.amplitude.com", "graph.facebook.com", "app-measurement.com", "api.calmly.example", "x.metrics.example")


def packed(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value)
    return base64.b64encode(text.encode()).decode()


def _values(chance: Random) -> list[Any]:
    """Values of which nothing comes, something, or something only beside others."""
    salted = hmac.digest(b"pepper-1", EMAIL.encode(), "sha256")
    return [
        "y" * chance.randrange(6, 90),
        "not today, thank you",
        chance.randrange(12),
        True,
        1,
        EMAIL,
        packed(EMAIL),
        packed({"email": EMAIL, "mood": 3}),
        packed({"note": "nothing of it", "score": 12}),
        packed("score: 12"),
        packed("PHQ-9 score 12"),
        packed("PHQ-9"),
        packed({"salt": "pepper-1"}),
        packed({"em": hashlib.sha256(EMAIL.encode()).hexdigest()}),
        base64.b64encode(salted).decode(),
        packed({"h": salted.hex()}),
        packed("tel:+46701740635 crisis hotline"),
        packed(JOURNAL[:20]),
        packed("e t"),
        JOURNAL[20:40],
        "a=1&mood=4&token=abcdefgh",
        packed("k" * 40),
        packed(packed({"user_id": "u-17-abc", "anxiety": 7})),
        packed(bytes(range(128, 190)).decode("latin-1")),
        "59.3293, 18.0686",
        packed("59.3293, 18.0686"),
        chance.randbytes(20).hex(),
    ]


def _exchange(number: int, chance: Random, values: list[Any]) -> Exchange:
    names = ("note", "mood", "x", "em", "email", "token", "phq9_total", "user_id", "salt", "event", "pad", "lat")
    body = {name: chance.choice(values) for name in chance.sample(names, chance.randrange(1, 7))}
    event = {"event_type": chance.choice(("mood_logged", "opened", "sos")), "properties": body, "time": number}
    answer = {"ok": 1, "segments": chance.choice(values), "pad": chance.choice(values)}
    return Exchange(
        capture="a.har",
        number=number,
        host=chance.choice(HOSTS),
        method="POST",
        path=chance.choice(("/2/httpapi", "/v1/track?x=1", f"/v1?e={packed('mood=3')}")),
        headers=(("Content-Type", "application/json"), ("Cookie", f"sid={chance.choice(('abc', packed(EMAIL)))}")),
        body=json.dumps({"events": [event]}).encode(),
        response_body=json.dumps(answer).encode(),
        status=200,
        started=1_795_000_000.0 + number,
    )


def _forget(engine: Engine) -> None:
    engine.inert = InertTexts()
    engine.detectors.meanings.said.clear()


@pytest.mark.parametrize("seed", range(4))
def test_remembered_and_unremembered_audits_are_the_same(tmp_path: Path, seed: int) -> None:
    persona = tmp_path / "persona.yaml"
    persona.write_text(PERSONA, encoding="utf-8")
    chance = Random(seed)  # noqa: S311 - to be repeatable
    values = _values(chance)
    exchanges = [_exchange(number, chance, values) for number in range(1, 81)]
    remembering, forgetful = Engine(question(persona=persona)), Engine(question(persona=persona))
    collector = forgetful.collector()
    for exchange in exchanges:
        _forget(forgetful)
        forgetful.take(exchange, collector)
    assert render(audit_exchanges(exchanges, remembering)) == render(conclude(forgetful, collector, ()))
    assert len(remembering.inert.anywhere[True]) > 2
    assert remembering.inert.by_name[True]
    assert len(remembering.detectors.meanings.said) > 20
