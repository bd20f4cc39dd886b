"""Sentences about claims, replies and bridges."""

from typing import get_args

from msgspec.structs import replace

from mhaudit.model.audit import Reply
from mhaudit.report.formats.terminal import render
from mhaudit.report.text.claims import REPLIES, bridges, claims, crisis
from tests.report import sample


def test_what_is_contradicted_is_told_with_its_proof() -> None:
    assert list(claims(sample.full())) == [
        (
            "Contradicted: “Your journal stays with us.” Journal text was sent to a host of Acme Metrics, Inc.: "
            "matched the persona's journal text."
        ),
        "Of 2, 1 contradicted, 0 consistent with what was seen, 1 not tested.",
    ]
    assert list(claims(sample.empty())) == []


def test_every_reply_has_its_words() -> None:
    assert set(REPLIES) == set(get_args(Reply))
    (said,) = crisis(sample.full())
    assert said.startswith(
        "api.meadow.example (tester in US): the reply named only a number that is listed as retired."
    )
    assert said.endswith(" The reply names a number that is retired. Also told: in.acme.example.")


def test_a_bridge_names_its_ends() -> None:
    assert list(bridges(sample.full())) == [
        "2 organisations: The same user id was sent to both: Acme Metrics, Inc., px.metrics.example."
    ]


def test_many_are_cut_and_counted() -> None:
    audit = sample.full()
    many = replace(audit, bridges=audit.bridges * 10, crisis=audit.crisis * 10, claims=audit.claims[:1] * 10)
    assert list(bridges(many))[-1] == "2 more."
    assert list(crisis(many))[-1] == "2 more replies."
    assert list(claims(many))[-2:] == [
        *("2 more are contradicted.", "Of 10, 10 contradicted, 0 consistent with what was seen, 0 not tested."),
    ]


def test_they_stand_in_the_summary_where_there_is_something_to_say() -> None:
    headings = ("What the vendor says, held", "After a crisis line was sent", "One identifier value, seen by several")
    assert all(heading in render(sample.full(), 120, colour=False) for heading in headings)
    assert not any(heading in render(sample.empty(), 120, colour=False) for heading in headings)
