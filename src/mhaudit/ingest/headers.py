"""HTTP headers in recordings."""

from mhaudit.model.capture import Headers


def decode_header(raw: bytes) -> str:
    """Return a name or value as text: latin-1 by RFC 9110, 5.5, and UTF-8 in practice."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def header_value(headers: Headers, name: str) -> str:
    """Return the value of the first header called `name` (in lower case), "" if there is none."""
    return next((value for own, value in headers if own.lower() == name), "")
