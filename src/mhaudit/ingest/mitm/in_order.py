"""HTTP flows in the field order of mitmproxy 11 and 12, read without a search.

A few anchored expressions read everything that an audit needs. Every length is checked against the start of the next
field, so that bytes of a body that look like a field are never read as one. A flow in another order, without a
response, or with anything unusual is read field by field instead.
"""

import re
from typing import NamedTuple

from mhaudit.ingest.headers import decode_header
from mhaudit.ingest.hosts import content_length
from mhaudit.ingest.mitm.tnetstring import DICTIONARY, LIST, Span, pairs
from mhaudit.model.capture import Headers
from mhaudit.model.memory import Memory

_NUMBER = rb"(\d{1,2}):(\d{1,16}(?:\.\d{1,16})?)[#^]"
_TO_ANSWER = re.compile(
    rb"(\d{1,12}):9:websocket;0:~8:response;(\d{1,12}):6:reason;(\d{1,3}):([^,]{0,120}),11:status_code;3:(\d{3})#"
    rb"13:timestamp_end;" + _NUMBER + rb"15:timestamp_start;" + _NUMBER + rb"8:trailers;0:~7:content;(\d{1,12}):"
)
_TO_HEADERS = re.compile(rb",7:headers;(\d{1,12}):")
_TO_PATH = re.compile(rb"\]12:http_version;(\d{1,2}):([^,]{0,20}),\}7:request;(\d{1,12}):4:path;(\d{1,12}):")
_TO_BODY = re.compile(
    rb",9:authority;(\d{1,4}):([^,]{0,400}),6:scheme;(?:5:(https)|4:(http)),6:method;(\d{1,2}):([A-Z]{1,20}),"
    rb"4:port;(\d):(\d{1,5})#4:host;(\d{1,4}):([^;]{0,400});13:timestamp_end;"
    + _NUMBER
    + rb"15:timestamp_start;"
    + _NUMBER
    + rb"8:trailers;0:~7:content;(\d{1,12}):"
)
_TO_SERVER = re.compile(
    rb"\]12:http_version;(\d{1,2}):([^,]{0,20}),\}6:backup;0:~17:timestamp_created;" + _NUMBER + rb"7:comment;0:;"
    rb"8:metadata;0:\}6:marked;0:;9:is_replay;0:~11:intercepted;5:false!11:server_conn;(\d{1,12}):"
)
_TO_CLIENT = re.compile(rb"\}11:client_conn;(\d{1,12}):")
_TO_END = re.compile(rb"\}5:error;0:~2:id;(\d{1,2}):([^;]{0,64});4:type;4:http;7:version;2:21#\}")
_LONGEST_BLOCK, _MOST_BLOCKS, _HEAVIEST = 2048, 10_000, 4_000_000  # bytes; header blocks; bytes of all blocks


def headers_of(data: bytes, span: Span) -> Headers:
    """Return name and value pairs."""
    found = pairs(data, span)
    try:
        return tuple([(name.decode(), text.decode()) for name, text in found])
    except UnicodeDecodeError:
        return tuple([(decode_header(name), decode_header(text)) for name, text in found])


class HeaderBlock(NamedTuple):
    """Headers, and the body size that they state (None if they don't)."""

    headers: Headers
    length: int | None


class FlowParts(NamedTuple):
    """The parts of a flow with a response that an audit needs. Times are in seconds since the epoch."""

    status: int
    answered: float
    response_headers: HeaderBlock
    response_body: bytes
    path: bytes
    authority: bytes
    scheme: bytes
    method: bytes
    port: int
    host: bytes
    started: float
    headers: HeaderBlock
    body: bytes
    server: Span
    client: Span


_known_blocks: Memory[bytes, HeaderBlock] = Memory(_MOST_BLOCKS, _HEAVIEST)


def _headers(data: bytes, start: int, end: int) -> HeaderBlock:
    """Return the headers in a list of pairs, cached: most requests to a host have the same. Raise Damaged."""
    written = data[start:end]
    block = _known_blocks.get(written)
    if block is None:
        headers = headers_of(data, (start, end, LIST))
        block = HeaderBlock(headers, content_length(headers))
        if len(written) <= _LONGEST_BLOCK:
            _known_blocks.keep(written, block, len(written))
    return block


def _exact(*pairs: bytes) -> bool:
    """Return whether each length equals that of the bytes after it."""
    return all(int(size) == len(text) for size, text in zip(pairs[::2], pairs[1::2], strict=True))


def read_in_order(data: bytes) -> FlowParts | None:
    """Return the parts of a record, None if its fields have another order."""
    answer = _TO_ANSWER.match(data)
    if not answer or not _exact(*answer.group(3, 4, 6, 7, 8, 9)):
        return None
    body_end = answer.end() + int(answer[10])
    listed = _TO_HEADERS.match(data, body_end)
    if not listed:
        return None
    answer_headers = listed.end(), listed.end() + int(listed[1])
    path = _TO_PATH.match(data, answer_headers[1])
    if not path or not _exact(*path.group(1, 2)) or answer.end(2) + int(answer[2]) != path.end(2):
        return None
    path_end = path.end() + int(path[4])
    asked = _TO_BODY.match(data, path_end)
    if not asked or not _exact(*asked.group(1, 2, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14)):
        return None
    asked_end = asked.end() + int(asked[15])
    listed = _TO_HEADERS.match(data, asked_end)
    if not listed:
        return None
    asked_headers = listed.end(), listed.end() + int(listed[1])
    server = _TO_SERVER.match(data, asked_headers[1])
    if not server or not _exact(*server.group(1, 2, 3, 4)) or path.end(3) + int(path[3]) != server.end(2):
        return None
    server_end = server.end() + int(server[5])
    client = _TO_CLIENT.match(data, server_end)
    if not client:
        return None
    client_end = client.end() + int(client[1])
    end = _TO_END.fullmatch(data, client_end)
    if not end or not _exact(*end.groups()) or int(answer[1]) != len(data) - len(answer[1]) - 2:
        return None
    return FlowParts(
        status=int(answer[5]),
        answered=float(answer[7]),
        response_headers=_headers(data, *answer_headers),
        response_body=data[answer.end() : body_end],
        path=data[path.end() : path_end],
        authority=asked[2],
        scheme=asked[3] or asked[4],
        method=asked[6],
        port=int(asked[8]),
        host=asked[10],
        started=float(asked[14]),
        headers=_headers(data, *asked_headers),
        body=data[asked.end() : asked_end],
        server=(server.end(), server_end, DICTIONARY),
        client=(client.end(), client_end, DICTIONARY),
    )
