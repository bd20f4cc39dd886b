"""Captures, policies and a persona in, an audit out: read, decode, detect, count, judge. Top to bottom."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec.structs import replace

from mhaudit import __version__
from mhaudit.cases import device, notes, phases
from mhaudit.engine import Engine, Question
from mhaudit.errors import NothingToAudit
from mhaudit.ingest.formats import reader_for
from mhaudit.ingest.gather import gather
from mhaudit.ingest.phases import phases_from
from mhaudit.ingest.reader import WHOLE, Capture
from mhaudit.judgement import judge
from mhaudit.ledger.books import Books
from mhaudit.ledger.corroboration import corroborate
from mhaudit.ledger.describe import describe_subject, generated_from, spelled_out
from mhaudit.ledger.facts import timestamp
from mhaudit.listening.ear import Ear, ears
from mhaudit.model.audit import Audit, CaptureFacts, Control, Coverage, Phase, Tool
from mhaudit.model.capture import Exchange, Gap
from mhaudit.model.variation import Variation
from mhaudit.rules.gate import apply_gate
from mhaudit.rules.verdict import judge_verdict
from mhaudit.shares import Progress, Span, items_of, read

_MOST_GAPS = 3
SCHEMA = "mhaudit/audit/1"


def audit_files(
    paths: Sequence[Path],
    question: Question,
    jobs: int | None = None,
    progress: Progress = lambda _: None,
    key_logs: Sequence[Path] = (),
    variations: Sequence[Variation] = (),
    gaps: Sequence[Gap] = (),
) -> Audit:
    """Audits one or more captures as one, in `jobs` processes (None: as many as pay).

    `progress` is told how many exchanges were read. `key_logs` are for packet captures whose TLS keys are not in them.
    `variations` and `gaps` are what else is known of the captures: what changed with the person in another recording.
    Raises CaptureUnreadable, and NothingToAudit when the captures hold no exchange.
    """
    engine = Engine(question)
    with TemporaryDirectory(prefix="mhaudit-") as folder:
        captures, unpacked = gather(paths, Path(folder), key_logs, engine.redact)
        books, spans = read(captures, engine, jobs, progress)
        books.add_gaps([*unpacked, *gaps])
        listening = _listened(lambda: _read_again(captures, engine), engine, books)
        described = [_describe(capture, span) for capture, span in zip(captures, spans, strict=True)]
    books.close(question.app.periods if question.app and not all(capture.case for capture in captures) else ())
    if not any(capture.exchanges or capture.contacts for capture in described):
        raise NothingToAudit(_nothing(described, books.sight.coverage()))
    books.facts.variations += variations
    audit = conclude(engine, books, described, tuple(phases(captures, question.app)), listening, device(captures))
    return replace(audit, notes=tuple(notes(captures, engine)))


def audit_exchanges(exchanges: Iterable[Exchange], engine: Engine) -> Audit:
    """The same for exchanges that are already there, as in the examples of the policy files."""
    books, taken = engine.books(), list(exchanges)
    for exchange in taken:
        engine.take(exchange, books)
    return conclude(engine, books, (), (), _listened(lambda: taken, engine, books))


def _listened(again: Callable[[], Iterable[Exchange]], engine: Engine, books: Books) -> list[Ear]:
    """What came back after crisis lines: where such were sent, and only there, all exchanges are gone over again."""
    listening = ears(books.disclosures.found)
    if listening:
        from mhaudit.listening.listen import listen

        listen(again(), engine, listening)
    return listening


def _read_again(captures: Sequence[Capture], engine: Engine) -> Iterator[Exchange]:
    phases = phases_from(engine.question.app)
    items = (item for capture in captures for item in items_of(capture, WHOLE, phases))
    return (item for item in items if isinstance(item, Exchange))


def conclude(
    engine: Engine,
    books: Books,
    captures: Sequence[CaptureFacts],
    phases: Sequence[Phase] = (),
    listening: Sequence[Ear] = (),
    device: str = "",
) -> Audit:
    """Facts become findings, and everything becomes the document."""
    question = engine.question
    books.note_missing(question.persona, question.app)
    recipients = books.contacts.recipients()
    observations = books.facts.observations({recipient.host: recipient.party for recipient in recipients})
    corroboration = corroborate(books.contacts.contacts.values(), captures, books.redact)
    coverage = replace(books.sight.coverage(), corroboration=corroboration)
    judged = judge(engine, books, recipients, observations, coverage, phases, listening)
    findings, gate = apply_gate(judged.findings, question.gate) if question.gate else (judged.findings, None)
    return Audit(
        schema=SCHEMA,
        tool=Tool(name="mhaudit", version=__version__),
        generated_from=generated_from(captures, question.policies, question.pack, question.persona, question.app),
        subject=describe_subject(question.app, books.redact(device)),
        phases=tuple(phases),
        recipients=tuple(judged.recipients),
        observations=tuple(observations),
        findings=tuple(findings),
        linkage=tuple(judged.linkage),
        claims=tuple(judged.claims),
        kinds=spelled_out(question.policies, observations, question.persona),
        coverage=coverage,
        accesses=tuple(books.accesses.counts()),
        control=Control(values=engine.detectors.decoys, hits=books.facts.decoys),
        verdict=judge_verdict(findings, coverage, question.fail_on or question.pack.fail_on, gate),
        bridges=tuple(judged.bridges),
        notice=judged.notice,
        crisis=tuple(judged.crisis),
        companions=tuple(judged.companions),
        gate=gate,
        unredacted=question.unredacted,
    )


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
