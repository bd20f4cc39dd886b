"""What may go past a recording: an app that ignores the proxy, and IPv6. A phone's own list shows it best."""

from collections.abc import Iterator, Sequence

from mhaudit.doctor.answer import Answer, counted, few
from mhaudit.doctor.evidence import Evidence
from mhaudit.doctor.lists import Past

_TUNNEL = "WireGuard takes what ignores a proxy: --mode wireguard."
_LIST = "A list of the phone's own, given with --list, shows it: docs/formats.md says which."


def of_detours(seen: Evidence, listed: Past | None, own: Sequence[str]) -> Iterator[Answer]:
    """`own` are the app's own domains, where a profile names them."""
    yield _ignoring(seen, listed, own)
    yield _six(seen, listed)


def _ignoring(seen: Evidence, listed: Past | None, own: Sequence[str]) -> Answer:
    about = "App and proxy"
    missed = listed.missed - listed.six if listed else set()
    if listed and missed:
        says = f"{counted(len(missed), 'host')} of {len(listed.listed)} in the list never came here: {few(missed)}."
        return Answer(about, "trouble", f"Past the proxy: {says}", _TUNNEL)
    silent = seen.looked_up - seen.heard
    if silent:
        says = f"Looked up here and never contacted here: {few(silent)}."
        return Answer(about, "trouble", says, "By QUIC, IPv6 or another network, or not at all: the list would tell.")
    if own and seen.heard and not any(_is_own(host, own) for host in seen.heard):
        says = f"Others were contacted, and none of the app's own hosts ({few(own)})."
        return Answer(about, "trouble", says, f"It was not used, or ignores the proxy. {_TUNNEL}")
    if listed:
        return Answer(about, "fine", f"All {counted(len(listed.listed), 'host')} of the list came here.")
    return Answer(about, "unknown", "What never comes here can't be seen from here.", _LIST)


def _six(seen: Evidence, listed: Past | None) -> Answer:
    about = "IPv6"
    if listed and listed.six:
        do = "Take the tunnel anew from this recorder, which sends IPv6 into it, or switch IPv6 off in the network."
        return Answer(about, "trouble", f"Contacted by IPv6, past the recording: {few(listed.six)}.", do)
    if listed:
        return Answer(about, "fine", "No address of IPv6 in the list went past.")
    if "wireguard" in seen.mode_names:
        says = "The tunnel's QR code takes IPv6, too; one made by mitmproxy itself lets it go past."
        return Answer(about, "unknown", says, _LIST)
    return Answer(about, "unknown", "What goes past a proxy by IPv6 can't be seen from here.", _LIST)


def _is_own(host: str, own: Sequence[str]) -> bool:
    return any(host == domain or host.endswith(f".{domain}") for domain in own)
