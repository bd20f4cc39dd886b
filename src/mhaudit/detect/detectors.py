"""All detectors, run over every document. None stops another: a known SDK must not hide an unknown leak."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain

from mhaudit.detect import replay
from mhaudit.detect.automaton import Needles, fold
from mhaudit.detect.conclusions import Conclusions
from mhaudit.detect.field_names import Meanings
from mhaudit.detect.hit import Hit
from mhaudit.detect.planted import OWNERS, Planted, decoys
from mhaudit.detect.pseudonyms import PseudonymDetector
from mhaudit.detect.sdk import MatchedRequest, Sdks
from mhaudit.detect.self_hosted import Likeness, SelfHosted
from mhaudit.detect.shapes import Loose
from mhaudit.model.capture import Exchange
from mhaudit.model.knowledge import Policies
from mhaudit.model.place import Document, Wanted
from mhaudit.model.reasons import because
from mhaudit.model.subject import Persona


class Detectors:
    """Built once for an audit: automaton, digests and key names are shared by all exchanges."""

    def __init__(self, policies: Policies, persona: Persona | None) -> None:
        self.needles = Needles()
        labels = {kind.id: kind.label for kind in policies.kinds.values()}
        values, others = (persona.values, decoys(persona)) if persona else ((), ())
        self.planted = Planted(self.needles, values, labels, others)
        self.decoys = len(others)
        self.meanings = Meanings(self.needles, policies, self.planted.salts, self.planted.short)
        self.loose = Loose()
        self.pseudonyms = PseudonymDetector(policies.kinds, values)
        self.sdks = Sdks(policies)
        self.self_hosted = SelfHosted(policies)
        self.conclusions = Conclusions(policies, self.meanings.names)
        self.wanted = Wanted(self._wants)
        self.concluded = Wanted(self.conclusions.wants)

    def _wants(self, name: str) -> bool:
        known = name in self.sdks.names or self.meanings.names.look_up(name) is not None
        return self.planted.is_key(name) or known

    def observe(
        self,
        exchange: Exchange,
        documents: Iterable[Document],
        alike: Iterable[Likeness] = (),
        roles: Collection[str] = (),
    ) -> Iterator[Hit]:
        """Hits in one exchange. What the server sent back is searched for planted values, and for what it concluded.

        `alike` are the services that the exchange looks like one with, on a host that is nobody's known; `roles` what
        the known service there does, by which some names mean something else.
        """
        self.meanings.begin()
        requests = self.sdks.requests(exchange, alike)
        for document in documents:
            pseudonyms = self.pseudonyms.observe(document) if exchange.redacted else ()
            for hit in chain(self._in_document(document, requests, roles), pseudonyms):
                event = document.event(hit.trail) if document.sent else ""
                yield hit._replace(event=event) if event else hit
        yield from self.meanings.calls_of_crisis_pages()

    def _in_document(
        self, document: Document, requests: Sequence[MatchedRequest], roles: Collection[str]
    ) -> Iterator[Hit]:
        folded = fold(document.text)
        present = self.needles.present(folded)
        if document.sent:
            named = self.meanings.observe(document, present.values())
            yield from map(_of_advertising, named) if _ADVERTISING.intersection(roles) else named
            yield from self.loose.observe(document)
            yield from replay.observe(document)
            if requests:
                yield from self.sdks.observe(document, requests)
        elif document.named:
            yield from self.conclusions.observe(document)
        mine = [pattern for pattern, needles in present.items() if any(needle.owner in OWNERS for needle in needles)]
        yield from self.planted.observe(document, folded, mine)

    def holds_value(self, text: str) -> bool:
        """Whether a text carries a planted value in any form that is searched for."""
        return self.planted.holds(text)


_ADVERTISING = frozenset(
    {"ad-verification", "advertising", "affiliate", "audience-measurement", "data-broker", "identifier"}
)


def _of_advertising(hit: Hit) -> Hit:
    """A `uid` of an advertising service is the cookie that it knows a browser by, and no user of the app."""
    if hit.category != "identifier.user" or hit.detector != "field":
        return hit
    return hit._replace(category="identifier.cookie", reason=because("own-id", first=hit.reason))
