"""Hosts as others write them → host names, and which of those stand for far more than one company."""

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tldextract import TLDExtract

_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)+")
_LONGEST, _LONGEST_LABEL = 253, 63
# Parents of many companies' back ends that the public suffix list does not name as a whole.
SHARED = frozenset(
    (
        *("akadns.net", "akamai.net", "akamaiedge.net", "akamaihd.net", "akamaized.net", "amazonaws.com"),
        *("appspot.com", "azure.com", "azureedge.net", "azurefd.net", "azurewebsites.net", "cloudapp.net"),
        *("cloudfront.net", "cloudfunctions.net", "digitaloceanspaces.com", "edgekey.net", "edgesuite.net"),
        *("fastly.net", "fastlylb.net", "firebaseapp.com", "firebaseio.com", "fly.dev", "github.io"),
        *("googleapis.com", "googleusercontent.com", "gstatic.com", "herokuapp.com", "llnwd.net", "netlify.app"),
        *("onrender.com", "pages.dev", "run.app", "supabase.co", "trafficmanager.net", "vercel.app", "web.app"),
        *("windows.net", "workers.dev"),
    )
)


def host_name(written: str) -> str | None:
    """A host name in lower case and ASCII, or None where the text is none: an address, a pattern, a single word."""
    text = written.strip().rstrip(".").lower()
    if not text or len(text) > _LONGEST:
        return None
    if not text.isascii():
        try:
            text = text.encode("idna").decode()
        except UnicodeError:
            return None
    if len(text) > _LONGEST or not _HOST.fullmatch(text):
        return None
    labels = text.split(".")
    return None if labels[-1].isdigit() or max(map(len, labels)) > _LONGEST_LABEL else text


def is_shared(host: str) -> bool:
    """Whether everything below a host belongs to whoever rents it: then the host says nothing of a company."""
    return host in SHARED or _splitter()(host).suffix == host


@cache
def _splitter() -> "TLDExtract":
    """Return the splitter with the private part of the list: domains that clouds rent out."""
    from tldextract import TLDExtract

    return TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)
