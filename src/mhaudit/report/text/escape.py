"""Escape text from traffic for display: control characters and characters that reorder text are written out."""

import re

# Control characters, bidirectional and invisible characters, line separators, tag characters, lone surrogates.
UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff"
    "\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
LONGEST = 1000


def visible(text: str, longest: int = LONGEST) -> str:
    r"""Return the text on one line, with invisible characters as `\x1b`, cut where it is over `longest` characters."""
    if len(text) > longest:
        return visible(text[:longest]) + f" … [{len(text):,} characters]"
    text = text.strip("\n")
    return text if text.isascii() and text.isprintable() else UNSEEN.sub(_written, text)


def _written(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
