"""Rules about what one organisation got together."""

from msgspec.structs import replace

from tests.rules.knowledge import grounds, link, observation, recipient, rule, supports

ON_LINKS = rule(subject="linkage", when={"identifiers": ["identity"]})


def test_a_link_supports_a_finding_at_one_host_of_its_organisation() -> None:
    hosts = [recipient(name) for name in ("a.example", "b.example")]
    assert [support.host for support in supports(ON_LINKS, grounds(hosts, linkage=[link()]))] == ["a.example"]
    assert supports(ON_LINKS, grounds(hosts, linkage=[link("Somebody else")])) == []


def test_it_is_the_host_that_got_most_with_its_phases_and_observations() -> None:
    hosts = [recipient(name) for name in ("a.example", "b.example")]
    seen = [observation(host="b.example", phase="chat"), observation("identity.email", host="b.example", phase="chat")]
    both = replace(link(), observations=tuple(one.id for one in seen))
    (support,) = supports(ON_LINKS, grounds(hosts, seen, linkage=[both]))
    assert (support.host, support.phases, support.observations) == ("b.example", ("chat",), both.observations)


def test_scope_and_parents() -> None:
    of_parent = replace(link("Holding"), scope="session")
    hosts = [recipient(parent="Holding")]
    when = rule(subject="linkage", when={"scope": ["session"]})
    assert [support.host for support in supports(when, grounds(hosts, linkage=[of_parent]))] == ["t.example"]
    assert supports(when, grounds(hosts, linkage=[link()])) == []
