"""Facts become a judgement: who could join what, what the vendor's words are worth, what came back to a cry for help,
and which rules were broken. Top to bottom.
"""

from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from mhaudit.engine import Engine
from mhaudit.ledger.books import Books
from mhaudit.ledger.bridges import bridges, phases_again
from mhaudit.ledger.companions import companions
from mhaudit.ledger.evidence import with_observations
from mhaudit.listening.ear import Ear
from mhaudit.model.audit import (
    Bridge,
    ClaimResult,
    Companion,
    Coverage,
    CrisisReply,
    Finding,
    Linkage,
    Notice,
    Observation,
    Phase,
    Recipient,
)
from mhaudit.rules.claims import judge_claims
from mhaudit.rules.claims.sight import Sight
from mhaudit.rules.grounds import Grounds


class Judgement(Struct, frozen=True, kw_only=True):
    """What was made of the facts."""

    recipients: Sequence[Recipient]
    linkage: Sequence[Linkage]
    bridges: Sequence[Bridge]
    notice: Notice | None
    claims: Sequence[ClaimResult]
    companions: Sequence[Companion]
    crisis: Sequence[CrisisReply]
    findings: Sequence[Finding]


def judge(
    engine: Engine,
    books: Books,
    recipients: Sequence[Recipient],
    observations: Sequence[Observation],
    coverage: Coverage,
    phases: Sequence[Phase],
    listening: Sequence[Ear],
) -> Judgement:
    """Everything that follows from the facts. `listening` heard what came back after crisis lines."""
    question, redact = engine.question, engine.redact
    app, kinds = question.app, question.policies.kinds
    found, recipients = _noticed(engine, recipients)
    by_host = {one.host: one for one in recipients}
    linkage = with_observations(books.links.linkage(), recipients, observations)
    among = with_observations(books.links.among_identifiers(), recipients, observations)
    traces = list(books.traces.traces.values())
    crisis = _replies(engine, books, by_host, observations, listening)
    sight = Sight(
        app=app,
        persona=question.persona,
        recipients=by_host,
        observations=observations,
        linkage=linkage,
        coverage=coverage,
        phases=phases,
        kinds=kinds,
        ids={redact(host): engine.directory.answer(host).ids for host in books.contacts.contacts},
        notice=found,
    )
    claims = judge_claims(sight)
    grounds = Grounds(
        recipients=recipients,
        observations=observations,
        linkage=[*linkage, *among],
        claims=claims,
        crisis=crisis,
        visits={redact(host): one.phases for host, one in books.contacts.contacts.items()},
        again=phases_again(traces, by_host, redact),
        app=app,
    )
    return Judgement(
        recipients=recipients,
        linkage=linkage,
        bridges=bridges(traces, by_host, kinds, redact),
        notice=found,
        claims=claims,
        companions=companions(recipients, observations, linkage, books.settings.flags, redact),
        crisis=crisis,
        findings=engine.judge.findings(grounds),
    )


def _noticed(engine: Engine, recipients: Sequence[Recipient]) -> tuple[Notice | None, Sequence[Recipient]]:
    """The vendor's privacy notice, and the recipients with whether it names them."""
    app = engine.question.app
    if not app or not app.notice:
        return None, recipients
    from mhaudit.rules import notice  # most audits have none, and a start is to be quick

    found = notice.read(app.notice, recipients, engine.question.policies, engine.redact)
    return found, [replace(one, named_in_notice=notice.named_in(found, one)) for one in recipients]


def _replies(
    engine: Engine,
    books: Books,
    by_host: Mapping[str, Recipient],
    observations: Sequence[Observation],
    listening: Sequence[Ear],
) -> Sequence[CrisisReply]:
    """What came back after crisis lines, where such were sent."""
    if not listening:
        return ()
    from mhaudit.listening.results import crisis_replies

    return crisis_replies(listening, books.disclosures.found, engine, by_host, observations)
