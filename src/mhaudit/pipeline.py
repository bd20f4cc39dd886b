"""Captures, policies and a persona in, an audit out: read, decode, detect, count, judge. Top to bottom."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from mhaudit import __version__
from mhaudit.decode.limits import Limits
from mhaudit.decode.openings import Openings
from mhaudit.decode.walk import Walk
from mhaudit.detect.detectors import Detectors
from mhaudit.errors import NothingToAudit
from mhaudit.ingest.formats import reader_for
from mhaudit.ingest.reader import Capture
from mhaudit.ledger.books import Books
from mhaudit.ledger.describe import describe_subject, generated_from, spelled_out
from mhaudit.ledger.facts import timestamp
from mhaudit.model.audit import Audit, CaptureFacts, Control, Tool
from mhaudit.model.capture import Exchange, Gap
from mhaudit.model.knowledge import Pack, Policies, Severity
from mhaudit.model.subject import AppProfile, Persona
from mhaudit.recipients.directory import Directory
from mhaudit.rules.claims import judge_claims
from mhaudit.rules.judge import Judge
from mhaudit.rules.verdict import judge_verdict

SCHEMA = "mhaudit/audit/1"
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What an audit is asked: who was played, which app it is, by which rules, and from where on it fails."""

    policies: Policies
    pack: Pack
    persona: Persona | None = None
    app: AppProfile | None = None
    fail_on: Severity | None = None
    limits: Limits = Limits()


class Engine:
    """What is built once and serves any number of audits of one question."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.openings = Openings()
        self.detectors = Detectors(question.policies, question.persona)
        self.directory = Directory(question.policies, question.app)
        self.judge = Judge(question.policies, question.pack)


class Auditor:
    """One audit under way: exchanges go in one by one, the document comes out at the end."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.books = Books(engine.directory, engine.question.policies, engine.detectors.holds_value)

    def take(self, exchange: Exchange) -> None:
        """Decode one exchange, see what is in it, book what was seen and what was not."""
        walk = Walk(exchange, self.engine.question.limits, self.engine.openings, self.engine.detectors.interest)
        hits = list(self.engine.detectors.observe(walk.documents()))
        self.books.add(exchange, hits, walk.opaque, walk.gaps)

    def conclude(self, captures: Sequence[CaptureFacts] = ()) -> Audit:
        """Facts become findings, and everything becomes the document."""
        question, books = self.engine.question, self.books
        books.note_missing(question.persona, question.app)
        recipients = books.contacts.recipients()
        by_host = {recipient.host: recipient for recipient in recipients}
        observations = books.facts.observations({host: recipient.party for host, recipient in by_host.items()})
        linkage, coverage = books.links.linkage(), books.sight.coverage()
        findings = self.engine.judge.findings(recipients, observations, linkage)
        return Audit(
            schema=SCHEMA,
            tool=Tool(name="mhaudit", version=__version__),
            generated_from=generated_from(captures, question.policies, question.pack, question.persona, question.app),
            subject=describe_subject(question.app),
            phases=(),
            recipients=tuple(recipients),
            observations=tuple(observations),
            findings=tuple(findings),
            linkage=tuple(linkage),
            claims=tuple(judge_claims(question.app, observations, by_host, question.policies.kinds)),
            kinds=spelled_out(question.policies, observations, question.persona),
            coverage=coverage,
            control=Control(values=self.engine.detectors.decoys, hits=books.facts.decoys),
            verdict=judge_verdict(findings, coverage, question.fail_on or question.pack.fail_on),
        )


def audit_files(paths: Sequence[Path], question: Question, progress: Progress = lambda _: None) -> Audit:
    """Audits one or more captures as one; `progress` is told of each exchange.

    Raises CaptureUnreadable, and NothingToAudit when the captures hold no exchange.
    """
    auditor = Auditor(Engine(question))
    captures = [_read(capture, auditor, progress) for capture in _named(paths)]
    if not auditor.books.exchanges:
        raise NothingToAudit(_nothing(captures))
    return auditor.conclude(captures)


def audit_exchanges(exchanges: Iterable[Exchange], engine: Engine) -> Audit:
    """The same for exchanges that are already there, as in the examples of the policy files."""
    auditor = Auditor(engine)
    for exchange in exchanges:
        auditor.take(exchange)
    return auditor.conclude()


def _named(paths: Sequence[Path]) -> Iterator[Capture]:
    """Captures by their file name alone, numbered where two have the same."""
    seen: Counter[str] = Counter()
    for path in paths:
        seen[path.name] += 1
        yield Capture(path, path.name if seen[path.name] == 1 else f"{path.name} ({seen[path.name]})")


def _read(capture: Capture, auditor: Auditor, progress: Progress) -> CaptureFacts:
    reader = reader_for(capture)
    times: list[float] = []
    count = 0
    for item in reader.read(capture) if reader else ():
        if isinstance(item, Gap):
            auditor.books.sight.add_gaps([item])
            continue
        auditor.take(item)
        count += 1
        progress(count)
        if item.started is not None:
            times = [min(*times, item.started), max(*times, item.started)] if times else [item.started] * 2
    return CaptureFacts(
        name=capture.name,
        sha256=capture.digest(),
        bytes=capture.size,
        format=reader.format if reader else "empty",
        exchanges=count,
        first=timestamp(times[0]) if times else None,
        last=timestamp(times[1]) if times else None,
    )


def _nothing(captures: Sequence[CaptureFacts]) -> str:
    """Why there is nothing to audit: an empty capture is never clean."""
    said = "; ".join(
        f"{capture.name} is empty (0 bytes)"
        if not capture.bytes
        else f"{capture.name} ({capture.format}) has no exchange"
        for capture in captures
    )
    return (
        f"Nothing to audit: {said}. This says nothing about the app. Was the proxy in use, and its certificate trusted?"
    )
