"""Registrable domains by the public suffix list included in tldextract; the list is never downloaded."""

import re
from functools import cache, lru_cache
from ipaddress import ip_address
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tldextract import TLDExtract


@cache
def _splitter() -> "TLDExtract":
    """Return the splitter of host names, imported at first use.

    Without the private part of the list `a.b.github.io` has the domain `github.io`, whoever rents a name below it.
    """
    from tldextract import TLDExtract

    return TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=False)


@lru_cache(maxsize=16_384)
def registrable_domain(host: str) -> str:
    """Return `example.co.uk` for `www.a.example.co.uk`; an IP address or a bare suffix is returned unchanged.

    For unknown suffixes, such as `.example` and `.lan`, the last two labels are the domain.
    """
    if is_address(host):
        return host
    name = host.lower()
    found = _splitter()(name)
    if found.suffix:
        return found.top_domain_under_public_suffix or host
    labels = [label for label in name.split(".") if label]
    return ".".join(labels[-2:]) or host


# Parts of names that claim a region: continents, countries, and regions of cloud providers.
_REGION = re.compile(
    r"(?:^|[.-])((?:eu|us|ap|ca|sa|af|me|il|cn)-(?:gov-)?(?:north|south|east|west|central|northeast|northwest|southeast|southwest)-?\d|"
    r"(?:europe|us|asia|australia|northamerica|southamerica)-(?:north|south|east|west|central|northeast|northwest|southeast|"
    r"southwest)\d|eu\d?|emea|europe|usa?|uk|apac|asia|au|ca|jp|sg|frankfurt|ireland|dublin|london|paris|stockholm|oregon|"
    r"virginia|singapore|sydney|tokyo|mumbai)(?=[.-])"
)


def claimed_region(host: str) -> str:
    """Return the region claimed in a name before its domain, such as `eu` of `api-eu.example.com`, or "".

    The location of servers may differ: a name is a claim by whoever chose it.
    """
    found = _REGION.search(host.removesuffix(registrable_domain(host)))
    return found[1] if found else ""


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
