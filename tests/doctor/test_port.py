import socket
import threading
from pathlib import Path

from mhaudit.doctor import port
from mhaudit.doctor.listening import of_port
from tests.record.proxy import free_port, recording
from tests.record.server import Server


def test_nobody_listens() -> None:
    assert port.listener("127.0.0.1", free_port()) == "nobody"


def test_somebody_else_answers(plain: Server) -> None:
    assert port.listener("127.0.0.1", plain.port) == "somebody"


def test_somebody_who_says_nothing_is_somebody_else() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        assert port.listener("127.0.0.1", silent.getsockname()[1], patience=0.1) == "somebody"


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
        assert port.listener("127.0.0.1", server.getsockname()[1]) == "somebody"
        thread.join(5)


def test_mitmproxy_is_known_and_takes_it_for_no_device(tmp_path: Path, confdir: Path) -> None:
    with recording(tmp_path / "case", confdir) as proxy:
        assert port.listener("127.0.0.1", proxy.port) == "mitmproxy"
        assert of_port("127.0.0.1", proxy.port).state == "fine"
        proxy.stop()
    assert [event["event"] for event in proxy.events()] == ["start", "listening", "stop"]
