"""Parts of planted texts: beginnings that are all of a field, and long runs within other texts; keys of objects."""

import hashlib
import json
from typing import Any

import pytest

from mhaudit.auditing.engine import Engine, Question
from mhaudit.auditing.pipeline import audit_exchanges
from mhaudit.detect.automaton import SearchPatterns, fold
from mhaudit.detect.excerpts import Excerpts
from mhaudit.model.audit import Observation
from mhaudit.model.capture import Exchange
from mhaudit.model.knowledge import Pack
from mhaudit.model.subject import Persona, PlantedValue
from mhaudit.policy import load

JOURNAL = "Heute habe ich wieder niemandem gesagt, wie leer sich alles anfuehlt"
CHINESE = "今天又没有跟任何人说我觉得一切都多么空虚我只想一直睡下去"
EMAIL = "marlene.vogt@quietpost.example"
PERSONA = Persona(
    id="p",
    values=(
        PlantedValue(category="free_text.journal", value=JOURNAL),
        PlantedValue(category="chat.message", value=CHINESE),
        PlantedValue(category="identity.email", value=EMAIL),
    ),
)


def found(data: Any) -> list[Observation]:
    pack = Pack(id="every", title="", rules=("HLT",), fail_on="high")
    engine = Engine(Question(policies=load(), pack=pack, persona=PERSONA))
    seen = Exchange(capture="c", number=1, host="x.example", method="POST", body=json.dumps(data).encode())
    return [one for one in audit_exchanges([seen], engine).observations if one.detector == "planted"]


@pytest.mark.parametrize(
    "text",
    [
        JOURNAL[:24],
        JOURNAL[:30] + "…",
        JOURNAL[:41] + " ...",
        JOURNAL[:24].upper(),
        "Neuer Eintrag: " + JOURNAL[10:42],
        "… " + JOURNAL[20:52] + " …",
        "\u00ad".join(JOURNAL[:30]),
        CHINESE[:8],
        "日记:" + CHINESE[3:14],
    ],
)
def test_an_excerpt_is_proven_and_marked_as_a_part(text: str) -> None:
    (seen,) = found({"preview": text})
    assert (seen.form, seen.part, seen.certainty, seen.at[0].place) == (
        "plain (in part)",
        "excerpt",
        "proven",
        "body > json:/preview",
    )


@pytest.mark.parametrize(
    "text",
    [
        JOURNAL[:23],
        JOURNAL[1:30],
        "Neuer Eintrag: " + JOURNAL[10:41],
        JOURNAL[:20] + "xxxx" + JOURNAL[24:50],
        CHINESE[:7],
        "日记:" + CHINESE[3:13],
        "Heute habe ich gut geschlafen und bin frueh aufgewacht",
    ],
)
def test_excerpts_that_are_too_short(text: str) -> None:
    assert found({"preview": text}) == []


def test_the_whole_text_is_not_an_excerpt() -> None:
    (seen,) = found({"entry": JOURNAL})
    assert (seen.form, seen.part) == ("plain", "")


@pytest.mark.parametrize("key", [EMAIL, EMAIL.replace(".", ","), hashlib.sha256(EMAIL.encode()).hexdigest()])
def test_a_key_that_is_a_planted_value(key: str) -> None:
    (seen,) = found({"users": {key: True}})
    assert (seen.category, seen.certainty, seen.at[0].part) == ("identity.email", "proven", "body")
    assert EMAIL not in seen.at[0].place


def test_a_key_with_an_object_below_it_is_one_observation() -> None:
    (seen,) = found({"users": {EMAIL: {"a": "plain words", "b": {"c": 1}}}})
    assert (seen.category, seen.count) == ("identity.email", 1)


def test_a_key_with_another_value() -> None:
    assert found({"users": {"somebody.else@quietpost.example": {"a": 1}}}) == []


def test_every_part_of_twice_a_block_holds_one_of_its_blocks() -> None:
    patterns = SearchPatterns()
    Excerpts(patterns, {0: JOURNAL, 1: CHINESE})
    folded = fold(JOURNAL)
    for at in range(len(folded) - 24):
        assert patterns.present(folded[at : at + 24]) != {}
    for at in range(len(CHINESE) - 8):
        assert patterns.present(CHINESE[at : at + 8]) != {}
