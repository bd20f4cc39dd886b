from typing import Any

import pytest
from msgspec.structs import replace

from mhaudit.model.audit import Audit, Observation, PersonaFacts, Recipient
from mhaudit.report.html.companies import grouped
from mhaudit.report.html.studies import MEASURES, Measured
from tests.report import sample

TRACKER: dict[str, Any] = {"organisation": "T", "roles": ("analytics",)}
REPLAY: dict[str, Any] = {"organisation": "R", "roles": ("session-replay",)}
GOOGLE: dict[str, Any] = {"organisation": "Google LLC", "roles": ("advertising",)}


def of(recipients: tuple[Recipient, ...], *seen: Observation, **changes: Any) -> Audit:
    return replace(sample.full(), recipients=recipients, observations=seen, notice=None, **changes)


def measured(name: str, audit: Audit) -> Measured | None:
    return MEASURES[name](audit, grouped(audit))


def host(**fields: Any) -> tuple[Recipient, ...]:
    return (sample.recipient("a.example", **fields),)


@pytest.mark.parametrize(
    ("name", "recipients", "category", "said"),
    [
        ("third-party", host(), "", True),
        ("third-party", host(party="infrastructure"), "", False),
        ("google-or-meta", host(**GOOGLE), "", True),
        ("google-or-meta", host(organisation="Google LLC", roles=("hosting",)), "", False),
        ("google-or-meta", host(organisation="YouTube", parent="Google LLC", roles=("advertising",)), "", True),
        ("strong-identifier-to-advertiser", host(**GOOGLE), "identifier.advertising", True),
        ("strong-identifier-to-advertiser", host(**TRACKER), "identifier.advertising", False),
        ("strong-identifier-to-advertiser", host(**GOOGLE), "identifier.user", False),
        ("written-health-to-analytics", host(**TRACKER), "free_text.journal", True),
        ("written-health-to-analytics", host(**TRACKER), "mood.score", False),
        ("user-data", host(), "identity.email", True),
        ("user-data", host(), "device.os", False),
        ("infrastructure-share", host(party="infrastructure"), "identity.email", (1, 1)),
        ("infrastructure-share", host(), "", None),
        ("analysis-share", host(**TRACKER), "identity.email", (1, 1)),
        ("analysis-share", host(), "identity.email", (0, 1)),
        ("chat-to-replay", host(**REPLAY), "chat.message", True),
        ("chat-to-replay", host(**REPLAY), "mood.score", None),
        ("chat-third-party", host(), "chat.message", True),
        ("intake-to-tracker", host(**TRACKER), "questionnaire.intake", True),
        ("intake-to-tracker", host(), "questionnaire.intake", False),
    ],
)
def test_a_measure(name: str, recipients: tuple[Recipient, ...], category: str, said: Measured | None) -> None:
    seen = (sample.observation(1, category, "a.example"),) if category else ()
    assert measured(name, of(recipients, *seen)) == said


def test_what_is_only_possible_is_not_measured_as_sent() -> None:
    assert measured("user-data", of(host(), sample.observation(1, "identity.email", "a.example", "shape"))) is False


def test_a_tracker_is_unnamed_only_beside_the_vendor_s_own_words() -> None:
    assert measured("unnamed-tracker", of(host(**TRACKER))) is None
    declared = sample.recipient("b.example", organisation="B", declared=True)
    assert measured("unnamed-tracker", of((*host(**TRACKER), declared))) is True
    assert measured("unnamed-tracker", of((replace(host(**TRACKER)[0], declared=True),))) is False
    noticed = replace(of(host(**TRACKER, named_in_notice=False)), notice=sample.full().notice)
    assert measured("unnamed-tracker", noticed) is True
    assert measured("unnamed-tracker", replace(noticed, recipients=host(**TRACKER, named_in_notice=True))) is False


def test_a_planted_chat_that_was_seen_nowhere_was_measured() -> None:
    audit = of(host(**REPLAY))
    planted = PersonaFacts(id="p", values=1, categories=("chat.message",))
    audit = replace(audit, generated_from=replace(audit.generated_from, persona=planted))
    assert measured("chat-to-replay", audit) is False
    assert measured("chat-third-party", replace(audit, subject=replace(audit.subject, platform="ios"))) is None
