"""Findings: one for each rule and recipient, with a fingerprint that no value goes into."""

from collections.abc import Mapping
from itertools import product
from typing import Any

import pytest
from msgspec.structs import replace

from mhaudit.model.audit import CERTAINTIES, Certainty, Citation, JudgedRule
from mhaudit.model.knowledge import SEVERITIES, Pack, Regulation, Severity, SeverityCase
from mhaudit.policy import load
from mhaudit.rules.judge import Judge
from mhaudit.rules.subjects import CompiledRule
from tests.rules.knowledge import ALL, grounds, link, observation, policies, recipient, rule

LAW = Regulation(
    id="L-1", title="A law", jurisdiction="EU", citation="Art. 1", trigger="", confidence="secondary", source=""
)


def test_one_finding_a_rule_and_recipient() -> None:
    judge = Judge(policies(rule(regulations=("L-1", "L-unknown")), regulations=(LAW,)), ALL)
    seen = [observation(count=3), observation("mood.label", place="body > json:/feeling"), observation("sleep.measure")]
    (finding,) = judge.findings(grounds([recipient()], seen))
    assert (finding.rule, finding.severity, finding.recipient) == ("T-001", "high", "t.example")
    assert finding.organisation == "Tracker, Inc."
    assert finding.categories == ("mood.label", "mood.score")
    assert finding.count == 4
    assert finding.observations == ("o-mood.label-t.example", "o-mood.score-t.example")
    citation = Citation(id="L-1", title="A law", citation="Art. 1", jurisdiction="EU", confidence="secondary")
    assert finding.regulations == (citation,)
    assert (finding.status, finding.waiver) == ("open", None)


def test_a_rule_is_judged_where_what_it_needs_is_at_hand() -> None:
    judge = Judge(policies(rule(), rule(id="T-002", needs=("phases",), subject="recipient")), ALL)
    always = JudgedRule(id="T-001", title=rule().title, subject="observation")
    assert judge.judged(set()) == (always,)
    assert judge.judged({"claims"}) == (always,)
    needing = JudgedRule(id="T-002", title=rule().title, subject="recipient")
    assert judge.judged({"phases"}) == (always, needing)


def test_nothing_where_the_condition_does_not_hold() -> None:
    judge = Judge(policies(rule()), ALL)
    own = recipient(party="first")
    assert judge.findings(grounds([own], [observation(party="first")])) == []


def test_worst_first_then_by_rule_and_host() -> None:
    rules = policies(rule(), rule(id="T-002", severity="critical"), rule(id="T-003", severity="low"))
    hosts = [recipient("b.example", organisation="B"), recipient("a.example", organisation="A")]
    seen = [observation(host="b.example"), observation(host="a.example")]
    found = Judge(rules, ALL).findings(grounds(hosts, seen))
    assert [(finding.rule, finding.recipient) for finding in found] == [
        ("T-002", "a.example"),
        ("T-002", "b.example"),
        ("T-001", "a.example"),
        ("T-001", "b.example"),
        ("T-003", "a.example"),
        ("T-003", "b.example"),
    ]


def test_a_company_has_one_finding_a_rule_at_the_host_that_weighs_most() -> None:
    hosts = [recipient("a.example"), recipient("b.example")]
    seen = [observation(host="a.example"), observation(host="b.example"), observation(host="b.example", id="o-2")]
    (found,) = Judge(policies(rule()), ALL).findings(grounds(hosts, seen))
    assert (found.recipient, found.hosts, found.count) == ("b.example", ("a.example", "b.example"), 3)
    unknown = [recipient("a.example", organisation=None), recipient("b.example", organisation=None)]
    assert len(Judge(policies(rule()), ALL).findings(grounds(unknown, seen))) == 2


def test_ids_do_not_depend_on_shards_keys_and_dates() -> None:
    def id_of(host: str, place: str) -> str:
        seen = observation(host=host, place=place)
        (found,) = Judge(policies(rule()), ALL).findings(grounds([recipient(host, organisation=None)], [seen]))
        return found.id

    shard = id_of("s-usc1c-nss-240.db.example", "body > json:/users/-OaB3dE5fG7hI9jK1lM2/mood")
    assert shard == id_of("s-usc1c-nss-312.db.example", "body > json:/users/-OzZ9dE5fG7hI9jK1lQ8/mood")
    assert shard != id_of("s-usc1c-nss-240.db.example", "body > json:/users/-OaB3dE5fG7hI9jK1lM2/feeling")
    assert shard != id_of("s-usc1c-nss-240.other.example", "body > json:/users/-OaB3dE5fG7hI9jK1lM2/mood")
    assert id_of("a.db.example", "query:on/2026-11-20") == id_of("a.db.example", "query:on/2026-12-01")


def test_the_first_case_that_holds_replaces_the_severity_and_the_worst_counts() -> None:
    cases = (
        SeverityCase(when={"certainty": ["possible"]}, severity="info"),
        SeverityCase(when={"roles": ["analytics"]}, severity="medium"),
    )
    judge = Judge(policies(rule(cases=cases)), ALL)
    possible = observation(certainty="possible", detector="shape")
    assert [finding.severity for finding in judge.findings(grounds([recipient()], [possible]))] == ["info"]
    both = [possible, observation("mood.label")]
    assert [finding.severity for finding in judge.findings(grounds([recipient()], both))] == ["medium"]


def test_the_pack_chooses_and_rules_that_need_more_are_left_out() -> None:
    rules = policies(rule(), rule(id="U-001"), rule(id="T-009", needs=("phases", "audience")))
    for names, expected in ((("T",), ["T-001"]), (("U-001",), ["U-001"]), (("T", "U"), ["T-001", "U-001"]), ((), [])):
        pack = Pack(id="p", title="", rules=names, fail_on="high")
        found = Judge(rules, pack).findings(grounds([recipient()], [observation()]))
        assert [finding.rule for finding in found] == expected
    assert Judge(rules, Pack(id="p", title="", rules=("T-00",), fail_on="high")).rules == []


def test_a_rule_that_needs_phases_holds_if_one_was_marked() -> None:
    judge = Judge(policies(rule(needs=("phases",), when={"phase": ["before-consent"]})), ALL)
    for phase, expected in (("before-consent", ["T-001"]), ("after-consent", []), (None, [])):
        assert [
            finding.rule for finding in judge.findings(grounds([recipient()], [observation(phase=phase)]))
        ] == expected


def test_the_fingerprint_is_of_rule_recipient_kind_and_key_path() -> None:
    judge = Judge(policies(rule()), ALL)

    def fingerprint(**changes: Any) -> str:
        return judge.findings(grounds([recipient()], [observation(**changes)]))[0].id

    assert fingerprint() == fingerprint(preview="another", count=9, because="else", form="sha256")
    assert fingerprint(place="body > json:/events/3/mood") == fingerprint(place="body > json:/events/12/mood")
    assert fingerprint(place="message:4 > json:/mood") == fingerprint(place="message:5 > json:/mood")
    assert fingerprint(place="body > json:/a1/mood") != fingerprint(place="body > json:/a2/mood")
    assert fingerprint() != fingerprint(place="body > json:/feeling")
    other = Judge(policies(rule(id="T-002")), ALL).findings(grounds([recipient()], [observation()]))[0].id
    assert fingerprint() != other


def test_rules_on_recipients_and_links() -> None:
    rules = policies(
        rule(id="T-1", subject="recipient", when={"roles": ["analytics"]}, severity="low"),
        rule(id="T-2", subject="linkage", when={"categories": ["mood"], "party": ["third"]}, severity="critical"),
    )
    second, first = Judge(rules, ALL).findings(grounds([recipient()], linkage=[link()]))
    assert (second.rule, second.categories, second.count) == ("T-2", ("identity.email", "mood.score"), 1)
    assert (first.rule, first.categories, first.count) == ("T-1", (), 2)


CAPS: dict[Certainty, Severity] = {"proven": "critical", "declared": "critical", "likely": "high", "possible": "medium"}


def capped(severity: Severity, *seen: Certainty, at_most: Mapping[Any, Severity] = CAPS) -> Severity:
    """The severity of a finding on observations of these certainties."""
    known = replace(
        policies(rule(severity=severity)), harm={"default": replace(load().harm["default"], at_most=at_most)}
    )
    facts = [observation(id=f"o-{number}", certainty=sure) for number, sure in enumerate(seen)]
    (finding,) = Judge(known, ALL).findings(grounds([recipient()], facts))
    return finding.severity


@pytest.mark.parametrize(
    ("severity", "seen", "found"),
    [
        ("critical", ["proven"], "critical"),
        ("critical", ["declared"], "critical"),
        ("critical", ["likely"], "high"),
        ("critical", ["possible"], "medium"),
        ("high", ["likely"], "high"),
        ("high", ["possible"], "medium"),
        ("medium", ["possible"], "medium"),
        ("low", ["possible"], "low"),
        ("critical", ["likely", "proven"], "critical"),
        ("critical", ["possible", "likely"], "high"),
    ],
)
def test_a_severity_is_limited_by_its_certainty(severity: Severity, seen: list[Certainty], found: Severity) -> None:
    assert capped(severity, *seen) == found


def test_an_order_of_harm_without_limits_has_none() -> None:
    assert capped("critical", "possible", at_most={}) == "critical"
    assert load().harm["default"].at_most == CAPS


@pytest.mark.parametrize(
    ("health", "identifier", "found"),
    [
        ("proven", "proven", "critical"),
        ("likely", "proven", "high"),
        ("proven", "likely", "high"),
        ("proven", "possible", "medium"),
    ],
)
def test_of_linked_data_the_weaker_half_counts(health: Certainty, identifier: Certainty, found: Severity) -> None:
    known = replace(
        policies(rule(subject="linkage", severity="critical", when={"categories": ["mood"]})),
        harm={"default": load().harm["default"]},
    )
    seen = [
        observation(certainty=health),
        observation("mood.label", id="o-2", certainty="possible"),
        observation("identity.email", id="o-3", certainty=identifier),
    ]
    joined = replace(link(), categories=("mood.label", "mood.score"), observations=tuple(one.id for one in seen))
    (finding,) = Judge(known, ALL).findings(grounds([recipient()], seen, linkage=[joined]))
    assert finding.severity == found


SHIPPED = Judge(load(), load().packs["auditor"]).rules
ROLES = sorted({role for service in load().services.values() for role in service.roles})


@pytest.mark.parametrize("compiled", SHIPPED, ids=lambda compiled: compiled.rule.id)
def test_no_shipped_rule_rates_what_is_less_sure_higher(compiled: CompiledRule) -> None:
    categories = sorted(load().kinds)
    for category, role, party, declared in product(categories, ROLES, ("third", "unknown"), ("yes", "no")):
        fact = {"category": (category,), "categories": (category,), "roles": (role,), "party": (party,)}
        levels = [
            SEVERITIES.index(compiled.severity({**fact, "declared": (declared,), "certainty": (sure,)}))
            for sure in CERTAINTIES
        ]
        assert levels == sorted(levels, reverse=True), (category, role, party, declared)
        assert [level <= SEVERITIES.index(CAPS[sure]) for level, sure in zip(levels, CERTAINTIES, strict=True)] == [
            True
        ] * 4
