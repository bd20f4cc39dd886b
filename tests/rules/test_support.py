"""What speaks for a finding."""

from mhaudit.model.knowledge import Rule
from mhaudit.rules.condition import compile_condition
from mhaudit.rules.support import CompiledRule, supports
from tests.rules.knowledge import link, observation, recipient, rule


def compiled(given: Rule) -> CompiledRule:
    return CompiledRule(given, compile_condition(given.when), ())


def test_every_hash_is_hashed_and_plain_is_not() -> None:
    hashed = compiled(rule(when={"form": ["hashed"]}))
    hosts = {"t.example": recipient()}
    for form in ("sha256", "md5 (lower case)", "hmac-sha1 (key in the same request)", "whirlpool of its base64"):
        assert len(list(supports(hashed, hosts, [observation(form=form)], []))) == 1
    for form in ("plain", "plain (as E.164)", "base64", "reversed", "wording"):
        assert list(supports(hashed, hosts, [observation(form=form)], [])) == []


def test_parts_phases_and_declared_recipients_can_be_tested() -> None:
    hosts = {"t.example": recipient(declared=True)}
    seen = [observation(phase="launch", place="query:mood")]
    for when in ({"phase": ["launch"]}, {"part": ["body"]}, {"declared": ["yes"]}, {"scheme": ["https"]}):
        assert len(list(supports(compiled(rule(when=when)), hosts, seen, []))) == 1
    for when in ({"phase": ["background"]}, {"part": ["query"]}, {"declared": ["no"]}, {"scheme": ["http"]}):
        assert list(supports(compiled(rule(when=when)), hosts, seen, [])) == []


def test_indices_are_taken_out_of_the_place_and_names_are_not() -> None:
    seen = [observation(place="body > json:/batch/10/q1/0 > base64 > json:/mood2")]
    (support,) = supports(compiled(rule()), {"t.example": recipient()}, seen, [])
    assert support.place == "body > json:/batch/*/q1/* > base64 > json:/mood2"


def test_a_link_speaks_for_the_first_host_of_its_organisation_only() -> None:
    on_links = compiled(rule(on="linkage", when={"identifiers": ["identity"]}))
    hosts = {name: recipient(name) for name in ("a.example", "b.example")}
    assert [support.host for support in supports(on_links, hosts, [], [link()])] == ["a.example"]
    assert list(supports(on_links, hosts, [], [link("Somebody else")])) == []


def test_a_host_whose_name_was_only_looked_up_was_not_contacted() -> None:
    on_hosts = compiled(rule(on="recipient", when={"party": ["third"]}))
    hosts = {
        "a.example": recipient("a.example", exchanges=2),
        "b.example": recipient("b.example", exchanges=0, listed=5),
        "c.example": recipient("c.example", exchanges=0, lookups=9),
    }
    found = [(support.host, support.sightings) for support in supports(on_hosts, hosts, [], [])]
    assert found == [("a.example", 2), ("b.example", 5)]
