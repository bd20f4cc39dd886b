"""Registrable domains, by the public suffix list that its library was published with: never fetched from anywhere."""

from collections.abc import Iterator
from functools import cache, lru_cache
from ipaddress import ip_address
from pathlib import Path

from publicsuffixlist import PSLFILE, PublicSuffixList

# Without the private part of the list: `a.b.github.io` is registered as `github.io`, whoever rents a name below it.
_BEGIN, _END = "// ===BEGIN ICANN DOMAINS===", "// ===END ICANN DOMAINS==="


@cache
def public_suffixes() -> PublicSuffixList:
    """The list. Its library writes all ten thousand suffixes in ASCII too, at every start; few are not in ASCII."""
    text = Path(PSLFILE).read_text(encoding="utf-8")
    return PublicSuffixList(_suffixes(text.partition(_BEGIN)[2].partition(_END)[0]), accept_encoded_idn=False)


def _suffixes(text: str) -> Iterator[str]:
    for line in text.splitlines():
        if line and line[0] != "/":
            yield line
            if not line.isascii():
                yield in_ascii(line)


def in_ascii(suffix: str) -> str:
    """A suffix as it is asked for in DNS. The list is normalised; IDNA would be slow to prepare it."""
    return ".".join(
        label if label.isascii() else "xn--" + label.encode("punycode").decode() for label in suffix.split(".")
    )


@lru_cache(maxsize=16_384)
def registrable_domain(host: str) -> str:
    """`www.a.example.co.uk` → `example.co.uk`; an IP address or a bare suffix stands for itself."""
    if is_address(host):
        return host
    return public_suffixes().privatesuffix(host) or host


def is_address(host: str) -> bool:
    """Whether a host is an IP address, with or without the brackets of IPv6."""
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


def below(host: str, domain: str) -> bool:
    """Whether `host` is `domain` or under it: `notfacebook.com` is not under `facebook.com`."""
    return host == domain or host.endswith("." + domain)
