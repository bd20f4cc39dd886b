"""Rules that turn observations into findings: one for each rule and company, with its observations."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from itertools import product

from mhaudit.model.audit import Citation, Finding, JudgedRule
from mhaudit.model.knowledge import SEVERITIES, Pack, Policies, Rule
from mhaudit.model.names import fingerprint
from mhaudit.rules.applicable import is_applicable
from mhaudit.rules.condition import Grounds, compile_condition
from mhaudit.rules.subjects import (
    CompiledRule,
    Support,
    Supporter,
    general,
    general_host,
    on_claims,
    on_crisis,
    on_linkage,
    on_observations,
    on_recipients,
)

# Needs of rules that depend on the captures and the app profile, not on mhaudit.
AT_HAND = {"phases", "claims", "labels", "manifest", "dialogue"}
SUPPORTERS: dict[str, Supporter] = {
    "observation": on_observations,
    "recipient": on_recipients,
    "linkage": on_linkage,
    "claim": on_claims,
    "crisis": on_crisis,
}


class Judge:
    """The rules of a pack, except those with needs that no audit can meet yet.

    A rule that needs phases, claims or labels tests them in its condition, so it never holds without them.
    """

    def __init__(self, policies: Policies, pack: Pack) -> None:
        chosen = [rule for rule in policies.rules.values() if _in_pack(rule, pack) and not {*rule.needs} - AT_HAND]
        self.regulations = policies.regulations
        self.rules = [
            CompiledRule(
                rule,
                compile_condition(rule.when),
                tuple((compile_condition(case.when), case.severity) for case in rule.cases),
                policies.harm["default"].at_most if "default" in policies.harm else {},
            )
            for rule in sorted(chosen, key=lambda rule: rule.id)
        ]

    def findings(self, grounds: Grounds) -> list[Finding]:
        """Return all findings, worst first."""
        found = [
            self._finding(compiled.rule, found_for, grounds)
            for compiled in self.rules
            for found_for in _by_company(SUPPORTERS[compiled.rule.subject](compiled, grounds))
        ]
        return sorted(found, key=lambda finding: (-SEVERITIES.index(finding.severity), finding.rule, finding.recipient))

    def judged(self, at_hand: Set[str]) -> tuple[JudgedRule, ...]:
        """Return the rules that could be judged where phases, claims, labels, a manifest or a dialogue are at hand."""
        return tuple(
            JudgedRule(id=rule.id, title=rule.title, subject=rule.subject)
            for rule, *_ in self.rules
            if at_hand >= set(rule.needs)
        )

    def _finding(self, rule: Rule, found_for: list[Support], grounds: Grounds) -> Finding:
        """Build a finding about one company. `recipient` is the host with the most support."""
        first = max(found_for, key=lambda support: (_weight(support), support.host))
        categories = tuple(sorted({category for support in found_for for category in support.categories}))
        return Finding(
            id=fingerprint("f", *_identity(rule, found_for, categories)),
            rule=rule.id,
            severity=max((support.severity for support in found_for), key=SEVERITIES.index),
            title=rule.title,
            because=rule.because,
            remarks=tuple(sorted({support.remark for support in found_for if support.remark})),
            recipient=first.host,
            hosts=tuple(sorted({support.host for support in found_for})),
            organisation=first.organisation,
            categories=categories,
            phases=tuple(sorted({phase for support in found_for for phase in support.phases})),
            count=sum(support.sightings for support in found_for),
            observations=tuple(sorted({name for support in found_for for name in support.observations})),
            regulations=tuple(self._citations(rule, categories, grounds)),
            remedy=rule.remedy,
            status="open",
            waiver=None,
            former_ids=tuple(_former_ids(rule, found_for)),
        )

    def _citations(self, rule: Rule, categories: Sequence[str], grounds: Grounds) -> Iterator[Citation]:
        """Yield the laws of a rule that apply to the people's location, the app's platform, and the kinds of data."""
        platform = grounds.app.platform if grounds.app else ""
        for name in rule.regulations:
            law = self.regulations.get(name)
            if law and is_applicable(law.applies, grounds.country, platform, categories):
                yield Citation(
                    id=law.id,
                    title=law.title,
                    citation=law.citation,
                    jurisdiction=law.jurisdiction,
                    confidence=law.confidence,
                    checked_on=law.checked_on,
                    source=law.source,
                )


def _in_pack(rule: Rule, pack: Pack) -> bool:
    return any(rule.id == name or rule.id.startswith(f"{name}-") for name in pack.rules)


def _by_company(supports: Iterable[Support]) -> list[list[Support]]:
    """Group supports by organisation, or by host (without shard numbers) if no organisation is known."""
    groups: dict[str, list[Support]] = {}
    for support in supports:
        groups.setdefault(support.organisation or general_host(support.host), []).append(support)
    return [groups[name] for name in sorted(groups)]


def _weight(support: Support) -> tuple[int, int, int]:
    return SEVERITIES.index(support.severity), len(support.observations), support.sightings


def _identity(rule: Rule, found_for: Sequence[Support], categories: Iterable[str]) -> tuple[str, ...]:
    """Return the identity of a finding across recordings: rule, company, kinds, and places without ids."""
    places = {general(support.place) for support in found_for}
    who = found_for[0].organisation or general_host(found_for[0].host)
    return rule.id, who, *categories, *sorted(places)


# Kinds of data missing in version 1 of the document → its kinds for the same values, () for none.
_FORMER_KINDS: Mapping[str, tuple[str, ...]] = {
    "mood.event": ("mood.score",),
    "questionnaire.event": ("questionnaire.intake", "questionnaire.total"),
    "crisis.place": ("crisis.action",),
    **dict.fromkeys(("body.measure", "health.other", "identity.age", "identity.number", "usage.action"), ()),
}


def _former_ids(rule: Rule, found_for: Iterable[Support]) -> Iterator[str]:
    """Yield the ids in version 1 of the document: one per host, with its kinds and with unchanged places.

    If version 1 had several kinds for one of today's, there is an id for each.
    """
    hosts: dict[str, list[Support]] = {}
    for support in found_for:
        hosts.setdefault(support.host, []).append(support)
    for host, own in sorted(hosts.items()):
        places = sorted({support.place for support in own})
        for categories in _former_categories({category for support in own for category in support.categories}):
            yield fingerprint("f", rule.id, host, *categories, *places)


def _former_categories(categories: Iterable[str]) -> list[tuple[str, ...]]:
    """Return the kinds of data as version 1 named them, in each possible way."""
    choices = [_FORMER_KINDS.get(category, (category,)) for category in sorted(categories)]
    return sorted({tuple(sorted(set(chosen))) for chosen in product(*filter(None, choices))})
