"""Rules about what was sent."""

from mhaudit.model.audit import CrisisReply
from mhaudit.model.reasons import because
from tests.rules.knowledge import grounds, observation, recipient, rule, supports


def test_every_hash_is_hashed_and_plain_is_not() -> None:
    hashed = rule(when={"form": ["hashed"]})
    for form in ("sha256", "md5 (lower case)", "hmac-sha1 (key in the same request)", "whirlpool of its base64"):
        assert len(supports(hashed, grounds([recipient()], [observation(form=form)]))) == 1
    for form in ("plain", "plain (as E.164)", "base64", "reversed", "wording"):
        assert supports(hashed, grounds([recipient()], [observation(form=form)])) == []


def test_parts_phases_and_declared_recipients_can_be_tested() -> None:
    facts = grounds([recipient(declared=True)], [observation(phase="launch", place="query:mood")])
    for when in ({"phase": ["launch"]}, {"part": ["body"]}, {"declared": ["yes"]}, {"scheme": ["https"]}):
        assert len(supports(rule(when=when), facts)) == 1
    for when in ({"phase": ["background"]}, {"part": ["query"]}, {"declared": ["no"]}, {"scheme": ["http"]}):
        assert supports(rule(when=when), facts) == []


def test_a_crisis_line_is_known_by_the_reply_that_was_looked_for() -> None:
    told, other = observation("chat.message"), observation("chat.message", id="o-other")
    reply = CrisisReply(
        recipient="t.example",
        exchange="a#1",
        at=None,
        phase=None,
        country=None,
        reply="none",
        resources=(),
        seconds=None,
        told=(),
        reason=because("reply-none"),
        observations=(told.id,),
    )
    found = supports(rule(when={"crisis_line": ["yes"]}), grounds([recipient()], [told, other], crisis=[reply]))
    assert [support.observations for support in found] == [(told.id,)]
