"""What values mean by their names: key names with a value of the right shape, questionnaires, and disclosing wording."""

from collections.abc import Iterator

from mhaudit.detect.hit import Hit
from mhaudit.detect.instruments import Instruments
from mhaudit.detect.names import Meaning, Names
from mhaudit.detect.needles import Needles
from mhaudit.detect.shapes import zeroed
from mhaudit.detect.wording import Wording
from mhaudit.model.knowledge import Policies
from mhaudit.model.place import Document, Leaf


class Meanings:
    """One pass over the leaves: a value is looked at only under a name that can mean something."""

    def __init__(self, needles: Needles, policies: Policies) -> None:
        self.instruments = Instruments(needles, policies.instruments.values())
        self.wording = Wording(policies)
        self.names = Names(policies, self.instruments.named)

    def observe(self, document: Document, *, instrument: bool) -> Iterator[Hit]:
        """What a document that was sent says. `instrument`: a questionnaire may be named in it."""
        names = self.names
        for leaf in document.leaves:
            role = names[leaf[1]]
            if role is None:
                continue
            if role.meanings:
                yield from self._by_name(document, leaf, role.meanings)
            if role.worded:
                yield from self.wording.observe(leaf)
            if role.instrument:
                yield from self.instruments.by_key(leaf)
        if instrument:
            yield from self.instruments.by_wording(document)

    def _by_name(self, document: Document, leaf: Leaf, meanings: tuple[Meaning, ...]) -> Iterator[Hit]:
        trail, name, value = leaf
        if zeroed(value):
            return
        for kind, check, beside, key in meanings:
            if not check(value) or beside and not self.instruments.named_in(document):
                continue
            why = f"the field {name!r} means {kind.label.lower()} ({key}) and its value has that shape"
            if beside:
                why += "; a questionnaire is named beside it"
            yield Hit(kind.id, "field", "likely", "plain", why, trail, value)
