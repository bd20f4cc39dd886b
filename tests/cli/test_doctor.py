"""The doctor at the command line. What it finds is provoked in tests/doctor."""

from collections.abc import Callable
from pathlib import Path

from tests.conftest import Run
from tests.ingest.journals import case, event
from tests.record.proxy import free_port


def test_without_a_recording_it_says_who_listens(run: Callable[..., Run]) -> None:
    port = free_port()
    done = run("doctor", "--port", str(port))
    assert done.code == 8
    assert done.out == (
        f"!!  Port: Nothing listens on 127.0.0.1:{port}: no recording is running there.\n"
        "    Start one with mhaudit record, or give its --port.\n"
    )


def test_of_a_case_it_says_everything_in_order(run: Callable[..., Run], tmp_path: Path) -> None:
    done = run("doctor", case(tmp_path / "case", event("listening", mode="regular", addresses=["127.0.0.1:8080"])))
    assert done.code == 8
    marks = [line[:2] + line[3:].partition(":")[0] for line in done.out.splitlines() if line[0] != " "]
    assert marks == [
        *("ok Port", "!! Device", "?? Certificate", "?? Pinning", "?? QUIC", "?? Servers", "?? Clock"),
        *("?? App and proxy", "?? IPv6"),
    ]


def test_what_a_case_holds_can_not_steer_the_terminal(run: Callable[..., Run], tmp_path: Path) -> None:
    hostile = event("tls-failed", host="\x1b[2Jx.example", why="The client does not trust", transport="tcp")
    done = run("doctor", case(tmp_path / "case", event("device", address="192.0.2.7"), hostile))
    assert "\x1b" not in done.out and r"\x1b[2jx.example" in done.out


def test_a_folder_that_is_no_case_is_wrong_usage(run: Callable[..., Run], tmp_path: Path) -> None:
    assert run("doctor", tmp_path).code == 2
    assert run("doctor", "--list", tmp_path / "x.csv").code == 2
