"""Whether anybody listens, told of recordings that run, ran, and were killed."""

import socket
import threading
from pathlib import Path

from mhaudit.doctor import proxy_port
from mhaudit.doctor.answer import CheckResult
from mhaudit.doctor.evidence import Evidence, evidence_of
from mhaudit.doctor.proxy_port import of_listening, of_port
from tests.record.proxy import Proxy, free_port, recording
from tests.record.server import Server


def told(proxy: Proxy) -> list[tuple[str, str]]:
    return [(answer.state, answer.says) for answer in of_listening(evidence_of(proxy.folder))]


def test_a_recording_before_and_after_a_device_comes_and_when_it_is_killed(
    tmp_path: Path, confdir: Path, server: Server
) -> None:
    with recording(tmp_path / "case", confdir) as proxy:
        where = f"regular on 127.0.0.1:{proxy.port}"
        assert told(proxy) == [("trouble", f"It listens as {where}: this machine only.")]
        proxy.post(server.port, "a.example", "/ok")
        assert told(proxy) == [("fine", f"It answers as {where}.")]
        proxy.kill()
        killed = f"The recording was not stopped, and mitmproxy does not answer as {where}: it was killed."
        assert told(proxy) == [("trouble", killed)]
        with socket.create_server(("127.0.0.1", proxy.port)) as other:
            other.listen()
            assert told(proxy) == [("trouble", killed)], "somebody else on its port is not it"


def test_one_that_is_over_says_where_it_listened() -> None:
    (answer,) = of_listening(Evidence(over=True, modes={"regular": ["0.0.0.0:8080"]}))
    assert answer == CheckResult("Port", "fine", "It is over; it listened as regular on 0.0.0.0:8080.")


def test_a_tunnel_can_not_be_asked_and_an_old_case_says_nothing() -> None:
    (tunnel,) = of_listening(Evidence(over=False, modes={"wireguard": ["0.0.0.0:51820"]}))
    assert (tunnel.state, tunnel.says) == ("fine", "Opened as wireguard on 0.0.0.0:51820.")
    (silent,) = of_listening(Evidence(over=False))
    assert silent.state == "unknown"


def test_another_program_on_the_port(plain: Server) -> None:
    answer = of_port("127.0.0.1", plain.port)
    assert answer.state == "trouble" and answer.says.startswith("Another program than mitmproxy answers on 127.0.0.1:")


def test_nobody_listens() -> None:
    assert proxy_port.listener("127.0.0.1", free_port()) == "nobody"


def test_somebody_else_answers(plain: Server) -> None:
    assert proxy_port.listener("127.0.0.1", plain.port) == "somebody"


def test_somebody_who_says_nothing_is_somebody_else() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        assert proxy_port.listener("127.0.0.1", silent.getsockname()[1], patience=0.1) == "somebody"


def test_who_never_ends_is_not_listened_to_for_ever() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def shout() -> None:
            connection, _ = server.accept()
            with connection:
                try:
                    while True:
                        connection.sendall(b"x" * 65536)
                except OSError:
                    return

        thread = threading.Thread(target=shout, daemon=True)
        thread.start()
        assert proxy_port.listener("127.0.0.1", server.getsockname()[1]) == "somebody"
        thread.join(5)


def test_mitmproxy_is_known_and_takes_it_for_no_device(tmp_path: Path, confdir: Path) -> None:
    with recording(tmp_path / "case", confdir) as proxy:
        assert proxy_port.listener("127.0.0.1", proxy.port) == "mitmproxy"
        assert of_port("127.0.0.1", proxy.port).state == "fine"
        proxy.stop()
    assert [event["event"] for event in proxy.events()] == ["start", "listening", "stop"]
