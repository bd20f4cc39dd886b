"""The ways to send a device's traffic to the proxy, one per mode: values to enter or scan, and steps."""

from collections.abc import Iterable
from typing import Any

from mitmproxy import ctx
from mitmproxy.net import local_ip
from mitmproxy.proxy.mode_servers import ServerInstance, WireGuardServerInstance
from msgspec import Struct
from msgspec.structs import replace

_EVERYWHERE = ("0.0.0.0", "::", "")  # noqa: S104 (compared with, not bound to)
_LOOPBACK = ("127.0.0.1", "::1", "localhost")
_IPV4_ONLY = "AllowedIPs = 0.0.0.0/0"


class ConnectOption(Struct, frozen=True, kw_only=True):
    """One way. `mode` is mitmproxy's name of it, `listens` the address.

    `scan` is the content of a QR code, "" where there is none; `entries` are to be typed in.
    """

    mode: str = ""
    title: str
    listens: tuple[str, ...] = ()
    entries: tuple[tuple[str, str], ...] = ()
    scan: str = ""
    steps: tuple[str, ...] = ()
    warning: str = ""


def connect_options_here() -> tuple[ConnectOption, ...]:
    """Return one option for each mode of the proxy in this process; only while it runs."""
    return connect_options(ctx.master.addons.get("proxyserver").servers)  # type: ignore[no-untyped-call]


def connect_options(servers: Iterable[ServerInstance[Any]]) -> tuple[ConnectOption, ...]:
    """Return one option for each server."""
    return tuple(_way(server) for server in servers)


def _way(server: ServerInstance[Any]) -> ConnectOption:
    make = {"regular": _proxy, "upstream": _proxy, "socks5": _socks, "local": _local}
    if isinstance(server, WireGuardServerInstance):
        way = _wireguard(server)
    else:
        way = make.get(server.mode.type_name, _other)(server)
    listens = tuple(f"{address[0]}:{address[1]}" for address in server.listen_addrs)
    return replace(way, mode=server.mode.full_spec, listens=listens)


def _wireguard(server: WireGuardServerInstance) -> ConnectOption:
    return ConnectOption(
        title="WireGuard",
        scan=whole_tunnel(server.client_conf() or ""),
        steps=(
            "Install the WireGuard app from the device's store.",
            "Add a tunnel: Scan from QR code. Scan the code; the code holds a key, so show it to nobody else.",
            "Switch the tunnel on. On Android, let the app make a VPN.",
        ),
    )


def whole_tunnel(configuration: str) -> str:
    """Return the WireGuard configuration with IPv6 routed into the tunnel, too.

    IPv6 gets no answer there, so apps fall back to IPv4. With mitmproxy's own configuration IPv6 bypasses the
    recording.
    """
    return configuration.replace(f"{_IPV4_ONLY}\n", f"{_IPV4_ONLY}, ::/0\n")


def _proxy(server: ServerInstance[Any]) -> ConnectOption:
    host, port = _address(server)
    onwards = f", and on to {server.mode.data}" if server.mode.type_name == "upstream" else ""
    return ConnectOption(
        title=f"Proxy in the Wi-Fi settings{onwards}",
        entries=(("Server", host), ("Port", str(port))),
        steps=(
            "Connect the device to the Wi-Fi that this machine is in.",
            "Android: Settings, Network & internet, the Wi-Fi's own page, Edit, Advanced options, Proxy: Manual.",
            "iPhone or iPad: Settings, Wi-Fi, the (i) beside the network, Configure Proxy: Manual.",
            "Enter server and port, and save.",
        ),
        warning=_only_here(host) or "Apps may ignore this setting, and QUIC does. WireGuard takes everything.",
    )


def _socks(server: ServerInstance[Any]) -> ConnectOption:
    host, port = _address(server)
    return ConnectOption(
        title="SOCKS proxy",
        entries=(("Server", host), ("Port", str(port))),
        steps=("Enter server and port where the device or the app asks for a SOCKS 5 proxy.",),
        warning=_only_here(host),
    )


def _local(server: ServerInstance[Any]) -> ConnectOption:
    whose = server.mode.data or "every program"
    steps = ("Start the app or the emulator on this machine; its traffic is taken as it is.",)
    return ConnectOption(title=f"This machine: {whose}", steps=steps)


def _other(server: ServerInstance[Any]) -> ConnectOption:
    where = tuple(("Address", f"{address[0]}:{address[1]}") for address in server.listen_addrs)
    return ConnectOption(title=f"mitmproxy's mode {server.mode.type_name}", entries=where)


def _address(server: ServerInstance[Any]) -> tuple[str, int]:
    """Return the host and port to enter on a device; a wildcard address is replaced by this machine's own."""
    host, port = server.listen_addrs[0][:2]
    if host in _EVERYWHERE:
        host = local_ip.get_local_ip() or "this machine's address in the Wi-Fi"
    return host, port


def _only_here(host: str) -> str:
    return "It listens on this machine only: no other device can reach it." if host in _LOOPBACK else ""
