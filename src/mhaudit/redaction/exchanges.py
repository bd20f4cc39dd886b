"""Redact one exchange in rounds, because an inner layer can show up only after the outer one was rewritten."""

from mhaudit.model.capture import Exchange
from mhaudit.model.place import Scalar
from mhaudit.redaction.finds import Find, Finder
from mhaudit.redaction.parts import change, give_up, rename
from mhaudit.redaction.rewriting import Replace

_ROUNDS = 4


def redacted(exchange: Exchange, finder: Finder) -> tuple[Exchange, int]:
    """Return the exchange with pseudonyms, and the number of replaced places.

    A part that can't be rewritten is replaced as a whole.
    """
    count = 0
    for round_ in range(2 * _ROUNDS):
        found = finder.finds(exchange)
        if not found:
            break
        if not round_:
            count = len(found)
        before = exchange
        for find in found:
            exchange = _without(exchange, find)
        if exchange == before or round_ >= _ROUNDS:
            for find in finder.finds(exchange):
                exchange = give_up(exchange, find.trail, find.pseudonym)
    return exchange, count


def _without(exchange: Exchange, find: Find) -> Exchange:
    if find.in_name:
        return rename(exchange, find.trail, find.pseudonym)
    return change(exchange, find.trail, _replacing(find))


def _replacing(find: Find) -> Replace:
    """Return a function that replaces the found value. It is called with None for a value that can be read but not
    written.
    """
    wanted = _text(find.value)
    return lambda value: find.pseudonym if value is None or _text(value) == wanted else None


def _text(value: Scalar) -> str:
    return value.decode(errors="replace") if isinstance(value, bytes) else str(value)
