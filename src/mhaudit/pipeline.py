"""Captures, policies and a persona in, an audit out: read, decode, detect, count, judge. Top to bottom."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from mhaudit import __version__
from mhaudit.engine import Engine, Question
from mhaudit.errors import NothingToAudit
from mhaudit.ingest.case import notes_of, phases_of
from mhaudit.ingest.formats import reader_for
from mhaudit.ingest.gather import gather
from mhaudit.ingest.reader import Capture
from mhaudit.ledger.books import Books
from mhaudit.ledger.corroboration import corroborate
from mhaudit.ledger.describe import describe_subject, generated_from, spelled_out
from mhaudit.ledger.facts import timestamp
from mhaudit.ledger.notes import NoteKeeper
from mhaudit.model.audit import Audit, CaptureFacts, Control, Coverage, Note, Phase, Tool
from mhaudit.model.capture import Exchange
from mhaudit.rules.claims import judge_claims
from mhaudit.rules.verdict import judge_verdict
from mhaudit.shares import Progress, Span, read

_MOST_GAPS = 3
SCHEMA = "mhaudit/audit/1"


def audit_files(
    paths: Sequence[Path],
    question: Question,
    jobs: int = 1,
    progress: Progress = lambda _: None,
    key_logs: Sequence[Path] = (),
) -> Audit:
    """Audits one or more captures as one, in `jobs` processes; `progress` is told how many exchanges were read.

    `key_logs` are for packet captures whose TLS keys are not in them.
    Raises CaptureUnreadable, and NothingToAudit when the captures hold no exchange.
    """
    engine = Engine(question)
    with TemporaryDirectory(prefix="mhaudit-") as folder:
        captures, gaps = gather(paths, Path(folder), key_logs)
        books, spans = read(captures, engine, jobs, progress)
        books.add_gaps(gaps)
        described = [_describe(capture, span) for capture, span in zip(captures, spans, strict=True)]
    books.close()
    if not any(capture.exchanges or capture.contacts for capture in described):
        raise NothingToAudit(_nothing(described, books.sight.coverage()))
    return conclude(engine, books, described, tuple(_phases(captures)), tuple(_notes(captures, engine)))


def audit_exchanges(exchanges: Iterable[Exchange], engine: Engine) -> Audit:
    """The same for exchanges that are already there, as in the examples of the policy files."""
    books = engine.books()
    for exchange in exchanges:
        engine.take(exchange, books)
    return conclude(engine, books, ())


def conclude(
    engine: Engine,
    books: Books,
    captures: Sequence[CaptureFacts],
    phases: Sequence[Phase] = (),
    notes: Sequence[Note] = (),
) -> Audit:
    """Facts become findings, and everything becomes the document."""
    question = engine.question
    books.note_missing(question.persona, question.app)
    recipients = books.contacts.recipients()
    by_host = {recipient.host: recipient for recipient in recipients}
    observations = books.facts.observations({host: recipient.party for host, recipient in by_host.items()})
    linkage = books.links.linkage()
    corroboration = corroborate(books.contacts.contacts.values(), captures, books.redact)
    coverage = replace(books.sight.coverage(), corroboration=corroboration)
    findings = engine.judge.findings(recipients, observations, linkage)
    return Audit(
        schema=SCHEMA,
        tool=Tool(name="mhaudit", version=__version__),
        generated_from=generated_from(captures, question.policies, question.pack, question.persona, question.app),
        subject=describe_subject(question.app),
        phases=tuple(phases),
        notes=tuple(notes),
        recipients=tuple(recipients),
        observations=tuple(observations),
        findings=tuple(findings),
        linkage=tuple(linkage),
        claims=tuple(judge_claims(question.app, observations, by_host, question.policies.kinds)),
        kinds=spelled_out(question.policies, observations, question.persona),
        coverage=coverage,
        accesses=tuple(books.accesses.counts()),
        control=Control(values=engine.detectors.decoys, hits=books.facts.decoys),
        verdict=judge_verdict(findings, coverage, question.fail_on or question.pack.fail_on),
    )


def _phases(captures: Sequence[Capture]) -> Iterator[Phase]:
    """The phases of every case, in order of time."""
    cases = dict.fromkeys(capture.case for capture in captures if capture.case)
    stages = sorted((stage for case in cases for stage in phases_of(case).stages), key=lambda stage: stage.begun)
    return (Phase(id=stage.id, from_=timestamp(stage.begun), to=timestamp(stage.ended)) for stage in stages)


def _notes(captures: Sequence[Capture], engine: Engine) -> Iterator[Note]:
    """What was noted in every case, in order of time; planted values are withheld."""
    keeper = NoteKeeper(engine.redact, engine.question.persona)
    cases = {capture.case: phases_of(capture.case) for capture in captures if capture.case}
    found = [(note, phases.at(note.at)) for case, phases in cases.items() for note in notes_of(case)]
    for note, phase in sorted(found, key=lambda each: each[0].at):
        yield Note(at=timestamp(note.at), text=keeper.kept(note.text("text")), phase=phase)


def _describe(capture: Capture, span: Span) -> CaptureFacts:
    reader = reader_for(capture)
    return CaptureFacts(
        name=capture.name,
        sha256=capture.digest(),
        bytes=capture.size,
        format=reader.format if reader else "empty",
        exchanges=span.exchanges,
        first=timestamp(span.first),
        last=timestamp(span.last),
        contacts=span.contacts,
    )


def _nothing(captures: Sequence[CaptureFacts], coverage: Coverage) -> str:
    """Why there is nothing to audit: an empty capture is never clean."""
    said = "; ".join(
        f"{capture.name} is empty (0 bytes)"
        if not capture.bytes
        else f"{capture.name} ({capture.format}) has no exchange"
        for capture in captures
    )
    damage = "".join(f" {gap.detail.removesuffix('.')}." for gap in coverage.gaps[:_MOST_GAPS] if gap.detail)
    return (
        f"Nothing to audit: {said}.{damage} This says nothing about the app. "
        "Was the proxy in use, and its certificate trusted? For a case folder, mhaudit doctor looks for the reason."
    )
