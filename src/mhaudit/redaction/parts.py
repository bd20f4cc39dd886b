"""Rewrite the parts of an exchange in which something must be replaced."""

import re
from collections.abc import Callable
from urllib.parse import unquote_plus

from msgspec.structs import replace as with_changes

from mhaudit.model.capture import Exchange, Headers, Message
from mhaudit.model.place import Key, Trail, steps
from mhaudit.recipients.domains import registrable_domain
from mhaudit.redaction.encodings import Inside, to_bytes, to_text
from mhaudit.redaction.rewriting import Replace, Steps, rewritten

_ABOUT_BODY = frozenset({"content-encoding", "content-type", "content-length", "transfer-encoding"})
Rewrite = Callable[[Inside, Steps], Inside | None]


def change(exchange: Exchange, trail: Trail, replace: Replace) -> Exchange:
    """Return the exchange with the value at a place replaced; the same object where that was not possible."""
    return _change(exchange, list(steps(trail)), lambda value, inward: rewritten(value, inward, replace))


def give_up(exchange: Exchange, trail: Trail, pseudonym: str) -> Exchange:
    """Return the exchange with the whole part of a place replaced: a body, a header, a value of the query."""
    whole = list(steps(trail))[:1]
    part, key = whole[0]
    if part in ("body", "response-body"):
        return _replaced_body(exchange, part, pseudonym)
    if part == "host" or part == "labels":
        return with_changes(
            exchange, host="redacted-host.invalid", headers=_host_header(exchange, "redacted-host.invalid")
        )
    if part in ("header", "response-header"):
        return _renamed(exchange, part, key, pseudonym)
    changed = _change(exchange, whole, lambda value, inward: rewritten(value, inward, lambda _: pseudonym))
    if changed is exchange and part in ("path", "query", "fragment"):
        return with_changes(exchange, path=f"/{pseudonym}")
    return changed if changed is not exchange else _without_cookies(exchange, part)


def rename(exchange: Exchange, trail: Trail, pseudonym: str) -> Exchange:
    """Return the exchange without a revealing name; a name inside a body replaces the whole body."""
    part, key = next(steps(trail))
    if part in ("query", "fragment"):
        path = "".join(_renamed_pairs(piece, "&", key, pseudonym) for piece in re.split(r"([?#])", exchange.path))
        return with_changes(exchange, path=path)
    if part in ("cookie", "set-cookie"):
        field = "headers" if part == "cookie" else "response_headers"
        headers: Headers = getattr(exchange, field)
        new = tuple(
            (name, _renamed_pairs(value, ";", key, pseudonym) if name.lower() == part else value)
            for name, value in headers
        )
        return with_changes(exchange, **{field: new})
    return give_up(exchange, trail, pseudonym)


def _renamed_pairs(text: str, separator: str, key: Key, pseudonym: str) -> str:
    pairs = (pair.partition("=") for pair in text.split(separator))
    return separator.join(
        f"{pseudonym}={value}" if equals and unquote_plus(name.strip()) == key else f"{name}{equals}{value}"
        for name, equals, value in pairs
    )


def _change(exchange: Exchange, place: Steps, rewrite: Rewrite) -> Exchange:
    (part, key), inward = place[0], place[1:]
    if part in ("path", "query", "fragment"):
        path = rewrite(exchange.path, place)
        return exchange if path is None else with_changes(exchange, path=str(path))
    if part in ("host", "labels"):
        return _change_host(exchange, rewrite)
    if part == "body":
        body = rewrite(exchange.body or b"", inward)
        return exchange if body is None else with_changes(exchange, body=to_bytes(body))
    if part == "response-body":
        body = rewrite(exchange.response_body or b"", inward)
        return exchange if body is None else with_changes(exchange, response_body=to_bytes(body))
    if part == "message" and isinstance(key, int):
        return _change_message(exchange, key, rewrite(exchange.messages[key].content, inward))
    if part in ("header", "cookie"):
        return with_changes(exchange, headers=_headers(exchange.headers, place, rewrite))
    if part in ("response-header", "set-cookie"):
        return with_changes(exchange, response_headers=_headers(exchange.response_headers, place, rewrite))
    return exchange


def _headers(headers: Headers, place: Steps, rewrite: Rewrite) -> Headers:
    part, key = place[0]
    cookies = part in ("cookie", "set-cookie")
    wanted, inward = (part, place) if cookies else (key, place[1:])
    return tuple(
        (name, str(new)) if name.lower() == wanted and (new := rewrite(value, inward)) is not None else (name, value)
        for name, value in headers
    )


def _change_message(exchange: Exchange, number: int, content: Inside | None) -> Exchange:
    if content is None:
        return exchange
    messages: list[Message] = list(exchange.messages)
    messages[number] = with_changes(messages[number], content=to_bytes(content))
    return with_changes(exchange, messages=tuple(messages))


def _change_host(exchange: Exchange, rewrite: Rewrite) -> Exchange:
    """Replace only the labels before the registered domain, so that the recipient stays visible."""
    domain = registrable_domain(exchange.host)
    before = exchange.host.removesuffix(domain).rstrip(".")
    new = rewrite(exchange.host, ())
    if not before or new is None:
        return exchange
    host = f"{to_text(new)}.{domain}"
    return with_changes(exchange, host=host, headers=_host_header(exchange, host))


def _host_header(exchange: Exchange, host: str) -> Headers:
    return tuple((name, host if name.lower() in ("host", ":authority") else value) for name, value in exchange.headers)


def _renamed(exchange: Exchange, part: str, key: Key, pseudonym: str) -> Exchange:
    """Replace the name and value of a header that could not be changed otherwise."""
    own, field = (exchange.headers, "headers") if part == "header" else (exchange.response_headers, "response_headers")
    new = tuple(("x-redacted", pseudonym) if name.lower() == key else (name, value) for name, value in own)
    return with_changes(exchange, **{field: new})


def _replaced_body(exchange: Exchange, part: str, pseudonym: str) -> Exchange:
    own = exchange.headers if part == "body" else exchange.response_headers
    headers = (
        *((name, value) for name, value in own if name.lower() not in _ABOUT_BODY),
        ("content-type", "text/plain"),
    )
    if part == "body":
        return with_changes(exchange, body=pseudonym.encode(), headers=headers)
    return with_changes(exchange, response_body=pseudonym.encode(), response_headers=headers)


def _without_cookies(exchange: Exchange, part: str) -> Exchange:
    if part == "cookie":
        kept = tuple((name, value) for name, value in exchange.headers if name.lower() != "cookie")
        return with_changes(exchange, headers=kept)
    if part == "set-cookie":
        kept = tuple((name, value) for name, value in exchange.response_headers if name.lower() != "set-cookie")
        return with_changes(exchange, response_headers=kept)
    return exchange
