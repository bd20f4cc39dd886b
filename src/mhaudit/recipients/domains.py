"""Registrable domains by the public suffix list that tldextract was published with: never fetched from anywhere."""

from functools import cache, lru_cache
from ipaddress import ip_address
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tldextract import TLDExtract


@cache
def _splitter() -> "TLDExtract":
    """Return the splitter of host names, imported when the first host is split.

    Without the private part of the list `a.b.github.io` is registered as `github.io`, whoever rents a name below it.
    """
    from tldextract import TLDExtract

    return TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=False)


@lru_cache(maxsize=16_384)
def registrable_domain(host: str) -> str:
    """Return `example.co.uk` for `www.a.example.co.uk`; an IP address or a bare suffix is returned as it is.

    Where no suffix is known, as in `.example` and `.lan`, the last two labels are the domain.
    """
    if is_address(host):
        return host
    name = host.lower()
    found = _splitter()(name)
    if found.suffix:
        return found.top_domain_under_public_suffix or host
    labels = [label for label in name.split(".") if label]
    return ".".join(labels[-2:]) or host


def is_address(host: str) -> bool:
    """Return whether a host is an IP address, with or without the brackets of IPv6."""
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


def below(host: str, domain: str) -> bool:
    """Return whether `host` is `domain` or under it: `notfacebook.com` is not under `facebook.com`."""
    return host == domain or host.endswith("." + domain)
