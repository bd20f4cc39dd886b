import pytest
from msgspec.structs import replace

from mhaudit.report.html.companies import grouped, kinds
from mhaudit.report.html.company_cards import Card, cards, wrappings
from tests.report import sample


def all_cards() -> dict[str, Card]:
    audit = sample.full()
    return {card.group.name: card for card in cards(audit, grouped(audit), kinds(audit))}


def test_a_card_for_each_company_that_anything_was_seen_with() -> None:
    assert sorted(all_cards()) == ["Acme Metrics, Inc.", "Meadow Health", "metrics.example"]


def test_what_was_received_has_its_certainty_form_and_phases_the_sensitive_first() -> None:
    card = all_cards()["Acme Metrics, Inc."]
    told = [(one.kind.id, one.certainty, one.forms, one.phases) for one in card.received]
    assert told == [
        ("free_text.journal", "proven", ("as it is",), ()),
        ("mood.score", "declared", ("as it is",), ()),
        ("identity.email", "proven", ("as its SHA-256 hash",), ("before-consent",)),
    ]


def test_what_was_received_points_to_its_evidence() -> None:
    card = all_cards()["Acme Metrics, Inc."]
    for one in card.received:
        entry = card.entries[one.entry - 1]
        assert (entry.category, entry.certainty, entry.direction) == (one.kind.id, one.certainty, "sent")


def test_law_is_named_once_and_each_rule_s_remedy_once() -> None:
    audit = sample.full()
    twice = replace(audit, findings=(*audit.findings, replace(audit.findings[0], id="f2", severity="low")))
    card = next(card for card in cards(twice, grouped(twice), kinds(twice)) if card.group.name.startswith("Acme"))
    assert [finding.rule for finding in card.findings] == ["HLT-001", "HLT-005", "IDN-002", "TRK-001"]
    assert card.findings[0].severity == "critical"
    assert [law.id for law in card.laws] == sorted({law.id for law in card.laws})


def test_the_last_time_is_the_last_that_was_seen() -> None:
    assert all_cards()["metrics.example"].last_seen == "2026-11-20T09:05:05Z"


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("body > json:/mood", ()),
        ("body > gzip > json:/batch/0/payload > base64 > json:/mood", ("gzip", "base64")),
        ("query:data > percent > hex", ("percent-encoding", "hexadecimal digits")),
        ("", ()),
    ],
)
def test_what_a_value_was_taken_out_of(place: str, said: tuple[str, ...]) -> None:
    assert wrappings(place) == said
