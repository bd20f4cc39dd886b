"""One alphabet for another: the substitution that a tag in use on shops and newspapers wrote identifiers in.

Source of the two alphabets: the encoder of leak-detector (Leaky Forms, USENIX Security 2022), where it is custom_map_1.
"""

_PLAIN = "kibp8A4EWRMKHa7gvyz1dOPt6UI5xYD3nqhVwZBXfCcFeJmrLN20lS9QGsjTuo"
_WRITTEN = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_READ = str.maketrans(_WRITTEN, _PLAIN)
_WRITE = str.maketrans(_PLAIN, _WRITTEN)


def substitute(text: str) -> str:
    """The text as the tag writes it."""
    return text.translate(_WRITE)


def restore(text: str) -> str:
    """The text behind what the tag wrote."""
    return text.translate(_READ)


def bytes_of_hex(text: str) -> bytes | None:
    """The bytes of a text that is hexadecimal digits and nothing else."""
    try:
        data = bytes.fromhex(text)
    except ValueError:
        return None
    return data if 2 * len(data) == len(text) else None  # blanks between bytes are let through above
