"""Rules about claims and about replies."""

from typing import Any

from mhaudit.model.audit import ClaimResult, CrisisReply
from mhaudit.model.reasons import because
from tests.rules.knowledge import grounds, observation, recipient, rule, supports

BROKEN = rule(subject="claim", when={"all": [{"verdict": ["contradicted"]}, {"kind": ["claim"]}]})


def claim(**changes: Any) -> ClaimResult:
    given: dict[str, Any] = {"id": "c", "says": "", "verdict": "contradicted", "reason": because("no-test")}
    return ClaimResult(**(given | {"observations": (observation().id,)} | changes))


def reply(**changes: Any) -> CrisisReply:
    given: dict[str, Any] = {
        "recipient": "t.example",
        "exchange": "a#1",
        "at": None,
        "phase": "crisis-chat",
        "country": "US",
        "reply": "none",
        "resources": (),
        "seconds": None,
        "told": ("x.example",),
        "reason": because("reply-none"),
        "observations": (observation().id, observation(host="x.example").id),
    }
    return CrisisReply(**(given | changes))


def test_only_a_contradicted_claim_supports_a_finding_at_the_recipient_of_its_proof() -> None:
    facts = grounds([recipient()], [observation(phase="chat", count=3)], claims=[claim()])
    (support,) = supports(BROKEN, facts)
    assert (support.host, support.categories, support.phases) == ("t.example", ("mood.score",), ("chat",))
    assert (support.sightings, support.observations, support.place) == (3, ("o-mood.score-t.example",), "c")
    for other in (claim(verdict="consistent"), claim(verdict="not-tested"), claim(kind="play"), claim(observations=())):
        assert supports(BROKEN, grounds([recipient()], [observation()], claims=[other])) == []


def test_a_reply_supports_a_finding_at_its_recipient_with_its_observations() -> None:
    nobody = rule(subject="crisis", when={"reply": ["none"]})
    hosts = [recipient(), recipient("x.example")]
    seen = [observation(), observation(host="x.example")]
    (support,) = supports(nobody, grounds(hosts, seen, crisis=[reply()]))
    assert (support.host, support.phases, support.remark) == ("t.example", ("crisis-chat",), because("reply-none"))
    assert support.observations == ("o-mood.score-t.example",)
    assert supports(nobody, grounds(hosts, seen, crisis=[reply(reply="resource")])) == []
    assert supports(nobody, grounds(hosts, seen, crisis=[reply(is_answer=False)])) == []
