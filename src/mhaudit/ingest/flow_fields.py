"""Fields of a flow as Python values: text, numbers, headers, and one of many found without opening the others."""

import re

from mhaudit.ingest.tnetstring import DICTIONARY, Span, fields, pairs, value
from mhaudit.model.capture import Headers

TLS = re.compile(rb"19:timestamp_tls_setup;(\d+):(?=\d)")
_CONNECTED = re.compile(rb"19:timestamp_tcp_setup;(\d+):(?=\d)")
_WANTS_TLS = re.compile(rb"3:tls;4:true!")


def headers_of(data: bytes, span: Span) -> Headers:
    """Name and value pairs."""
    found = pairs(data, span)
    try:
        return tuple([(name.decode(), text.decode()) for name, text in found])
    except UnicodeDecodeError:
        return tuple([(decoded(name), decoded(text)) for name, text in found])


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


def never_arrived(data: bytes, flow: dict[bytes, Span]) -> str:
    """Why a request without an answer never reached its server, in words of mitmproxy; "" where it may have.

    It went nowhere where no connection was made, or where the server's side of TLS was wanted and not set up.
    """
    error = flow.get(b"error")
    if error is None or error[2] != DICTIONARY:
        return ""
    server = flow[b"server_conn"]
    arrived = found_in(data, server, _CONNECTED) and (
        not _WANTS_TLS.search(data, *server[:2]) or found_in(data, server, TLS)
    )
    return "" if arrived else text_of(data, fields(data, error)[b"msg"])


def found_in(data: bytes, connection: Span, field: re.Pattern[bytes]) -> str:
    """The one field that is wanted of the twenty of a connection; "" where it is null."""
    match = field.search(data, connection[0], connection[1])
    return data[match.end() : match.end() + int(match[1])].decode("ascii", "replace") if match else ""
