"""Registrable domains, by the public suffix list that its library was published with: never fetched from anywhere."""

from functools import lru_cache
from ipaddress import ip_address

from publicsuffixlist import PublicSuffixList

# Without the private part of the list: `a.b.github.io` is registered as `github.io`, whoever rents a name below it.
_LIST = PublicSuffixList(only_icann=True)


@lru_cache(maxsize=16_384)
def registrable_domain(host: str) -> str:
    """`www.a.example.co.uk` → `example.co.uk`; an IP address or a bare suffix stands for itself."""
    if is_address(host):
        return host
    return _LIST.privatesuffix(host) or host


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
