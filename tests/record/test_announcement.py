from pathlib import Path

from tests.record.proxy import free_port
from tests.record.session import session


def test_the_terminal_says_where_everything_is(tmp_path: Path, confdir: Path) -> None:
    port = free_port()
    with session(tmp_path / "case", confdir, "--mode", "regular", "--mode", f"socks5@127.0.0.1:{port}") as running:
        assert running.said[0] == f"Recording into {tmp_path / 'case'}"
        assert sorted(running.said[1:3]) == [
            f"Proxy: regular on 127.0.0.1:{running.port}",
            f"Proxy: socks5@127.0.0.1:{port} on 127.0.0.1:{port}",
        ]
        assert running.address.startswith("http://127.0.0.1:")
        assert running.said[-1] == "Ctrl-C ends the recording."


def test_a_page_that_is_not_wanted_is_not_there(tmp_path: Path, confdir: Path) -> None:
    with session(tmp_path / "case", confdir, "--no-page") as running:
        assert not [line for line in running.said if line.startswith("Live page")]
