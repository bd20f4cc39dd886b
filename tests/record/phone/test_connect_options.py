"""What each mode asks of a device, from servers that really listen."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from mitmproxy.net import local_ip
from mitmproxy.proxy.mode_servers import ServerInstance
from mitmproxy.test import taddons

from mhaudit.record.phone.connect_options import ConnectOption, connect_options, whole_tunnel
from tests.record.proxy import free_port

KEYS = {
    "server_key": "OAEdzhBkTVkFQyfIhnrgRKXYFhzT+4KnbKb8VqQlhUA=",
    "client_key": "6Hbv+7bxyCA42jYDmU1A3OzxFeWtFYTm3SfVmk2U3mY=",
}


def way(mode: str, confdir: Path, host: str = "127.0.0.1") -> ConnectOption:
    """The way of one server, which listens meanwhile."""

    async def run() -> ConnectOption:
        with taddons.context() as context:  # type: ignore[no-untyped-call]
            context.options.update(listen_host=host, confdir=str(confdir))
            server: ServerInstance[Any] = ServerInstance.make(mode, None)  # type: ignore[arg-type]
            await server.start()
            try:
                (found,) = connect_options([server])
                return found
            finally:
                await server.stop()

    return asyncio.run(run())


def test_a_proxy_is_entered_by_hand(confdir: Path) -> None:
    port = free_port()
    found = way(f"regular@{port}", confdir)
    assert (found.mode, found.listens) == (f"regular@{port}", (f"127.0.0.1:{port}",))
    assert found.entries == (("Server", "127.0.0.1"), ("Port", str(port))) and not found.scan
    assert [step.partition(":")[0] for step in found.steps[1:3]] == ["Android", "iPhone or iPad"]
    assert found.warning == "It listens on this machine only: no other device can reach it."


def test_one_that_listens_everywhere_is_reached_where_this_machine_goes_out(
    confdir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(local_ip, "get_local_ip", lambda: "192.0.2.7")
    found = way(f"regular@{free_port()}", confdir, host="")
    assert found.entries[0] == ("Server", "192.0.2.7")
    assert found.warning == "Apps may ignore this setting, and QUIC does. WireGuard takes everything."


def test_a_tunnel_is_scanned(confdir: Path) -> None:
    (confdir / "wireguard.conf").write_text(json.dumps(KEYS), encoding="utf-8")
    port = free_port()
    found = way(f"wireguard@{port}", confdir)
    assert f"Endpoint = 127.0.0.1:{port}" in found.scan and "AllowedIPs = 0.0.0.0/0, ::/0\n" in found.scan
    assert KEYS["client_key"] in found.scan and KEYS["server_key"] not in found.scan
    assert not found.entries


def test_others_say_where_they_listen(confdir: Path) -> None:
    port = free_port()
    assert way(f"socks5@{port}", confdir).entries == (("Server", "127.0.0.1"), ("Port", str(port)))
    upstream = way(f"upstream:http://proxy.example:3128@{port}", confdir)
    assert upstream.title == "Proxy in the Wi-Fi settings, and on to http://proxy.example:3128"
    reverse = way(f"reverse:http://127.0.0.1:1@{port}", confdir)
    assert (reverse.title, reverse.entries) == ("mitmproxy's mode reverse", (("Address", f"127.0.0.1:{port}"),))


@pytest.mark.parametrize("allowed", ["0.0.0.0/0, ::/0", "10.0.0.0/8"])
def test_a_tunnel_that_is_not_mitmproxys_own_is_left_as_it_is(allowed: str) -> None:
    assert whole_tunnel(f"AllowedIPs = {allowed}\nEndpoint = x") == f"AllowedIPs = {allowed}\nEndpoint = x"
