"""Ambiguities of recorded exchanges: two names for one host, and bytes that were converted to text."""

from mhaudit.model.capture import Exchange, Gap, Headers

_REPLACED = "\ufffd".encode()
_MOST_NUMBERED = 1000
BODILESS = frozenset({101, 204, 304})  # status codes of responses without a body (RFC 9110, 6.4.1)
LONGEST_HOST = 253  # characters (RFC 1035, 2.3.4)
_NAMING = frozenset({"host", ":authority"})


def named_host(headers: Headers) -> str:
    """Return the host in a request's headers, in lower case and without port; "" if there is none."""
    for name, value in headers:
        if name.lower() in _NAMING:
            return bare_host(value)
    return ""


def bare_host(authority: str) -> str:
    """Return a host in lower case, without port, brackets and final dot: `Api.Example.:443` is `api.example`."""
    host, colon, port = authority.rpartition(":")
    if not colon or not port.isdigit() or (":" in host and host[-1:] != "]"):
        host = authority
    return host.strip("[]").rstrip(".").lower()


def shortened(host: str) -> str:
    """Return the end of a host that is longer than a name may be, from the beginning of a label."""
    end = host[-LONGEST_HOST:]
    return end.partition(".")[2] or end


def content_length(headers: Headers) -> int | None:
    """Return the body's size according to the headers; None if they don't state it."""
    for name, value in headers:
        if name.lower() == "content-length":
            return int(value) if value.isascii() and value.isdigit() and len(value) < 16 else None
    return None


def disagreement(capture: str, host: str, named: str) -> Gap:
    """Return the gap for a request that names another host than `host`, which received it by TLS or address."""
    return Gap(code="host-disagrees", host=host, detail=f"{capture}: the request names {named}")


def whereabouts(capture: str, what: str, number: int) -> str:
    """Return the position of an item by its number, up to a bound, so that such details don't fill the memory."""
    return f"{capture}: {what} {number}" if number <= _MOST_NUMBERED else f"{capture}: after {what} {_MOST_NUMBERED}"


def replaced(body: bytes | None) -> int:
    """Return the number of bytes that a recorder replaced because they were not text."""
    return body.count(_REPLACED) if body else 0


def domain_name(packed: bytes) -> str:
    """Decode a DNS name without compression: each label after its length; "" if it is invalid."""
    labels, at = [], 0
    while at < len(packed) and packed[at]:
        size = packed[at]
        if size > _LONGEST_LABEL or at + size >= len(packed):
            return ""
        labels.append(packed[at + 1 : at + 1 + size].decode("ascii", "replace"))
        at += 1 + size
    return ".".join(labels).lower()


_LONGEST_LABEL = 63
# https://www.iana.org/assignments/dns-parameters, "Resource Record (RR) TYPEs"; others are written as TYPEn (RFC 3597)
_TYPES = {1: "A", 2: "NS", 5: "CNAME", 6: "SOA", 12: "PTR", 15: "MX", 16: "TXT", 28: "AAAA", 33: "SRV", 64: "SVCB"}
_TYPES |= {65: "HTTPS", 255: "ANY"}


def lookup(
    capture: str,
    number: int,
    name: str,
    kind: int | str,
    started: float | None,
    status: int | None,
    app: str = "",
    aliases: tuple[str, ...] = (),
) -> Exchange:
    """Return the exchange of one DNS query. `kind` is the query type; `status` the response code, None without one.

    Its host is the name: the name's authoritative server receives the full query, whatever resolvers are between.
    """
    return Exchange(
        capture=capture,
        number=number,
        kind="dns",
        started=started,
        scheme="dns",
        app=app,
        host=name.rstrip(".").lower(),
        method=kind if isinstance(kind, str) else _TYPES.get(kind, f"TYPE{kind}"),
        status=status,
        aliases=tuple(alias.rstrip(".").lower() for alias in aliases),
    )
