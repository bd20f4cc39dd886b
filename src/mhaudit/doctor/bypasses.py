"""Check for traffic that bypasses a recording: an app that ignores the proxy, and IPv6."""

from collections.abc import Iterator, Sequence

from mhaudit.doctor.answer import CheckResult, abbreviated, pluralized
from mhaudit.doctor.evidence import Evidence
from mhaudit.doctor.lists import Past

_TUNNEL = "WireGuard takes what ignores a proxy: --mode wireguard."
_LIST = "A list of the phone's own, given with --list, shows it: docs/formats.md says which."


def of_detours(seen: Evidence, listed: Past | None, own: Sequence[str]) -> Iterator[CheckResult]:
    """Yield the checks; `own` are the app's own domains, where a profile lists them."""
    yield _ignoring(seen, listed, own)
    yield _six(seen, listed)


def _ignoring(seen: Evidence, listed: Past | None, own: Sequence[str]) -> CheckResult:
    about = "App and proxy"
    missed = listed.missed - listed.six if listed else set()
    if listed and missed:
        hosts = f"{pluralized(len(missed), 'host')} of {len(listed.listed)} in the list"
        says = f"{hosts} never came here: {abbreviated(missed)}."
        return CheckResult(about, "trouble", f"Bypassed the proxy: {says}", _TUNNEL)
    silent = seen.looked_up - seen.heard
    if silent:
        says = f"Looked up here and never contacted here: {abbreviated(silent)}."
        return CheckResult(
            about,
            "trouble",
            says,
            "By QUIC, IPv6 or another network, or not at all: the phone's own list shows it (--list).",
        )
    if own and seen.heard and not any(_is_own(host, own) for host in seen.heard):
        says = f"Others were contacted, and none of the app's own hosts ({abbreviated(own)})."
        return CheckResult(about, "trouble", says, f"It was not used, or ignores the proxy. {_TUNNEL}")
    if listed:
        return CheckResult(about, "fine", f"All {pluralized(len(listed.listed), 'host')} of the list came here.")
    return CheckResult(about, "unknown", "Traffic that never comes here can't be seen from here.", _LIST)


def _six(seen: Evidence, listed: Past | None) -> CheckResult:
    about = "IPv6"
    if listed and listed.six:
        do = "Scan this recorder's tunnel again, which includes IPv6, or switch IPv6 off in the network."
        return CheckResult(
            about, "trouble", f"Contacted by IPv6, outside of the recording: {abbreviated(listed.six)}.", do
        )
    if listed:
        return CheckResult(about, "fine", "No IPv6 address in the list bypassed the recording.")
    if "wireguard" in seen.mode_names:
        says = "The tunnel of the QR code includes IPv6; one made by mitmproxy itself does not."
        return CheckResult(about, "unknown", says, _LIST)
    return CheckResult(about, "unknown", "IPv6 traffic that bypasses a proxy can't be seen from here.", _LIST)


def _is_own(host: str, own: Sequence[str]) -> bool:
    return any(host == domain or host.endswith(f".{domain}") for domain in own)
