"""A name that was looked up, as an exchange: the name itself travels, and may carry whatever somebody puts into it."""

from mhaudit.model.capture import Exchange

# https://www.iana.org/assignments/dns-parameters, "Resource Record (RR) TYPEs"; others are written as TYPEn (RFC 3597)
_TYPES = {1: "A", 2: "NS", 5: "CNAME", 6: "SOA", 12: "PTR", 15: "MX", 16: "TXT", 28: "AAAA", 33: "SRV", 64: "SVCB"}
_TYPES |= {65: "HTTPS", 255: "ANY"}


def lookup(
    capture: str, number: int, name: str, kind: int | str, started: float | None, status: int | None, app: str = ""
) -> Exchange:
    """The exchange of one question. `kind` is the type asked for; `status` the code of the answer, None without one.

    Its host is the name: whoever answers for it is told, through any number of resolvers, all that stands in it.
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
    )
