"""Fields of a flow as Python values: text, numbers, headers, and one of many found without opening the others."""

import re

from mhaudit.ingest.tnetstring import Span, pairs, value
from mhaudit.model.capture import Headers


def headers_of(data: bytes, span: Span) -> Headers:
    """Name and value pairs."""
    return tuple((decoded(name), decoded(text)) for name, text in pairs(data, span))


def header_of(headers: Headers, wanted: str) -> str:
    """The first header of a name in lower case, or ""."""
    return next((text for name, text in headers if name.lower() == wanted), "")


def text_of(data: bytes, span: Span) -> str:
    """A payload as text."""
    return decoded(data[span[0] : span[1]])


def decoded(payload: bytes) -> str:
    """Headers are latin-1 on paper and UTF-8 in practice."""
    try:
        return payload.decode()
    except UnicodeDecodeError:
        return payload.decode("latin-1")


def number_of(data: bytes, span: Span) -> float | None:
    """A number, or None where there is none."""
    found = value(data, span)
    return float(found) if isinstance(found, int | float) else None


def bytes_or_none(found: object) -> bytes | None:
    """Bytes as they are, and None for anything else."""
    return found if isinstance(found, bytes) else None


def found_in(data: bytes, connection: Span, field: re.Pattern[bytes]) -> str:
    """The one field that is wanted of the twenty of a connection; "" where it is null."""
    match = field.search(data, connection[0], connection[1])
    return data[match.end() : match.end() + int(match[1])].decode("ascii", "replace") if match else ""
