"""The proxy that runs in this process: how devices come to it, and its certificate."""

from mitmproxy import ctx

from mhaudit.record.phone.authority import Authority, authority
from mhaudit.record.phone.ways import Way, ways


def ways_here() -> tuple[Way, ...]:
    """One for each mode in which it listens; only while it runs."""
    return ways(ctx.master.addons.get("proxyserver").servers)  # type: ignore[no-untyped-call]


def authority_here() -> Authority:
    """Its certificate authority. Raises CaseUnusable where its file can't be read."""
    return authority(ctx.options.confdir, ctx.options.onboarding_host)
