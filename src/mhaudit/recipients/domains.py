"""Registrable domains, by the public suffix list that comes with tldextract: never fetched from anywhere."""

from functools import lru_cache
from ipaddress import ip_address

from tldextract import TLDExtract

# Without these two arguments tldextract downloads the list on first use.
_EXTRACT = TLDExtract(suffix_list_urls=(), cache_dir=None)


@lru_cache(maxsize=16_384)
def registrable_domain(host: str) -> str:
    """`www.a.example.co.uk` → `example.co.uk`; an IP address or a bare suffix stands for itself."""
    if is_address(host):
        return host
    parts = _EXTRACT(host)
    if parts.suffix:
        return parts.top_domain_under_public_suffix or host
    return ".".join(host.rsplit(".", 2)[-2:])  # the list's own rule for endings that it does not have


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
