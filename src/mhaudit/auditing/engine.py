"""Objects that are built once for an audit, and the processing of an exchange: decode, detect, collect."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from msgspec import Struct

from mhaudit.collect.collector import Collector
from mhaudit.collect.leak_filter import LeakFilter
from mhaudit.collect.masking import Redactor, mask, reveal
from mhaudit.crisis.context import CrisisContext
from mhaudit.decode.inert import InertTexts, Learning
from mhaudit.decode.limits import Limits
from mhaudit.decode.text_decoders import DecodingCache
from mhaudit.decode.walk import Walk
from mhaudit.derive.ai_conversations import CONVERSATION
from mhaudit.detect.detectors import Detectors
from mhaudit.detect.hit import Hit
from mhaudit.detect.sdk import MatchedRequest, settings_of
from mhaudit.detect.self_hosted import Likeness, RequestKind
from mhaudit.detect.vendor_contacts import VendorContacts
from mhaudit.errors import MhauditError
from mhaudit.model.capture import Exchange, Gap
from mhaudit.model.knowledge import GateTerms, Pack, Policies, Severity
from mhaudit.model.place import Document
from mhaudit.model.reasons import because
from mhaudit.model.subject import AppProfile, Persona
from mhaudit.recipients.directory import Directory
from mhaudit.rules.judge import Judge


class Question(Struct, frozen=True, kw_only=True):
    """The options of an audit: persona, app, rules, and the severity from which it fails.

    `app_id` is the package or bundle id that selects the app in captures of a whole phone; the profile's id if empty.
    `gate` are exemptions of findings, if any. `unredacted`: previews show the values.
    """

    policies: Policies
    pack: Pack
    persona: Persona | None = None
    app: AppProfile | None = None
    fail_on: Severity | None = None
    app_id: str = ""
    gate: GateTerms | None = None
    unredacted: bool = False
    limits: Limits = Limits()


class Engine:
    """The detectors and caches for any number of audits with the same options."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.decodings = DecodingCache()
        self.detectors = Detectors(question.policies, question.persona)
        self.inert = InertTexts()
        self.directory = Directory(question.policies, question.app)
        self.leaks = LeakFilter(question.persona.values if question.persona else (), self.detectors.holds_value)
        self.redact = Redactor(self.leaks.holds)
        self.contacts = VendorContacts(question.app.contacts if question.app else ())
        self.judge = Judge(question.policies, question.pack)

    def collector(self) -> Collector:
        """Return an empty collector for one audit."""
        question = self.question
        self.directory.forget()
        app_id = question.app_id or (question.app.id if question.app else "")
        crisis = question.persona.crisis if question.persona else frozenset()
        shown = reveal if question.unredacted else mask
        return Collector(self.directory, question.policies, self.redact, app_id, crisis, shown)

    def take(self, exchange: Exchange, collector: Collector) -> None:
        """Decode one exchange, run the detectors, and collect hits and gaps.

        An unexpected error affects this exchange only: it becomes a gap with the type of the error.
        """
        try:
            self._take(exchange, collector)
        except MhauditError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever a hostile body brings about
            why = because(
                "error-in-exchange", capture=exchange.capture, number=exchange.number, error=type(error).__name__
            )
            collector.add_gaps([Gap(code="exchange-not-read", host=exchange.host, reason=why, blocking=True)])

    def _take(self, exchange: Exchange, collector: Collector) -> None:
        alike: tuple[Likeness, ...] = ()
        if possible := self._possible(exchange):
            alike = self.detectors.self_hosted.recognise(possible, list(self.decode(exchange)))
        requests = self.detectors.sdks.requests(exchange, alike)
        learning = self._learning(exchange, requests)
        walk = self._walk(exchange, learning)
        documents: Iterable[Document] = walk.documents()
        if not exchange.attempted:
            documents = collector.pieces.watch(exchange, documents, self.detectors.planted, learning)
        service = self.directory.answer(exchange.host).service
        found = list(self.detectors.observe(exchange, documents, requests, service.roles if service else ()))
        if learning:
            learning.conclude(hit.trail for hit in found)
        hits = [hit for hit in found if not self.contacts.own(hit)] if self.contacts.given else found
        if exchange.attempted:
            collector.add_attempt(exchange, hits)
            return
        collector.add(exchange, hits, walk.opaque, walk.gaps, [likeness.reason for likeness in alike], walk.account)
        if hits:
            self._note_settings(exchange, hits, collector)

    def _learning(self, exchange: Exchange, requests: Sequence[MatchedRequest]) -> Learning | None:
        """Return the tracker of odd texts; None if fields are identified by number, or data are pseudonyms."""
        if exchange.redacted or exchange.attempted or any(request.numbered for request in requests):
            return None
        return Learning(self.inert, self.detectors.context(requests)) if self.inert.pays() else None

    def crisis_context(self, shown: Callable[[str], str] | None = None) -> CrisisContext:
        """Return the dependencies of the assessment of replies to crisis lines.

        `shown` returns the printable names of hosts; by default their redacted names.
        """
        question = self.question
        return CrisisContext(
            decode=self.decode,
            directory=self.directory,
            lines=question.policies.crisis_lines,
            redact=self.redact,
            shown=shown or self.redact,
            holds_value=self.detectors.holds_value,
            persona=question.persona,
            app=question.app,
        )

    def decode(self, exchange: Exchange) -> Iterator[Document]:
        """Yield the readings of one exchange, outermost first."""
        return self._walk(exchange).documents()

    def _walk(self, exchange: Exchange, learning: Learning | None = None) -> Walk:
        searched = bool(self.detectors.planted.values)  # responses are searched for planted values only
        return Walk(
            exchange,
            self.question.limits,
            self.decodings,
            self.detectors.wanted,
            self.detectors.concluded,
            open_received=searched,
            learning=learning,
        )

    def _note_settings(self, exchange: Exchange, hits: list[Hit], collector: Collector) -> None:
        """Collect the settings of a request with a conversation to an AI provider. Decodes again: there are few."""
        service = self.directory.answer(exchange.host).service
        if service and service.settings and any(hit.category.startswith(CONVERSATION) for hit in hits):
            collector.settings.add(collector.host(exchange.host).shown, settings_of(service, self.decode(exchange)))

    def _possible(self, exchange: Exchange) -> list[RequestKind]:
        """Return the self-hosted services that a request may be for: none if the host is of a known service."""
        if self.directory.answer(exchange.host).placed:
            return []
        return self.detectors.self_hosted.possible(exchange.path)
