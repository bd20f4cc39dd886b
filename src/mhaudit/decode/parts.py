"""An exchange taken apart: the documents of its head, and the bodies and messages that are still to be decoded."""

from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from mhaudit.decode.structure import read_pairs
from mhaudit.model.capture import Exchange, Headers
from mhaudit.model.place import Document, Leaf, Trail

# Written by the phone's network stack, the same for every app: nothing an app says stands in them.
_PLUMBING = frozenset(
    "accept accept-encoding accept-language accept-ranges access-control-request-headers access-control-request-method "
    "connection content-encoding content-length content-type host keep-alive pragma cache-control proxy-connection "
    "sec-ch-ua sec-ch-ua-mobile sec-ch-ua-platform sec-fetch-dest sec-fetch-mode sec-fetch-site sec-fetch-user te "
    "transfer-encoding upgrade upgrade-insecure-requests vary date server expires age alt-svc".split()
)
_COOKIES = frozenset({"cookie", "set-cookie"})


class Content(NamedTuple):
    """Bytes still to be decoded, with what the headers say of them."""

    trail: Trail
    sent: bool
    data: bytes
    content_type: str
    encodings: tuple[str, ...]


def heads(exchange: Exchange) -> Iterator[Document]:
    """Host labels, path segments, query, fragment, headers and cookies; what was sent first."""
    yield _document("host", True, _host(exchange.host))
    path, _, fragment = exchange.path.partition("#")
    path, _, query = path.partition("?")
    yield _document("path", True, _segments(path))
    if query:
        yield _document("query", True, _pairs("query", query))
    if fragment:
        yield _document("fragment", True, _pairs("fragment", fragment))
    leaves = list(_headers(exchange.headers, "header", "cookie"))
    for name, value in exchange.headers:  # a host header that names another host than the one that was reached
        if name.lower() == "host" and (other := value.rpartition(":")[0] or value).lower() != exchange.host:
            leaves += [((None, "header", f"host{'' if key is None else '/labels'}"), n, v) for (_, _, key), n, v in _host(other)]
    yield _document("header", True, leaves)
    yield _document("response-header", False, list(_headers(exchange.response_headers, "response-header", "set-cookie")))


def contents(exchange: Exchange) -> Iterator[Content]:
    """Bodies and messages, in the order in which they were sent."""
    if exchange.body:
        yield Content((None, "body", None), True, exchange.body, *_declared(exchange.headers))
    if exchange.response_body:
        yield Content((None, "response-body", None), False, exchange.response_body, *_declared(exchange.response_headers))
    for number, message in enumerate(exchange.messages):
        yield Content((None, "message", number), message.sent, message.content, "", ())


def open_url(trail: Trail, text: str) -> list[Leaf]:
    """The path segments, query and fragment of a URL found inside a value."""
    try:
        url = urlsplit(text)
    except ValueError:
        return []
    leaves = [((trail, "path", number), "path", unquote(part)) for number, part in _numbered(url.path)]
    if url.query:
        leaves += read_pairs(trail, "query", url.query)
    return leaves + (read_pairs(trail, "fragment", url.fragment) if "=" in url.fragment else [])


def _document(part: str, sent: bool, leaves: list[Leaf]) -> Document:
    text = "\n".join(value for _, _, value in leaves if isinstance(value, str))
    return Document((None, part, None), sent, text, leaves)


def _host(host: str) -> list[Leaf]:
    """The whole name, and the labels joined: what leaves through DNS is cut into labels of at most 63 letters."""
    leaves: list[Leaf] = [((None, "host", None), "host", host)]
    labels = host.split(".")
    if any(len(label) > 24 for label in labels):
        leaves.append(((None, "host", "labels"), "host", "".join(label for label in labels if len(label) > 24)))
    return leaves


def _numbered(path: str) -> Iterator[tuple[int, str]]:
    return ((number, part) for number, part in enumerate(path.split("/")) if part)


def _segments(path: str) -> list[Leaf]:
    leaves: list[Leaf] = [((None, "path", None), "path", unquote(path))]
    return leaves + [((None, "path", number), "path", unquote(part)) for number, part in _numbered(path)]


def _pairs(part: str, text: str) -> list[Leaf]:
    return [((None, part, key), name, value) for (_, _, key), name, value in read_pairs((None, part, None), part, text)]


def _headers(headers: Headers, part: str, cookies: str) -> Iterator[Leaf]:
    for name, value in headers:
        name = name.lower()
        if name in _COOKIES:
            trail: Trail = (None, cookies, None)
            yield from (((None, cookies, key), n, v) for (_, _, key), n, v in read_pairs(trail, cookies, value, ";"))
        elif name not in _PLUMBING and not name.startswith(":"):
            yield (None, part, name), name, value


def _declared(headers: Headers) -> tuple[str, tuple[str, ...]]:
    """The content type in lower case, and the content encodings, outermost first."""
    content_type, encodings = "", ""
    for name, value in headers:
        name = name.lower()
        if name == "content-type":
            content_type = value
        elif name == "content-encoding":
            encodings = value.lower()
    names = [name.strip() for name in encodings.split(",")]
    return content_type, tuple(name for name in reversed(names) if name and name != "identity")
