"""Check a recording's device: connection, certificate, pinning, QUIC, servers, clock."""

from collections.abc import Iterator

from mhaudit.doctor.answer import CheckResult, abbreviated, pluralized
from mhaudit.doctor.evidence import Evidence
from mhaudit.doctor.skew import TOLERATED, skew

_STEPS = "docs/record.md has the steps for phones."


def of_recording(seen: Evidence) -> Iterator[CheckResult]:
    """Yield the checks that need only the case."""
    yield _device(seen)
    yield _certificate(seen)
    yield _pinning(seen)
    yield _quic(seen)
    yield _servers(seen)
    yield _clock(seen)


def _device(seen: Evidence) -> CheckResult:
    about = "Device"
    if not seen.devices:
        do = f"Is it in the same network, with proxy or tunnel on? Guest networks and firewalls block it. {_STEPS}"
        return CheckResult(about, "trouble", "No device has connected to the proxy.", do)
    who = abbreviated(seen.devices)
    if not (seen.heard or seen.looked_up or seen.unanswered):
        says = (
            f"{who} connected for the certificate only." if seen.pages else f"{who} connected, and requested no host."
        )
        return CheckResult(about, "trouble", says, "Use the app.")
    return CheckResult(about, "fine", f"{who} connected, for {pluralized(len(seen.heard), 'host')}.")


def _certificate(seen: Evidence) -> CheckResult:
    about = "Certificate"
    refused = seen.failed["tls-refused"] - seen.expired
    if refused and not seen.read:
        says = (
            f"{pluralized(len(refused), 'host')} and none read: the device does not trust it: {abbreviated(refused)}."
        )
        return CheckResult(about, "trouble", f"Refused at {says}", f"Install and trust it: http://mitm.it/. {_STEPS}")
    if refused:
        says = f"Trusted at {pluralized(len(seen.read), 'host')}, refused at {len(refused)}: {abbreviated(refused)}."
        do = "These apps don't trust what the user installs (Android since 7), or pin. Only a modified app shows more."
        return CheckResult(about, "trouble", says, do)
    if seen.read:
        return CheckResult(about, "fine", f"Trusted: TLS with {pluralized(len(seen.read), 'host')} was read.")
    cut = seen.failed["tls-cut-off"]
    if cut:
        says = f"Handshakes with {abbreviated(cut)} broke off without a reason: perhaps it is not trusted."
        return CheckResult(about, "trouble", says, f"Install and trust it: http://mitm.it/. {_STEPS}")
    return CheckResult(about, "unknown", "No TLS connection was seen, so it is unknown whether it is trusted.")


def _pinning(seen: Evidence) -> CheckResult:
    suspects = seen.failed["probable-pinning"] - seen.read
    if not suspects:
        some = bool(seen.read or seen.failed["tls-refused"])
        return CheckResult("Pinning", "fine" if some else "unknown", "No sign of it." if some else "No TLS came.")
    says = f"Probable at {abbreviated(suspects)}: closed at once, and nothing sent."
    return CheckResult("Pinning", "trouble", says, "Data sent there is not tested. Only a modified app shows it.")


def _quic(seen: Evidence) -> CheckResult:
    hosts = seen.failed["quic-not-read"]
    if hosts:
        do = "Block UDP port 443 in the network, or set --set http3=false: most apps then use TCP."
        return CheckResult("QUIC", "trouble", f"Used, and not read, with {abbreviated(hosts)}.", do)
    if seen.mode_names & {"wireguard", "local", "transparent", "tun"}:
        return CheckResult("QUIC", "fine", "No unread QUIC was seen.")
    return CheckResult(
        "QUIC", "unknown", "It bypasses a proxy of this mode.", "Record it with WireGuard: --mode wireguard."
    )


def _servers(seen: Evidence) -> CheckResult:
    failed, unknown = seen.failed["connection-failed"], seen.unanswered - seen.looked_up
    if unknown and not seen.looked_up:
        says = f"This machine can't look up names: {abbreviated(unknown)}."
        return CheckResult("Servers", "trouble", says, "Is it online? Does it have a DNS server?")
    if failed and not seen.read:
        says = f"This machine reached none: {abbreviated(failed)}."
        return CheckResult("Servers", "trouble", says, "Is this machine itself online? Does its network need a proxy?")
    if failed:
        return CheckResult(
            "Servers", "trouble", f"Not reached: {abbreviated(failed)}.", "They may be down, or blocked by a filter."
        )
    return CheckResult("Servers", "fine" if seen.requested else "unknown", "No failure seen.")


def _clock(seen: Evidence) -> CheckResult:
    about = "Clock"
    if seen.expired:
        says = f"The device considers the certificate expired, or not valid yet, at {abbreviated(seen.expired)}."
        return CheckResult(about, "trouble", says, "Set the clocks of the device and of this machine by the network.")
    off = skew(seen.skews)
    if off is None:
        return CheckResult(about, "unknown", "No server has sent its time.")
    if abs(off) > TOLERATED:
        ahead = "behind" if off > 0 else "ahead of"
        says = f"This machine's clock is {abs(off) / 60:,.0f} minutes {ahead} the servers'."
        return CheckResult(
            about, "trouble", says, "Set it by the network: the times of the evidence are taken from it."
        )
    return CheckResult(about, "fine", f"This machine's is within {TOLERATED / 60:.0f} minutes of the servers'.")
