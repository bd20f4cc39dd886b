"""The pipeline from captures, policies and a persona to an audit: read, decode, detect, count, judge."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec.structs import asdict, replace

from mhaudit import __version__
from mhaudit.auditing.engine import Engine, Question
from mhaudit.auditing.judge import judge
from mhaudit.auditing.sentences import with_sentences
from mhaudit.auditing.workers import Progress, Span, Watch, items_of, read
from mhaudit.collect.collector import Collector
from mhaudit.collect.masking import Redactor
from mhaudit.crisis.reply_window import ReplyWindow, reply_windows
from mhaudit.derive.age import age_of_policies
from mhaudit.derive.cross_check import corroborate
from mhaudit.derive.exercised import exercised_kinds, exercises_health
from mhaudit.derive.facts import facts, with_findings
from mhaudit.derive.provenance import NoteKeeper, describe_subject, generated_from, spelled_out
from mhaudit.errors import NothingToAudit
from mhaudit.ingest.case.folder import device_of, notes_of, phases_of
from mhaudit.ingest.formats import reader_for
from mhaudit.ingest.gather import gather
from mhaudit.ingest.named_app import named_app
from mhaudit.ingest.phases import phases_from
from mhaudit.ingest.reader import WHOLE, Capture
from mhaudit.model.audit import Audit, CaptureFacts, Control, Coverage, Note, Phase, Tool
from mhaudit.model.capture import Exchange, Gap
from mhaudit.model.comparison import Variation
from mhaudit.model.subject import AppProfile, NamedApp
from mhaudit.model.times import timestamp
from mhaudit.rules.gate import apply_gate, judge_verdict


def phases(captures: Sequence[Capture], app: AppProfile | None) -> Iterator[Phase]:
    """Return the phases of every case, and for other captures those of the app profile, in order of time."""
    cases = dict.fromkeys(capture.case for capture in captures if capture.case)
    found = [stage for case in cases for stage in phases_of(case).stages]
    if any(capture.case is None for capture in captures):
        found += phases_from(app).stages
    stages = sorted(found, key=lambda stage: stage.begun)
    return (Phase(id=stage.id, from_=timestamp(stage.begun), to=timestamp(stage.ended)) for stage in stages)


def device(captures: Sequence[Capture]) -> str:
    """Return the devices named in the cases."""
    cases = dict.fromkeys(capture.case for capture in captures if capture.case)
    return "; ".join(dict.fromkeys(named for case in cases if (named := device_of(case))))


def notes(captures: Sequence[Capture], engine: Engine) -> Iterator[Note]:
    """Yield the notes of every case, in order of time; planted values are withheld."""
    keeper = NoteKeeper(engine.redact, engine.question.persona)
    cases = {capture.case: phases_of(capture.case) for capture in captures if capture.case}
    found = [(note, phases.at(note.at)) for case, phases in cases.items() for note in notes_of(case)]
    for note, phase in sorted(found, key=lambda each: each[0].at):
        yield Note(at=timestamp(note.at), text=keeper.kept(note.text("text")), phase=phase)


_MOST_GAPS, _MOST_NAMED = 3, 20
SCHEMA = "mhaudit/audit/2"


def audit_files(
    paths: Sequence[Path],
    question: Question,
    jobs: int | None = None,
    progress: Progress = lambda _: None,
    key_logs: Sequence[Path] = (),
    variations: Sequence[Variation] = (),
    gaps: Sequence[Gap] = (),
    watch: Watch = lambda _: None,
) -> Audit:
    """Audit one or more captures as one, in `jobs` processes (None: chosen by size).

    `progress` is called with the number of exchanges read, and `watch` with the collector after each. `key_logs` are
    for packet captures whose TLS keys are not in them. `variations` and `gaps` are from the comparison with recordings
    of another person.

    Raise CaptureUnreadable, and NothingToAudit if the captures contain no exchange.
    """
    engine = Engine(question)
    with TemporaryDirectory(prefix="mhaudit-") as folder:
        captures, unpacked = gather(paths, Path(folder), key_logs, engine.redact)
        collector, spans = read(captures, engine, jobs, progress, watch)
        collector.add_gaps([*unpacked, *gaps])
        if question.app_id and not collector.apps.rows:
            collector.add_gaps([Gap(code="app-not-marked", detail=f"--app-id {question.app_id}", blocking=True)])
        windows = _reply_windows(lambda: _read_again(captures, engine), engine, collector)
        named = named_app(captures, collector.apps.rows, collector.apps.wanted)
        described = [_describe(capture, span) for capture, span in zip(captures, spans, strict=True)]
    collector.close(question.app.periods if question.app and not all(capture.case for capture in captures) else ())
    if not any(capture.exchanges or capture.contacts for capture in described):
        coverage = collector.coverage.result()
        told = any(gap.host for gap in coverage.gaps)
        document = conclude(engine, collector, described, tuple(phases(captures, question.app))) if told else None
        raise NothingToAudit(_nothing(described, coverage), document)
    collector.observations.variations += variations
    audit = conclude(
        engine, collector, described, tuple(phases(captures, question.app)), windows, device(captures), named
    )
    return replace(audit, notes=tuple(notes(captures, engine)))


def audit_exchanges(exchanges: Iterable[Exchange], engine: Engine) -> Audit:
    """Audit given exchanges, as in the examples of the policy files."""
    collector, taken = engine.collector(), list(exchanges)
    for exchange in taken:
        engine.take(exchange, collector)
    return conclude(engine, collector, (), (), _reply_windows(lambda: taken, engine, collector))


def _reply_windows(again: Callable[[], Iterable[Exchange]], engine: Engine, collector: Collector) -> list[ReplyWindow]:
    """Return the reply windows of crisis lines. All exchanges are read again, only if a crisis line was sent."""
    collector.note_crisis_pieces(engine.detectors.planted)
    windows = reply_windows(collector.disclosures.found)
    if windows:
        from mhaudit.crisis.collect_replies import collect_replies

        collect_replies(again(), engine.crisis_context(), windows)
    return windows


def _read_again(captures: Sequence[Capture], engine: Engine) -> Iterator[Exchange]:
    phases = phases_from(engine.question.app)
    items = (item for capture in captures for item in items_of(capture, WHOLE, phases))
    return (item for item in items if isinstance(item, Exchange))


def conclude(
    engine: Engine,
    collector: Collector,
    captures: Sequence[CaptureFacts],
    phases: Sequence[Phase] = (),
    windows: Sequence[ReplyWindow] = (),
    device: str = "",
    named: NamedApp | None = None,
) -> Audit:
    """Derive the findings and build the audit document."""
    question = engine.question
    collector.note_missing(question.persona, question.app)
    collector.add_gaps(age_of_policies(question.policies.checked_on, captures))
    collector.contacts.teach()
    collector.pieces.join(engine.detectors.planted, collector.observations)
    recipients = collector.contacts.recipients(collector.names.counts())
    observations = collector.observations.observations({recipient.host: recipient.party for recipient in recipients})
    tested = exercised_kinds(question.persona, observations)
    if question.persona and not exercises_health(tested, question.policies.kinds):
        collector.add_gaps([Gap(code="not-exercised")])
    corroboration = corroborate(collector.contacts.hosts.values(), captures)
    coverage = replace(collector.coverage.result(), corroboration=corroboration)
    judged = judge(engine, collector, recipients, observations, coverage, phases, windows)
    found, judged_on = with_findings(
        facts(observations, judged.recipients, judged.linkage, question.policies.harm["default"]), judged.findings
    )
    findings, gate = apply_gate(judged_on, question.gate) if question.gate else (judged_on, None)
    audit = Audit(
        schema=SCHEMA,
        tool=Tool(name="mhaudit", version=__version__),
        generated_from=generated_from(captures, question.policies, question.pack, question.persona, question.app),
        subject=describe_subject(question.app, collector.redact(device), _shown(named, collector.redact)),
        phases=tuple(phases),
        recipients=tuple(judged.recipients),
        observations=tuple(observations),
        findings=tuple(findings),
        linkage=tuple(judged.linkage),
        claims=tuple(judged.claims),
        kinds=spelled_out(question.policies, observations, question.persona),
        coverage=coverage,
        accesses=tuple(collector.accesses.counts()),
        control=Control(values=engine.detectors.decoys, hits=collector.observations.decoys),
        verdict=judge_verdict(findings, coverage, question.fail_on or question.pack.fail_on, gate),
        bridges=tuple(judged.bridges),
        notice=judged.notice,
        crisis=tuple(judged.crisis),
        companions=tuple(judged.companions),
        gate=gate,
        unredacted=question.unredacted,
        facts=found,
        exercised=tested,
        judged=judged.judged,
    )
    return with_sentences(audit, {kind.id: kind.label for kind in question.policies.kinds.values()})


def _shown(named: NamedApp | None, redact: Redactor) -> NamedApp | None:
    """Return the named app without planted values."""
    return NamedApp(**{name: redact(text) for name, text in asdict(named).items()}) if named else None


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
    """Return the reason why there is nothing to audit: an empty capture is never clean."""
    said = "; ".join(
        f"{capture.name} is empty (0 bytes)"
        if not capture.bytes
        else f"{capture.name} ({capture.format}) has no exchange"
        for capture in captures
    )
    unnamed = [gap for gap in coverage.gaps if gap.detail and not gap.host]
    damage = "".join(f" {gap.detail.removesuffix('.')}." for gap in unnamed[:_MOST_GAPS]) + _refused(coverage)
    return (
        f"Nothing to audit: {said}.{damage} This says nothing about the app. "
        "Was the proxy in use, and its certificate trusted? For a case folder, mhaudit doctor looks for the reason."
    )


def _refused(coverage: Coverage) -> str:
    """Return sentences on the hosts that were contacted without success, if a recording has nothing else."""
    refused = sorted({gap.host for gap in coverage.gaps if gap.code == "tls-refused" and gap.host})
    others = sorted({gap.host for gap in coverage.gaps if gap.host} - set(refused))
    said = ""
    if refused:
        said += (
            f" {_few(refused)}: the app refused the recorder's certificate. Android trusts what the user installs only "
            "where an app allows it (since 7), and keeps its own list apart (since 14); iPhones want it switched on."
        )
    return said + (f" Contacted, and nothing read: {_few(others)}." if others else "")


def _few(hosts: Sequence[str]) -> str:
    more = f" and {len(hosts) - _MOST_NAMED} more" if len(hosts) > _MOST_NAMED else ""
    return ", ".join(hosts[:_MOST_NAMED]) + more
