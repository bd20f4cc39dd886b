"""Patterns for the spellings of a planted value, where they are telling enough to prove anything."""

import base64
import codecs
from collections.abc import Iterator, Sequence

from mhaudit.detect.folding import fold
from mhaudit.detect.variants import Variant
from mhaudit.model.alphabet import substitute
from mhaudit.model.subject import PlantedValue

SHORTEST = 6
_FEWEST_LETTERS = 4  # different characters: "000000" says nothing


def is_searched(value: PlantedValue) -> bool:
    """Whether a text is looked for as it was planted. Numbers are not meant to be."""
    return not isinstance(value.value, str) or is_telling(fold(value.value.strip()))


def is_telling(folded: str) -> bool:
    """Whether a text is long enough, and of enough different characters, that to meet it is no chance."""
    return len(folded) >= SHORTEST and len(set(folded)) >= _FEWEST_LETTERS


def dull(values: Sequence[PlantedValue]) -> frozenset[str]:
    """Texts that are long enough, and of too few different characters to prove anything: withheld all the same."""
    folded = (fold(str(value.value).strip()) for value in values if not is_searched(value))
    return frozenset(text for text in folded if len(text) >= SHORTEST)


def patterns(spellings: list[Variant]) -> Iterator[tuple[str, str, str]]:
    """What to search for: (folded pattern, form, the exact text where case matters)."""
    for variant in spellings:
        folded = fold(variant.text)
        if not variant.plain or not is_telling(folded):
            continue
        note = f" ({variant.note})" if variant.note else ""
        yield folded, f"plain{note}", ""
        if " " in folded:  # as forms write blanks, where the rest of the form's encoding is undone already
            yield folded.replace(" ", "+"), f"plain{note}", ""
        if folded.replace("+", "").isdigit():
            continue
        yield folded[::-1], f"reversed{note}", ""
        yield codecs.encode(folded, "rot13"), f"rot13{note}", ""
        for text in {variant.text, variant.text.lower(), variant.text.upper()}:
            written = substitute(text)
            yield written.lower(), f"substituted{note}", written
        if len(folded) >= 10:
            for fragment in sorted(_base64_fragments(variant.text)):
                yield fragment.lower(), f"base64{note}", fragment


def _base64_fragments(text: str) -> set[str]:
    """Base64 of the text at each of the three alignments, without the letters that its neighbours share."""
    data = text.encode()
    pieces = set()
    for shift, start in ((0, 0), (1, 2), (2, 3)):
        encoded = base64.b64encode(b"\x00" * shift + data).decode()
        piece = encoded[start : (shift + len(data)) * 8 // 6]
        pieces |= {piece, piece.replace("+", "-").replace("/", "_")}
    return pieces
