"""One process or several: the same books."""

from pathlib import Path

import pytest

from mhaudit.engine import Question
from mhaudit.ingest.reader import Share
from mhaudit.pipeline import audit_files
from mhaudit.policy import load, load_app, load_persona
from mhaudit.report import FORMATS
from mhaudit.shares import Span

MEADOW = Path(__file__).parent.parent / "fixtures" / "meadow"


def question() -> Question:
    policies = load()
    return Question(
        policies=policies,
        pack=policies.packs["auditor"],
        persona=load_persona(MEADOW / "meadow.persona.yaml", policies),
        app=load_app(MEADOW / "meadow.app.yaml", policies),
    )


@pytest.mark.parametrize("jobs", [2, 3])
def test_several_processes_give_the_same_bytes_as_one(jobs: int) -> None:
    captures = [MEADOW / "meadow.mitm", MEADOW / "meadow.har"]
    alone = FORMATS["json"](audit_files(captures, question()))
    assert FORMATS["json"](audit_files(captures, question(), jobs)) == alone


def test_every_exchange_belongs_to_one_share() -> None:
    for of in (1, 2, 5):
        for number in range(20):
            assert sum(Share(first, of).mine(number) for first in range(of)) == 1


def test_spans_add_up_and_unknown_times_do_not_count() -> None:
    span = Span()
    for started in (None, 20.0, 10.0):
        span.add(started)
    assert span == Span(3, 10.0, 20.0)
    span.merge(Span(2, None, None))
    span.merge(Span(1, 5.0, 5.0))
    assert span == Span(6, 5.0, 20.0)
    assert Span() == Span(0, None, None)
