"""The decodings of texts, computed once per text: most texts have none."""

import re
from collections.abc import Callable, Iterable, Iterator

from mhaudit.decode import base_n, escapes, inside, lz_string, substitution
from mhaudit.decode.structure import (
    has_form_lines,
    looks_like_address,
    looks_like_form,
    parse_json,
    separator_of,
)
from mhaudit.model.alphabet import bytes_of_hex
from mhaudit.model.memory import Memory
from mhaudit.model.place import Decoded

# Each yields (step, result) for one text. The order affects only the order of places in the audit: all are tried.
DECODERS: tuple[Callable[[str], Iterable[Decoded]], ...] = (
    escapes.decode,
    base_n.decode,
    base_n.decode_runs,
    lz_string.decode,
    substitution.decode,
    inside.decode,
)
_OF_LONG_TEXT = (base_n.decode, inside.decode)  # those that take linear time
# All steps that the decoders yield: each is explained in reports, undone in redacted captures, and tested.
STEPS = frozenset(
    """
    percent entities backslashes quoted-printable hex base64 base32 base58 base85 ascii85 lz-string lz-string-uri
    substitution embedded reversed characters
    """.split()
)
STRUCTURE = ""  # the step of a text with fields: nothing is decoded, so the place has no name for it

# Excludes numbers that may be the latitude of a position, in a sentence or after `geo:`.
# Without backtracking (`++`, `(?>`), here and below: a word never ends within a run of its letters.
_WORD = r"(?>[A-Z]?+[a-z]{1,24}+|[A-Z]{1,8}+|[0-9]{1,14}+(?!\.[0-9]{3,12} ?[,;]))"
# Words, numbers and times with punctuation between them, and UUIDs: they encode nothing, except lists of twelve or more
# numbers, which may be bytes.
_PLAIN = re.compile(
    rf"(?!https?:|[0-9a-fA-F]{{32}}|(?:[0-9]{{1,3}}[, ] ?){{11}}[0-9])"
    rf"{_WORD}(?:[ .,:;!?()'#*|~$_/-]{{1,3}}+{_WORD})*+[ .,:;!?()'…-]{{0,3}}"
    r"|(?=[0-9]{0,14}[TZ:.+-])(?!-?[0-9]{15})[0-9TZ:.+-]+"
    r"|[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}"
)
_DIGEST_LENGTHS = frozenset({32, 40, 56, 64, 96, 128})
_SHORTEST = 6
_LONGEST_KEPT = 512
_LONGEST_TOKEN = 1 << 20
_MOST_KEPT = 10_000


# Return a match for texts of words and numbers only: a bound method, because it is called for every text.
is_plain = _PLAIN.fullmatch


class DecodingCache:
    """Cache of the decodings of texts."""

    def __init__(self) -> None:
        self.known: Memory[str, tuple[Decoded, ...]] = Memory(_MOST_KEPT)

    def of(self, text: str) -> tuple[Decoded, ...]:
        """Return (step, result) for every decoding of the text."""
        if len(text) in _DIGEST_LENGTHS and (data := bytes_of_hex(text)):
            # mostly unique, and not another kind of text: not worth caching
            return (("hex", data),) if base_n.tells(data) else ()
        found = self.known.get(text)
        if found is None:
            found = tuple(_open(text))
            if len(text) <= _LONGEST_KEPT:
                self.known.keep(text, found)
        return found


def _open(text: str) -> Iterator[Decoded]:
    structure = _structure_of(text)
    if structure:
        yield STRUCTURE, text
    if structure == _JSON or len(text) < _SHORTEST:  # JSON is decoded as JSON only
        return
    seen: set[str | bytes] = {text}
    for decode in DECODERS if len(text) <= _LONGEST_TOKEN else _OF_LONG_TEXT:
        for step, out in decode(text):
            if out in seen or (step == "percent" and structure == _PAIRS):  # done when pairs are split
                continue
            seen.add(out)
            yield step, out


_JSON, _PAIRS, _OTHER = "json", "pairs", "other"


def _structure_of(text: str) -> str:
    """Return the structure of a text: JSON, pairs of a form or URL, other, or "" for none."""
    first = text[0]
    if first in '{["':
        return _JSON if parse_json(text) else _OTHER
    if first == "<" or text.startswith("eyJ"):
        return _OTHER
    if looks_like_address(text):
        return _PAIRS
    return _PAIRS if looks_like_form(text) or has_form_lines(text) or separator_of(text) == ";" else ""
