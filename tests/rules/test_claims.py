"""Promises against what was seen: contradicted by proof, never by suspicion."""

from mhaudit.model.audit import Observation, Recipient
from mhaudit.model.subject import AppProfile, Claim
from mhaudit.rules.claims import judge_claims
from tests.rules.knowledge import observation, policies, recipient

KINDS = policies().kinds


def verdict(claim: Claim, seen: list[Observation], *hosts: Recipient) -> tuple[str, str]:
    app = AppProfile(id="a", name="A", claims=(claim,))
    (result,) = judge_claims(app, seen, {host.host: host for host in hosts or (recipient(),)}, KINDS)
    return result.verdict, result.because


def test_a_shared_kind_contradicts_and_names_its_proof() -> None:
    claim = Claim(id="c", says="Your mood stays here.", asserts="not-shared", categories=("mood",))
    found, because = verdict(claim, [observation()])
    assert found == "contradicted"
    assert because == "Mood score was sent to a host of Tracker, Inc.: matched the persona's mood score"
    assert verdict(claim, [observation("sleep.measure")])[0] == "consistent"
    assert verdict(claim, [observation(party="first")])[0] == "consistent"
    assert verdict(claim, [observation(direction="received")])[0] == "consistent"


def test_suspicion_is_not_proof() -> None:
    claim = Claim(id="c", says="", asserts="not-shared", categories=("mood",))
    for certainty, expected in (
        ("possible", "consistent"),
        ("likely", "consistent"),
        ("declared", "contradicted"),
        ("proven", "contradicted"),
    ):
        assert verdict(claim, [observation(certainty=certainty)])[0] == expected


def test_anonymous_is_contradicted_by_who_somebody_is() -> None:
    claim = Claim(id="c", says="", asserts="anonymous")
    assert verdict(claim, [observation("identity.email")])[0] == "contradicted"
    assert verdict(claim, [observation("identifier.installation")])[0] == "consistent"


def test_no_advertising_is_contradicted_by_an_advertiser() -> None:
    claim = Claim(id="c", says="", asserts="no-advertising")
    assert verdict(claim, [observation()], recipient(roles=("advertising",)))[0] == "contradicted"
    assert verdict(claim, [observation()])[0] == "consistent"


def test_what_was_not_seen_or_is_not_known_is_not_tested() -> None:
    assert verdict(Claim(id="c", says="", asserts="anonymous"), [])[0] == "not-tested"
    assert verdict(Claim(id="c", says="", asserts="kindness"), [observation()])[0] == "not-tested"
    assert judge_claims(None, [observation()], {}, KINDS) == []
