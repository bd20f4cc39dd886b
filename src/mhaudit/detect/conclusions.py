"""Conclusions about the person in responses: segments, risk flags, labels.

A response is not a transmission to the service. Only field names are considered: those of kinds that are conclusions by
themselves, and those of lists that services assign people to.
"""

import re
from collections.abc import Iterator
from functools import cached_property

from mhaudit.detect.automaton import fold
from mhaudit.detect.field_names import Names
from mhaudit.detect.hit import Hit
from mhaudit.detect.nothing import denies
from mhaudit.model.knowledge import DataKind, Policies
from mhaudit.model.names import normalise_name
from mhaudit.model.place import Document, Leaf
from mhaudit.model.reasons import because

_KINDS = frozenset({"crisis.flag", "diagnosis.code", "diagnosis.name"})
_LISTS = re.compile(
    r"(?:^|_)(?:segments?|audiences?|cohorts?|traits?|interests?|predictions?|predicted(?:_\w{1,30})?|"
    r"inferred(?:_\w{1,30})?|inferences?|classifications?|risk(?:_(?:level|flag|score|label|category|band))?|"
    r"user_labels?|user_tags?|profile_tags?|propensity|persona|personas|lookalikes?|affinity|affinities)"
    r"(?:_(?:id|ids|name|names|list|membership|memberships))?$"
)
# One of these is among the words of each such name.
_LIST_WORDS = frozenset(
    """
    segment segments audience audiences cohort cohorts trait traits interest interests prediction predictions predicted
    inferred inference inferences classification classifications risk label labels tag tags propensity persona personas
    lookalike lookalikes affinity affinities
    """.split()
)
# Kinds whose words classify the entries of such a list, the most serious first.
_WORDS_OF = ("crisis.flag", "crisis.text", "diagnosis.name", "usage.content", "substance.use", "health.other")
_LONGEST = 120


class Conclusions:
    """Detector of conclusions in the named values of responses."""

    def __init__(self, policies: Policies, names: Names) -> None:
        self.names = names
        self.kinds = [policies.kinds[name] for name in _WORDS_OF if name in policies.kinds]

    def wants(self, name: str) -> bool:
        """Return whether a field of this name may hold a conclusion."""
        return bool(self._meanings(name)) or _names_list(name)

    def observe(self, document: Document) -> Iterator[Hit]:
        """Yield the conclusions in a response document."""
        for leaf in document.named:
            yield from self._by_kind(leaf)
            if _names_list(leaf[1]):
                yield from self._by_list(leaf)

    def _meanings(self, name: str) -> list[tuple[DataKind, str]]:
        role = self.names.role(name)
        return [(meaning.kind, meaning.key) for meaning in role.meanings if meaning.kind.id in _KINDS] if role else []

    def _by_kind(self, leaf: Leaf) -> Iterator[Hit]:
        trail, name, value = leaf
        role = self.names.role(name)
        for kind, check, beside, key, wordy in role.meanings if role else ():
            if kind.id in _KINDS and not beside and not wordy and check(value) and not denies(kind.id, value):
                why = because("concluded", name=name, kind=kind.id, key=key)
                yield Hit(kind.id, "field", "likely", "plain", why, trail, value)

    def _by_list(self, leaf: Leaf) -> Iterator[Hit]:
        trail, name, value = leaf
        if not isinstance(value, str) or not 3 <= len(value) <= _LONGEST:
            return
        written = normalise_name(value).replace("_", " ")
        for category, pattern in self._patterns:
            if match := pattern.search(written):
                why = because("concluded-list", words=match[0], name=name)
                yield Hit(category, "field", "likely", "plain", why, trail, value)
                return

    @cached_property
    def _patterns(self) -> list[tuple[str, re.Pattern[str]]]:
        """Return one pattern per kind, of its words; compiled when the first response has such a list."""
        crisis = ("suicid", "self harm", "selfharm", "suizid", "autolesion", "automutil")
        found = [("crisis.flag", re.compile(rf"\b(?:{'|'.join(crisis)})\w*"))]
        for kind in self.kinds:
            values = (text for rule in kind.fields for shape in rule.shapes for text in shape.values)
            words = {fold(word) for word in (*kind.words, *values) if len(word) > 3 and not word.isdigit()}
            telling = sorted((word for word in words if word not in _GENERAL), key=lambda word: (-len(word), word))
            if kind.id not in ("crisis.flag", "crisis.text", "substance.use") and telling:
                found.append((kind.id, re.compile(rf"\b(?:{'|'.join(map(re.escape, telling))})\b")))
        return found


def _names_list(name: str) -> bool:
    """Return whether a name is that of a list that services assign people to."""
    normal = normalise_name(name)
    return not _LIST_WORDS.isdisjoint(normal.split("_")) and _LISTS.search(normal) is not None


_GENERAL = frozenset({"none", "high", "medium", "severe", "moderate", "critical", "imminent", "alto", "medio", "bajo"})
