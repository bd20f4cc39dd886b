"""What holds for any persona and any traffic: no value in the document, and ids that say where and never what."""

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import Struct
from msgspec.structs import astuple

from mhaudit.auditing.engine import Engine, Question
from mhaudit.auditing.pipeline import audit_exchanges
from mhaudit.detect.automaton import fold
from mhaudit.model.audit import Audit
from mhaudit.model.capture import Exchange
from mhaudit.model.subject import Persona, PlantedValue
from mhaudit.policy import load
from tests.acceptance.disguises import disguises
from tests.decode.encoders import ENCODERS

POLICIES = load()
# Of four different letters or more: what is more regular is not searched for.
_WORD = st.text(st.characters(codec="latin-1", categories=["Ll", "Lu"]), min_size=4, max_size=9).filter(
    lambda word: len(set(fold(word))) > 3
)
_PERSONA = st.fixed_dictionaries(
    {
        "identity.email": st.builds(
            "{}.{}+m@quietpost.example".format, *[st.from_regex(r"(?:[a-m][n-z]){2,4}", fullmatch=True)] * 2
        ),
        "identity.name": st.builds("{} {}".format, _WORD, _WORD),
        "identity.phone": st.from_regex(r"\+34[679][0-9]{8}", fullmatch=True),
        "identity.birth_date": st.dates().map(str).filter(lambda day: len(set(day)) > 3),
        "identifier.user": st.uuids().map(str),
        "free_text.journal": st.lists(_WORD, min_size=9, max_size=12).map(" ".join),
    }
)


def engine(values: dict[str, str]) -> Engine:
    persona = Persona(id="p", values=tuple(PlantedValue(category=name, value=value) for name, value in values.items()))
    return Engine(Question(policies=POLICIES, pack=POLICIES.packs["auditor"], persona=persona))


def strings(node: object) -> Iterator[str]:
    """Every text in a document."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        yield from strings(list(node.items()))
    elif isinstance(node, list | tuple):
        for item in node:
            yield from strings(item)
    elif isinstance(node, Struct):
        yield from strings(astuple(node))


def exchange(number: int, **fields: Any) -> Exchange:
    defaults: dict[str, Any] = {"capture": "a.har", "number": number, "host": "in.metrics.example", "path": "/v1"}
    return Exchange(**defaults | fields)


def traffic(value: str) -> list[Exchange]:
    """A value wherever traffic may hold one, names included."""
    label = "".join(c if c.isascii() and c.isalnum() else "-" for c in value)[:60].lower()
    written = quote(value, safe="")
    return [
        exchange(
            1, body=json.dumps({"email": value, "note": f"mood: {value}", "nested": {value: {"mood": 3}}}).encode()
        ),
        exchange(2, path=f"/u/{written}/mood?{written}=3&email={written}#{written}"),
        exchange(
            3,
            host=f"{label}.metrics.example",
            headers=((f"X-{value}", value), ("Cookie", f"{written}=mood; a={written}")),
        ),
        exchange(
            4, body=json.dumps({"event": f"Mood Logged by {value}", "phq9_total": 14, "PHQ-9 " + value: 3}).encode()
        ),
        exchange(
            5,
            response_body=json.dumps({value: value}).encode(),
            response_headers=(("Set-Cookie", f"{written}={written}"),),
        ),
        exchange(
            6, headers=(("Content-Encoding", value), ("Content-Type", f"multipart/form-data; boundary={written}"))
        ),
    ]


@settings(max_examples=15)
@given(_PERSONA)
def test_no_value_of_any_persona_is_in_the_document(values: dict[str, str]) -> None:
    made = engine(values)
    audits = [audit_exchanges(traffic(value), made) for value in values.values()]
    told = "\n".join({text.casefold() for audit in audits for text in strings(audit)})
    for value in values.values():
        for name, disguise in disguises(value):
            assert disguise.casefold() not in told, name


def written(value: str) -> dict[str, str]:
    """A value in the usual encodings, whole, as a name may hold it."""
    forms = {name: encoder.write(value) for name, encoder in ENCODERS.items() if not name.startswith(("JSON", "form"))}
    for name in ("md5", "sha1", "sha256", "sha512"):
        digest = hashlib.new(name, value.encode()).digest()
        forms |= {name: digest.hex(), f"{name} in base64": base64.b64encode(digest).decode()}
    return forms | {"JSON escapes": json.dumps(value)[1:-1], "form": quote_plus(value)}


@settings(max_examples=5)
@given(_PERSONA)
def test_a_value_used_as_a_name_is_withheld_in_every_form(values: dict[str, str]) -> None:
    made = engine(values)
    for value in values.values():
        for name, form in written(value).items():
            body = json.dumps({form: {"mood": 3}, "e": {"event": "mood logged", f"{form} phq9": 3}}).encode()
            path = f"/{quote(form, safe='')}?mood=3&{quote(form, safe='')}=PHQ-9+14"
            for text in strings(audit_exchanges([exchange(1, body=body, path=path)], made)):
                assert form.casefold() not in text.casefold(), name


def test_texts_without_values_are_kept() -> None:
    audit = audit_exchanges([exchange(1, body=b'{"kitchen": {"mood": 3}}')], engine({"identity.name": "Ada Lovelace"}))
    assert [seen.at[0].place for seen in audit.observations] == ["body > json:/kitchen/mood"]


BODIES = [
    {"batch": [{"mood": 3}, {"email": "{email}"}]},
    {"batch": [{"id": 1}, {"id": 2}, {"mood": 4, "email": "{email}"}]},
    {"user": {"email": "{email}", "birth_date": "1990-01-01"}, "event": "Mood Logged"},
    {"user": {"email": "{email}"}, "mood": 2},
    {"nothing": "of it"},
]


FIRST, SECOND = "ines.calderon@quietpost.example", "nora.lindqvist@otherpost.example"
ENGINES = {email: engine({"identity.email": email}) for email in (FIRST, SECOND)}
ORDER = list(range(len(BODIES)))


def audited(email: str, order: list[int], moods: int = 0) -> Audit:
    """An audit of the same bodies in some order, to two hosts, with some other moods."""
    exchanges = []
    for place, number in enumerate(order, start=1):
        body = json.dumps(BODIES[number]).replace("{email}", email)
        body = re.sub(r'"mood": \d', f'"mood": {moods}', body) if moods else body
        exchanges.append(
            exchange(place, host=("in.metrics.example", "api2.amplitude.com")[number % 2], body=body.encode())
        )
    return audit_exchanges(exchanges, ENGINES[email])


def ids(audit: Audit) -> tuple[list[str], list[str]]:
    return [seen.id for seen in audit.observations], [found.id for found in audit.findings]


@settings(max_examples=30)
@given(st.permutations(ORDER))
def test_ids_do_not_depend_on_the_order_of_exchanges(order: list[int]) -> None:
    assert ids(audited(FIRST, order)) == ids(audited(FIRST, ORDER))


def test_ids_do_not_depend_on_values() -> None:
    assert ids(audited(SECOND, ORDER, moods=1)) == ids(audited(FIRST, ORDER))
    assert audited(FIRST, ORDER).findings != ()


@pytest.mark.parametrize("order", [[0, 1, 2], [0, 1, 2, 3, 4, 4], [2]])
def test_ids_depend_on_what_was_sent(order: list[int]) -> None:
    everything, _ = ids(audited(FIRST, ORDER))
    some, _ = ids(audited(FIRST, order))
    assert set(some) <= set(everything)
    assert (set(some) == set(everything)) is (set(ORDER) <= {*order, 4})
