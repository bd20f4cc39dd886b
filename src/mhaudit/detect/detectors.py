"""All detectors, run over every document. None stops another: a known SDK must not hide an unknown leak."""

from collections.abc import Iterable, Iterator

from mhaudit.detect.folding import fold
from mhaudit.detect.hit import Hit
from mhaudit.detect.instruments import OWNER as INSTRUMENT
from mhaudit.detect.loose import Loose
from mhaudit.detect.meaning import Meanings
from mhaudit.detect.needles import Needles
from mhaudit.detect.planted import OWNER as PLANTED
from mhaudit.detect.planted import Planted
from mhaudit.model.knowledge import Policies
from mhaudit.model.place import Document
from mhaudit.model.subject import Persona



class Detectors:
    """Built once for an audit: automaton, digests and key names are shared by all exchanges."""

    def __init__(self, policies: Policies, persona: Persona | None) -> None:
        self.needles = Needles()
        labels = {kind.id: kind.label for kind in policies.kinds.values()}
        self.planted = Planted(self.needles, persona.values if persona else (), labels)
        self.meanings = Meanings(self.needles, policies, self.planted.salts)
        self.loose = Loose()

    def observe(self, documents: Iterable[Document]) -> Iterator[Hit]:
        """Hits in one exchange. What the server sent back is searched for planted values only: it is not sending."""
        self.planted.salts.clear()
        for document in documents:
            present = self.needles.owners(fold(document.text))
            if document.sent:
                yield from self.meanings.observe(document, instrument=INSTRUMENT in present)
                yield from self.loose.observe(document)
            maybe = PLANTED in present or self.planted.spaced_number(document.text)
            yield from self.planted.observe(document, present=maybe)

    def holds_value(self, text: str) -> bool:
        """Whether a text carries a planted value in any form that is searched for."""
        return self.planted.holds(text)
