"""Small pieces of knowledge and documents for the tests of rules."""

from collections.abc import Sequence
from typing import Any

from mhaudit.model.audit import Linkage, Observation, Recipient, Sighting
from mhaudit.model.knowledge import DataKind, Pack, Policies, Regulation, Rule
from mhaudit.model.reasons import because
from mhaudit.rules.condition import Grounds, compile_condition
from mhaudit.rules.judge import SUPPORTERS
from mhaudit.rules.subjects import CompiledRule, Support

ALL = Pack(id="all", title="All", rules=("T",), fail_on="high")


def rule(**changes: Any) -> Rule:
    """A rule about mood data sent to a third party, with changes."""
    given: dict[str, Any] = {
        "id": "T-001",
        "title": "Mood data was sent",
        "subject": "observation",
        "severity": "high",
        "when": {"category": ["mood"], "party": ["third"]},
        "because": "It is health data.",
        "remedy": "Keep it.",
    }
    return Rule(**(given | changes))


def policies(*rules: Rule, regulations: tuple[Regulation, ...] = ()) -> Policies:
    """Policies with these rules and one kind of data."""
    kind = DataKind(id="mood.score", label="Mood score", why="", special=True, severity="high")
    return Policies(
        organisations={},
        services={},
        kinds={kind.id: kind},
        instruments={},
        rules={rule.id: rule for rule in rules},
        regulations={law.id: law for law in regulations},
        packs={"all": ALL},
        layers=(),
        digest="",
    )


def recipient(host: str = "t.example", **changes: Any) -> Recipient:
    """A third party that runs analytics, with changes."""
    given: dict[str, Any] = {
        "host": host,
        "domain": host,
        "service": "Tracker",
        "organisation": "Tracker, Inc.",
        "parent": None,
        "country": None,
        "roles": ("analytics",),
        "party": "third",
        "declared": False,
        "reason": because("no-policy"),
        "exchanges": 2,
        "bytes_sent": 10,
        "first_seen": None,
        "phases": (),
        "ips": (),
    }
    return Recipient(**(given | changes))


def observation(category: str = "mood.score", host: str = "t.example", **changes: Any) -> Observation:
    """A planted value in a JSON body, with changes."""
    place = changes.pop("place", "body > json:/mood")
    given: dict[str, Any] = {
        "id": f"o-{category}-{host}",
        "category": category,
        "detector": "planted",
        "certainty": "proven",
        "direction": "sent",
        "recipient": host,
        "party": "third",
        "phase": None,
        "scheme": "https",
        "form": "plain",
        "preview": "•••",
        "reason": because("planted", kind="mood.score"),
        "count": 1,
        "at": (Sighting(capture="a.har", exchange=1, at=None, part="body", place=place),),
    }
    return Observation(**(given | changes))


def link(organisation: str = "Tracker, Inc.") -> Linkage:
    """A mood beside an e-mail address."""
    return Linkage(
        organisation=organisation,
        identifiers=("identity.email",),
        categories=("mood.score",),
        exchanges=("a.har#1",),
        reason=because("linked-exchange"),
    )


def grounds(recipients: Sequence[Recipient], observations: Sequence[Observation] = (), **more: Any) -> Grounds:
    """What a rule looks at."""
    return Grounds(recipients=recipients, observations=observations, **more)


def supports(given: Rule, found: Grounds) -> list[Support]:
    """What speaks for a rule."""
    cases = tuple((compile_condition(case.when), case.severity) for case in given.cases)
    return list(SUPPORTERS[given.subject](CompiledRule(given, compile_condition(given.when), cases), found))
