"""The judgement on the facts: linkage, vendor claims, replies to crisis messages, and findings, in this order."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from mhaudit.auditing.engine import Engine
from mhaudit.collect.collector import Collector
from mhaudit.crisis.reply_window import ReplyWindow
from mhaudit.derive.ai_conversations import companions
from mhaudit.derive.shared_identifiers import bridges, phases_again
from mhaudit.model.audit import (
    Bridge,
    ClaimResult,
    Companion,
    Coverage,
    CrisisReply,
    Finding,
    JudgedRule,
    Linkage,
    Notice,
    Observation,
    Phase,
    Recipient,
)
from mhaudit.model.subject import AppProfile
from mhaudit.rules.claims import judge_claims
from mhaudit.rules.claims.context import ClaimContext
from mhaudit.rules.condition import Grounds

_MOST = 40


def with_observations(
    links: Iterable[Linkage], recipients: Iterable[Recipient], observations: Sequence[Observation]
) -> list[Linkage]:
    """Return the links with the ids of their observations; those in exchanges of the link take precedence."""
    by_name: dict[str, set[str]] = {}
    for one in recipients:
        for name in {one.organisation or one.host, one.parent} - {None}:
            by_name.setdefault(str(name), set()).add(one.host)
    by_host: dict[str, list[Observation]] = {}
    for seen in observations:
        if seen.direction == "sent":
            by_host.setdefault(seen.recipient, []).append(seen)
    return [replace(link, observations=_ids(link, by_name.get(link.organisation, set()), by_host)) for link in links]


def _ids(link: Linkage, hosts: Iterable[str], by_host: dict[str, list[Observation]]) -> tuple[str, ...]:
    wanted, exchanges = {*link.identifiers, *link.categories}, set(link.exchanges)
    own = [seen for host in sorted(hosts) for seen in by_host.get(host, ()) if seen.category in wanted]
    inside = [seen for seen in own if any(f"{at.capture}#{at.exchange}" in exchanges for at in seen.at)]
    return tuple(seen.id for seen in (inside or own)[:_MOST])


class Judgement(Struct, frozen=True, kw_only=True):
    """Everything derived from the facts."""

    recipients: Sequence[Recipient]
    linkage: Sequence[Linkage]
    bridges: Sequence[Bridge]
    notice: Notice | None
    claims: Sequence[ClaimResult]
    companions: Sequence[Companion]
    crisis: Sequence[CrisisReply]
    findings: Sequence[Finding]
    judged: tuple[JudgedRule, ...]


def judge(
    engine: Engine,
    collector: Collector,
    recipients: Sequence[Recipient],
    observations: Sequence[Observation],
    coverage: Coverage,
    phases: Sequence[Phase],
    windows: Sequence[ReplyWindow],
) -> Judgement:
    """Derive everything from the facts. `windows` are the windows in which replies to crisis lines count."""
    question = engine.question
    app, kinds = question.app, question.policies.kinds
    found, recipients = _noticed(engine, recipients)
    by_host = {one.host: one for one in recipients}
    linkage = with_observations(collector.links.linkage(), recipients, observations)
    among = with_observations(collector.links.among_identifiers(), recipients, observations)
    traces = list(collector.identifiers.traces.values())
    crisis = _replies(engine, collector, by_host, observations, windows)
    context = ClaimContext(
        app=app,
        persona=question.persona,
        recipients=by_host,
        observations=observations,
        linkage=linkage,
        coverage=coverage,
        phases=phases,
        kinds=kinds,
        ids={host: engine.directory.answer(one.raw).ids for host, one in collector.contacts.hosts.items()},
        notice=found,
    )
    claims = judge_claims(context)
    grounds = Grounds(
        recipients=recipients,
        observations=observations,
        linkage=[*linkage, *among],
        claims=claims,
        crisis=crisis,
        visits={host: one.phases for host, one in collector.contacts.hosts.items()},
        again=phases_again(traces, by_host),
        app=app,
        country=(question.persona.country if question.persona else "") or (app.country if app else ""),
    )
    return Judgement(
        recipients=recipients,
        linkage=linkage,
        bridges=bridges(traces, by_host),
        notice=found,
        claims=claims,
        companions=companions(recipients, observations, linkage, collector.settings.flags),
        crisis=crisis,
        findings=engine.judge.findings(grounds),
        judged=engine.judge.judged(set(_at_hand(app, phases, crisis))),
    )


def _at_hand(app: AppProfile | None, phases: Sequence[Phase], crisis: Sequence[CrisisReply]) -> Iterator[str]:
    """Yield those needs of rules that the captures and the app profile meet."""
    if phases:
        yield "phases"
    if app and app.claims:
        yield "claims"
    if app and (app.play or app.apple):
        yield "labels"
    if app and app.manifests:
        yield "manifest"
    if any(reply.reply != "not-tested" for reply in crisis):
        yield "dialogue"


def _noticed(engine: Engine, recipients: Sequence[Recipient]) -> tuple[Notice | None, Sequence[Recipient]]:
    """Return the vendor's privacy notice, and the recipients with whether it names them."""
    app = engine.question.app
    if not app or not app.notice:
        return None, recipients
    from mhaudit.rules import notice  # imported here for a fast start: most audits have none

    found = notice.read(app.notice, recipients, engine.question.policies, engine.redact)
    return found, [replace(one, named_in_notice=notice.named_in(found, one)) for one in recipients]


def _replies(
    engine: Engine,
    collector: Collector,
    by_host: Mapping[str, Recipient],
    observations: Sequence[Observation],
    windows: Sequence[ReplyWindow],
) -> Sequence[CrisisReply]:
    """Return the replies to crisis lines, if any were sent."""
    if not windows:
        return ()
    from mhaudit.crisis.results import crisis_replies

    return crisis_replies(
        windows, collector.disclosures.found, engine.crisis_context(collector.names.shown), by_host, observations
    )
