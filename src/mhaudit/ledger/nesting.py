"""One fact for one sighting: the same value seen before and after a decoding step is told once, at its best place."""

from collections import Counter
from collections.abc import Iterable, Iterator

from mhaudit.detect.hit import Hit
from mhaudit.model.place import Trail

_STRENGTH = {"proven": 3, "declared": 2, "likely": 1, "possible": 0}


def distinct(hits: Iterable[Hit]) -> list[Hit]:
    """Hits of one exchange without repetitions: the surest at a place, and of nested places the one that says most."""
    best: dict[tuple[str, Trail], Hit] = {}
    for hit in hits:
        key = (hit.category, hit.trail)
        kept = best.get(key)
        if kept is None or _STRENGTH[hit.certainty] > _STRENGTH[kept.certainty]:
            best[key] = hit
    dropped: set[tuple[str, Trail]] = set()
    often = Counter(category for category, _ in best)
    for key, hit in best.items():
        for ancestor, deeper in _ancestors(hit.trail) if often[hit.category] > 1 else ():
            outer = best.get((hit.category, ancestor))
            if outer is None or _STRENGTH[outer.certainty] > _STRENGTH[hit.certainty]:
                continue
            # the inner place says more when it names a field, or when the outer one was known only by its encoding
            dropped.add((hit.category, ancestor) if deeper or not outer.form.startswith("plain") else key)
    return [hit for key, hit in best.items() if key not in dropped]


def _ancestors(trail: Trail) -> Iterator[tuple[Trail, bool]]:
    """Each place around a place, and whether a field was named on the way in."""
    named = False
    at: Trail | None = trail
    while at is not None:
        parent, codec, key = at
        if key is not None:
            yield (parent, codec, None), True
            named = True
        if parent is not None:
            yield parent, named
        at = parent
