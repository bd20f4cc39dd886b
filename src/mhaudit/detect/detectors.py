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
from mhaudit.detect.self_hosted import SelfHosted
from mhaudit.detect.shapes import Loose
from mhaudit.model.capture import Exchange
from mhaudit.model.knowledge import Policies
from mhaudit.model.place import Document, Leaf, Wanted
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
        """Hits in one exchange. What the server sent back is searched for planted values, and for what it concluded.

        `requests` are those of SDKs that the exchange may be one of, by its host and path if they are not given;
        `roles` what the known service there does, by which some names mean something else.
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

    def context(self, requests: Sequence[MatchedRequest]) -> "ExchangeContext":
        """Return what the meaning of a text depends on in an exchange that may be one of these requests."""
        return ExchangeContext(self, tuple(requests))

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


class ExchangeContext:
    """What a text says is mostly the same wherever it stands; this tells where it is not.

    `scope` are the requests of SDKs by which names mean something.
    """

    def __init__(self, detectors: Detectors, requests: tuple[MatchedRequest, ...]) -> None:
        self.planted = detectors.planted
        self.meanings = detectors.meanings
        self.scope = requests
        self.telling = detectors.telling

    def of_text(self, text: str) -> bool:
        """Whether other texts of the exchange may give a text a meaning, or get one from it."""
        return self.meanings.gives_context(text)

    def of_name(self, name: str) -> bool:
        """Whether the name of a text may give others a meaning: what it opens to is written beside its name."""
        return self.telling[name]

    def of_odd(self, leaf: Leaf) -> bool:
        """Whether an odd leaf may be a hash, which other fields of the exchange may be the salt of."""
        return self.planted.may_be_salted(leaf[2])

    def of_named(self, leaf: Leaf) -> bool:
        """Whether what a name means depends on more than the name, the value and the requests in `scope`."""
        name = leaf[1]
        role = self.meanings.names.role(name)
        return (role is not None and role.in_context) or any(name in request.by_name for request in self.scope)
