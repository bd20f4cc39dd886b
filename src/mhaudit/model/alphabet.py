"""A substitution cipher in which a tag on shops and newspapers was observed to send identifiers.

Source of the two alphabets: the encoder of leak-detector (Leaky Forms, USENIX Security 2022), where it is custom_map_1.
"""

_PLAIN = "kibp8A4EWRMKHa7gvyz1dOPt6UI5xYD3nqhVwZBXfCcFeJmrLN20lS9QGsjTuo"
_WRITTEN = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_READ = str.maketrans(_WRITTEN, _PLAIN)
_WRITE = str.maketrans(_PLAIN, _WRITTEN)


def substitute(text: str) -> str:
    """Encode a text as the tag does."""
    return text.translate(_WRITE)


def restore(text: str) -> str:
    """Decode a text that the tag encoded."""
    return text.translate(_READ)


def bytes_of_hex(text: str) -> bytes | None:
    """Return the bytes of a hexadecimal text; None for any other text."""
    try:
        data = bytes.fromhex(text)
    except ValueError:
        return None
    return data if 2 * len(data) == len(text) else None  # `fromhex` also accepts blanks between bytes
