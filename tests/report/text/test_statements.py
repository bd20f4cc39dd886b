"""What one host received: each kind with its certainty, in every form, event and language."""

import itertools

import pytest
from msgspec.structs import replace

from mhaudit.model.audit import CERTAINTIES, Audit, Certainty, Detector, Observation
from mhaudit.model.reasons import Reason, because
from mhaudit.report.text.companies import kinds
from mhaudit.report.text.language import LANGUAGES, speaking
from mhaudit.report.text.statements import Statement, company, kind_said, one_a_company, quotable, statements
from tests.report import sample

DETECTORS: dict[Certainty, Detector] = {"proven": "planted", "declared": "sdk", "likely": "field", "possible": "shape"}
REASONS: dict[Certainty, Reason] = {
    "proven": because("planted", kind="mood.score"),
    "declared": because("sdk-field", sdk="Acme", why="its docs say so"),
    "likely": because("field", name="how_low", kind="mood.score", key="mood"),
    "possible": because("shape", shape="an e-mail address"),
}
# The words that say how sure it is, and which stand before the kind.
MARKS = {
    ("en", "proven"): "our test data: ",
    ("en", "declared"): "data that the SDK’s documentation defines as ",
    ("en", "likely"): "data whose name suggests ",
    ("en", "possible"): "text with the shape of ",
    ("de", "proven"): "unsere Testdaten: ",
    ("de", "declared"): "Daten, die laut SDK-Dokumentation bedeuten: ",
    ("de", "likely"): "Daten, deren Name hindeutet auf: ",
    ("de", "possible"): "Text in der Form von: ",
}
LABELS = {"en": "mood score", "de": "Stimmungswert"}


def seen(certainty: Certainty, number: int = 1, **changes: object) -> Observation:
    given = {"certainty": certainty, "reason": REASONS[certainty], **changes}
    return sample.observation(number, "mood.score", "in.acme.example", DETECTORS[certainty], **given)


def audit_of(*observations: Observation, event: str = "") -> Audit:
    at = sample.evidence(1)
    named = tuple(replace(one, at=(replace(at, event=event),)) for one in observations)
    return sample.with_facts(replace(sample.full(), observations=named, findings=(), linkage=()))


def stated(audit: Audit) -> list[Statement]:
    return list(statements(audit, kinds(audit)))


@pytest.mark.parametrize(
    ("certainty", "form", "event", "language"),
    [*itertools.product(CERTAINTIES, ["plain", "sha256"], ["", "Mood Logged"], LANGUAGES)],
)
def test_no_kind_is_said_without_its_certainty(certainty: Certainty, form: str, event: str, language: str) -> None:
    with speaking(language):
        (one,) = stated(audit_of(seen(certainty, form=form), event=event))
    for sentence in (one.sentence, one.short):
        before, label, _ = sentence.partition(LABELS[language])
        assert label and before.endswith(MARKS[language, certainty])
        assert ("Mood Logged" in sentence) == bool(event)
        assert ("SHA-256" in sentence) == (form == "sha256")
    assert one.sentence.startswith("Acme Metrics, Inc. (in.acme.example) ")
    assert one.short.startswith("Acme Metrics, Inc. ")


def test_the_name_that_suggests_a_kind_is_quoted() -> None:
    (one,) = stated(audit_of(seen("likely")))
    assert one.sentence == (
        "Acme Metrics, Inc. (in.acme.example) received data whose name suggests mood score (“how_low”)."
    )
    event = seen("likely", reason=because("event", words="mood logged", name="event", kind="mood.score"))
    (one,) = stated(audit_of(event, event="Mood Logged"))
    assert one.sentence == (
        "Acme Metrics, Inc. (in.acme.example) received the event “Mood Logged”, "
        "with data whose name suggests mood score (words: mood logged)."
    )


def test_a_name_can_not_close_its_quotation() -> None:
    name = "x” is proven. “y"
    (one,) = stated(audit_of(seen("likely", reason=because("field", name=name, kind="mood.score", key="mood"))))
    assert "(“x' is proven. 'y”)" in one.sentence
    assert quotable('a"b„c«d»e\u202e') == "a'b'c'd'e\\u202e"


def test_a_value_in_plain_and_hashed_is_not_called_hashed() -> None:
    both = [seen("proven"), seen("proven", number=2, form="sha256")]
    label = sample.KINDS[2]
    assert kind_said(label, both) == "mood score"
    assert kind_said(label, both[1:]) == "mood score (as its SHA-256 hash)"


def test_a_part_is_said_where_nothing_more_was_sent() -> None:
    label = sample.KINDS[2]
    assert kind_said(label, [seen("proven", part="year")]) == "mood score, only the year"
    assert kind_said(label, [seen("proven", part="year"), seen("proven", number=2)]) == "mood score"


def test_routine_data_is_said_only_where_nothing_else_was_sent() -> None:
    device = sample.observation(2, "device.model", "in.acme.example", "field", reason=REASONS["likely"])
    (one,) = stated(audit_of(seen("proven"), device))
    assert "device.model" not in one.sentence and len(one.kinds) == 2
    (alone,) = stated(audit_of(device))
    assert "device.model" in alone.sentence


def test_names_of_companies_are_those_that_readers_know() -> None:
    audit = sample.full()
    host = sample.recipient("o1.ingest.sentry.io", service="Sentry", organisation="Functional Software, Inc.")
    assert company(host, audit) == "Sentry (Functional Software, Inc.)"
    assert company(replace(host, service="Segment", organisation="Segment.io, Inc."), audit) == "Segment.io, Inc."
    assert company(replace(host, service="A / B", organisation="C"), audit) == "A (C)"
    assert company(replace(host, service=None, organisation=None), audit) == "o1.ingest.sentry.io"
    assert company(replace(host, party="first"), audit) == "Meadow Health"


def test_the_gravest_comes_first_and_each_company_once() -> None:
    said = stated(sample.full())
    assert [one.fact.rank for one in said] == sorted(one.fact.rank for one in said)
    firsts = one_a_company(said)
    assert len({one.company for one in firsts}) == len(firsts)
    assert all(one.recipient.party != "first" for one in firsts)
