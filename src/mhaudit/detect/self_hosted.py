"""Self-hosted services, recognised by path and fields together; such a match is never certain."""

import re
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import NamedTuple

from mhaudit.model.knowledge import Mark, Policies, Service, Signature
from mhaudit.model.place import Document, Scalar, compile_place, general_place
from mhaudit.model.reasons import Reason, because

_LONGEST = 512  # characters of a value that are examined
_NOTHING = re.compile(r"(?!)")
_ANY = "*"


class Likeness(NamedTuple):
    """A service that a request resembles, and the reason. Both are texts of policy files only."""

    service: str
    reason: Reason


class RequestKind:
    """One kind of request. Its places are compiled when a path matches: most never do."""

    def __init__(self, service: Service, signature: Signature) -> None:
        why = because("self-hosted", service=service.name, roles=service.roles, why=signature.because)
        self.likeness = Likeness(service.id, why)
        self.path = re.compile(signature.path)
        self.keys = frozenset(_last(at) for mark in signature.has for at in mark.at)
        self.signature = signature

    @cached_property
    def marks(self) -> list[tuple[list[re.Pattern[str]], re.Pattern[str] | None]]:
        """Return the places of each required field, with the pattern of its value."""
        return [_compiled(mark) for mark in self.signature.has]

    def fits(self, leaves: Iterable[tuple[str, Scalar]]) -> bool:
        """Return whether all required fields are among the leaves, given as (place, value)."""
        missing = list(self.marks)
        for place, value in leaves:
            missing = [mark for mark in missing if not _is(mark, place, value)]
            if not missing:
                return True
        return False


class SelfHosted:
    """The known kinds of self-hosted requests, looked up by path."""

    def __init__(self, policies: Policies) -> None:
        self.kinds = [
            RequestKind(service, signature)
            for service in policies.services.values()
            for signature in service.self_hosted
        ]
        paths = "|".join(f"(?:{kind.signature.path})" for kind in self.kinds)
        self.any_path = re.compile(paths) if paths else _NOTHING

    def possible(self, path: str) -> list[RequestKind]:
        """Return the kinds of request that a path, with or without a query, may belong to; usually none."""
        path = path.partition("?")[0]
        return [kind for kind in self.kinds if kind.path.search(path)] if self.any_path.search(path) else []

    def recognise(self, kinds: Sequence[RequestKind], documents: Iterable[Document]) -> tuple[Likeness, ...]:
        """Return the services among `kinds` whose required fields were sent."""
        keys = frozenset(key for kind in kinds for key in kind.keys)
        leaves = [
            (general_place(trail), value)
            for document in documents
            if document.sent
            for trail, _, value in document.leaves
            if (_ANY if type(trail[2]) is int else trail[2]) in keys  # places are computed for few leaves
        ]
        return tuple(dict.fromkeys(kind.likeness for kind in kinds if kind.fits(leaves)))


def _last(at: str) -> str:
    """Return the last key of a place: `idsite` for `query:idsite`, `*` for any index."""
    return at.rpartition(":")[2].rpartition("/")[2].replace("~1", "/").replace("~0", "~")


def _compiled(mark: Mark) -> tuple[list[re.Pattern[str]], re.Pattern[str] | None]:
    return [compile_place(at) for at in mark.at], re.compile(mark.value) if mark.value else None


def _is(mark: tuple[list[re.Pattern[str]], re.Pattern[str] | None], place: str, value: Scalar) -> bool:
    places, pattern = mark
    if value in (None, "", b"") or (pattern and not pattern.fullmatch(str(value)[:_LONGEST])):
        return False
    return any(known.fullmatch(place) for known in places)
