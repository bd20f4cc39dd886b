"""What values mean by their names: key names with a fitting value, questionnaires, and wording that discloses."""

from collections.abc import Collection, Iterator, Sequence

from mhaudit.detect.hit import Hit
from mhaudit.detect.instruments import Instruments
from mhaudit.detect.names import Meaning, Names
from mhaudit.detect.needles import Needle, Needles
from mhaudit.detect.shapes import zeroed
from mhaudit.detect.wording import Wording
from mhaudit.model.knowledge import Policies
from mhaudit.model.place import Document, Leaf

_LONGEST_SALT = 128
_SENTENCE = 5  # blanks: more than a name or a heading has


class Meanings:
    """One pass over the leaves: a value is looked at only under a name that can mean something."""

    def __init__(self, needles: Needles, policies: Policies, salts: list[str]) -> None:
        self.salts = salts
        self.instruments = Instruments(needles, policies.instruments.values())
        self.wording = Wording(policies)
        self.names = Names(policies)

    def observe(self, document: Document, present: Collection[Sequence[Needle]]) -> Iterator[Hit]:
        """What a document that was sent says. `present`: what the automaton saw in it."""
        role_of = self.names.role
        for leaf in document.named:
            role = role_of(leaf[1])
            if role is None:
                continue
            if role.meanings:
                yield from self._by_name(document, leaf, role.meanings)
            if role.worded:
                yield from self.wording.observe(leaf)
            if role.salt:
                self.salts.append(str(leaf[2])[:_LONGEST_SALT])
        if present or self.instruments.always:
            yield from self.instruments.observe(document, present)

    def _by_name(self, document: Document, leaf: Leaf, meanings: tuple[Meaning, ...]) -> Iterator[Hit]:
        trail, name, value = leaf
        if zeroed(value):
            return
        for kind, check, beside, key, wordy in meanings:
            if kind.id.startswith("questionnaire.") and self.instruments.named_in(name):
                continue  # a questionnaire that is named has a range of its own
            if not check(value) or (beside and not self.instruments.named_in(document.text)):
                continue
            if wordy and isinstance(value, str) and value.count(" ") >= _SENTENCE:
                why = f"the text under {name!r} has words of {kind.label.lower()}"
                yield Hit(kind.id, "shape", "possible", "wording", why, trail, value)
                continue
            why = f"the field {name!r} means {kind.label.lower()} ({key}) and its value has that shape"
            if beside:
                why += "; a questionnaire is named beside it"
            yield Hit(kind.id, "field", "likely", "plain", why, trail, value)
