"""All detectors, run over every document. No detector stops another: a known SDK must not hide an unknown leak."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain

from mhaudit.detect import replay
from mhaudit.detect.automaton import SearchPatterns, fold
from mhaudit.detect.conclusions import Conclusions
from mhaudit.detect.field_names import Meanings
from mhaudit.detect.hit import Hit
from mhaudit.detect.planted import OWNERS, Planted, decoys
from mhaudit.detect.pseudonyms import PseudonymDetector
from mhaudit.detect.sdk import MatchedRequest, Sdks
from mhaudit.detect.self_hosted import SelfHosted
from mhaudit.detect.shapes import Loose
from mhaudit.model.capture import Exchange
from mhaudit.model.knowledge import Policies
from mhaudit.model.place import Document, Leaf, Wanted
from mhaudit.model.reasons import because
from mhaudit.model.subject import Persona


class Detectors:
    """The detectors of one audit: all exchanges share the automaton, digests and key names."""

    def __init__(self, policies: Policies, persona: Persona | None) -> None:
        self.patterns = SearchPatterns()
        labels = {kind.id: kind.label for kind in policies.kinds.values()}
        values, others = (persona.values, decoys(persona)) if persona else ((), ())
        self.planted = Planted(self.patterns, values, labels, others)
        self.decoys = len(others)
        self.meanings = Meanings(self.patterns, policies, self.planted.salts, self.planted.short)
        self.loose = Loose()
        self.pseudonyms = PseudonymDetector(policies.kinds, values)
        self.sdks = Sdks(policies)
        self.self_hosted = SelfHosted(policies)
        self.conclusions = Conclusions(policies, self.meanings.names)
        self.wanted = Wanted(self._wants)
        self.telling = Wanted(self.meanings.gives_context)
        self.concluded = Wanted(self.conclusions.wants)

    def _wants(self, name: str) -> bool:
        known = name in self.sdks.names or self.meanings.names.look_up(name) is not None
        return self.planted.is_key(name) or known

    def observe(
        self,
        exchange: Exchange,
        documents: Iterable[Document],
        requests: Sequence[MatchedRequest] | None = None,
        roles: Collection[str] = (),
    ) -> Iterator[Hit]:
        """Yield the hits in one exchange. Responses are searched for planted values and for conclusions only.

        `requests` are the SDK requests that the exchange may be; None finds them by its host and path. `roles` are
        those of the known service at the host, because some names mean something else for a role.
        """
        self.meanings.begin()
        requests = self.sdks.requests(exchange) if requests is None else requests
        for document in documents:
            pseudonyms = self.pseudonyms.observe(document) if exchange.redacted else ()
            for hit in chain(self._in_document(document, requests, roles), pseudonyms):
                event = document.event(hit.trail) if document.sent else ""
                yield hit.within(event) if event else hit
        yield from self.meanings.calls_of_crisis_pages()

    def _in_document(
        self, document: Document, requests: Sequence[MatchedRequest], roles: Collection[str]
    ) -> Iterator[Hit]:
        folded = fold(document.text)
        present = self.patterns.present(folded)
        if document.sent:
            named = self.meanings.observe(document, present.values())
            yield from map(_of_advertising, named) if _ADVERTISING.intersection(roles) else named
            yield from self.loose.observe(document)
            yield from replay.observe(document)
            if requests:
                yield from self.sdks.observe(document, requests)
        elif document.named:
            yield from self.conclusions.observe(document)
        mine = [pattern for pattern, entries in present.items() if any(entry.owner in OWNERS for entry in entries)]
        yield from self.planted.observe(document, folded, mine)

    def context(self, requests: Sequence[MatchedRequest]) -> "ExchangeContext":
        """Return the parts of the meaning of a text that depend on the exchange, which may be one of `requests`."""
        return ExchangeContext(self, tuple(requests))

    def holds_value(self, text: str) -> bool:
        """Return whether a text contains a planted value in any searched form."""
        return self.planted.holds(text)


_ADVERTISING = frozenset(
    {"ad-verification", "advertising", "affiliate", "audience-measurement", "data-broker", "identifier"}
)


def _of_advertising(hit: Hit) -> Hit:
    """Return a hit on a user ID of an advertising service as a cookie ID, because it identifies a browser."""
    if hit.category != "identifier.user" or hit.detector != "field":
        return hit
    return hit._replace(category="identifier.cookie", reason=because("own-id", first=hit.reason))


class ExchangeContext:
    """Which texts have a meaning that depends on the exchange; that of most texts is the same everywhere.

    `scope` are the SDK requests by which names get a meaning.
    """

    def __init__(self, detectors: Detectors, requests: tuple[MatchedRequest, ...]) -> None:
        self.planted = detectors.planted
        self.meanings = detectors.meanings
        self.scope = requests
        self.telling = detectors.telling

    def of_text(self, text: str) -> bool:
        """Return whether a text may give other texts of its exchange a meaning, or get one from them."""
        return self.meanings.gives_context(text)

    def of_name(self, name: str) -> bool:
        """Return whether the name of a text may give others a meaning: decoded content keeps its field's name."""
        return self.telling[name]

    def of_odd(self, leaf: Leaf) -> bool:
        """Return whether an odd leaf may be a hash that is salted with another field of its exchange."""
        return self.planted.may_be_salted(leaf[2])

    def of_named(self, leaf: Leaf) -> bool:
        """Return whether the meaning of a leaf depends on more than its name, its value and the requests in `scope`."""
        name = leaf[1]
        role = self.meanings.names.role(name)
        return (role is not None and role.in_context) or any(name in request.by_name for request in self.scope)
