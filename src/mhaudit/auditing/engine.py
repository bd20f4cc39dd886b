"""What is built once for an audit, and what happens to each exchange: decode it, see what is in it, book it."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from msgspec import Struct

from mhaudit.collect.collector import Collector
from mhaudit.collect.leak_filter import LeakFilter
from mhaudit.collect.masking import Redactor, mask, reveal
from mhaudit.crisis.context import CrisisContext
from mhaudit.decode.inert import InertTexts, Learning
from mhaudit.decode.limits import Limits
from mhaudit.decode.text_decoders import Openings
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
    """What an audit is asked: who was played, which app it is, by which rules, and from where on it fails.

    `app_id` is the package or bundle id that picks the app out of captures of a whole phone; the profile's id if empty.
    `gate` is what lets findings through, if anything does. `unredacted`: previews are to hold what was seen.
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
    """Serves any number of audits of one question."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.openings = Openings()
        self.detectors = Detectors(question.policies, question.persona)
        self.inert = InertTexts()
        self.directory = Directory(question.policies, question.app)
        self.leaks = LeakFilter(question.persona.values if question.persona else (), self.detectors.holds_value)
        self.redact = Redactor(self.leaks.holds)
        self.contacts = VendorContacts(question.app.contacts if question.app else ())
        self.judge = Judge(question.policies, question.pack)

    def collector(self) -> Collector:
        """Empty collector for one audit."""
        question = self.question
        self.directory.forget()
        app_id = question.app_id or (question.app.id if question.app else "")
        crisis = question.persona.crisis if question.persona else frozenset()
        shown = reveal if question.unredacted else mask
        return Collector(self.directory, question.policies, self.redact, app_id, crisis, shown)

    def take(self, exchange: Exchange, collector: Collector) -> None:
        """Decode one exchange, see what is in it, book what was seen and what was not.

        An error that nobody foresaw costs this exchange and no other: it is a gap with the kind of the error.
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
        """What follows the odd texts of an exchange; None where places without a name matter, or pseudonyms do."""
        if exchange.redacted or exchange.attempted or any(request.numbered for request in requests):
            return None
        return Learning(self.inert, self.detectors.context(requests)) if self.inert.pays() else None

    def crisis_context(self, shown: Callable[[str], str] | None = None) -> CrisisContext:
        """Return what the assessment of replies to crisis lines needs of this engine.

        `shown` gives the names that hosts have in the audit: their own, redacted, if it is not given.
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
        searched = bool(self.detectors.planted.values)  # nothing but what was planted is looked for within answers
        return Walk(
            exchange,
            self.question.limits,
            self.openings,
            self.detectors.wanted,
            self.detectors.concluded,
            open_received=searched,
            learning=learning,
        )

    def _note_settings(self, exchange: Exchange, hits: list[Hit], collector: Collector) -> None:
        """What a request with a conversation asks an AI provider to keep. Decoded again: there are few."""
        service = self.directory.answer(exchange.host).service
        if service and service.settings and any(hit.category.startswith(CONVERSATION) for hit in hits):
            collector.settings.add(collector.host(exchange.host).shown, settings_of(service, self.decode(exchange)))

    def _possible(self, exchange: Exchange) -> list[RequestKind]:
        """The self-hosted services that a request may be meant for: none where the host belongs to a known one."""
        if self.directory.answer(exchange.host).placed:
            return []
        return self.detectors.self_hosted.possible(exchange.path)
