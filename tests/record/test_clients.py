from pathlib import Path

from mitmproxy.test.tflow import tclient_conn

from mhaudit.record.clients import Clients
from mhaudit.record.journal import Journal
from tests.record.journal_of import events


def clients(folder: Path) -> Clients:
    return Clients(Journal(folder / "journal.jsonl", {}))


def test_a_connection_on_which_nothing_came_is_told_when_it_closes(tmp_path: Path) -> None:
    known, client = clients(tmp_path), tclient_conn()
    known.of(client).host = "a.example"
    assert events(tmp_path, "closed") == []
    known.left(client)
    (event,) = events(tmp_path, "closed")
    assert (event["host"], event["established"], event["failure"]) == ("a.example", False, "")
    assert 0 <= event["seconds"] < 1


def test_one_that_is_told_elsewhere_or_was_for_nobody_is_not(tmp_path: Path) -> None:
    known, told, nameless, unknown = clients(tmp_path), tclient_conn(), tclient_conn(), tclient_conn()
    known.of(told).host = "a.example"
    known.of(told).told = True
    known.of(nameless)
    for client in (told, nameless, unknown):
        known.left(client)
    assert events(tmp_path, "closed") == []


def test_a_second_tunnel_has_its_own_story(tmp_path: Path) -> None:
    known, client = clients(tmp_path), tclient_conn()
    known.tunnel(client, "a.example")
    known.of(client).failure = "refused"
    known.left(client)
    known.tunnel(client, "b.example")
    known.left(client)
    assert [(event["host"], event["failure"]) for event in events(tmp_path, "closed")] == [
        ("a.example", "refused"),
        ("b.example", ""),
    ]


def test_who_left_is_forgotten(tmp_path: Path) -> None:
    known, client = clients(tmp_path), tclient_conn()
    known.of(client)
    assert len(known) == 1
    known.left(client)
    assert len(known) == 0


def test_what_is_open_at_the_end_was_closed_by_nobody(tmp_path: Path) -> None:
    known, silent, told = clients(tmp_path), tclient_conn(), tclient_conn()
    known.of(silent).host = known.of(told).host = "a.example"
    known.of(told).told = True
    known.stop()
    (event,) = events(tmp_path, "closed")
    assert (event["host"], event["stopped"]) == ("a.example", True)
    assert len(known) == 0


def test_a_device_is_told_once_and_not_for_knocking(tmp_path: Path) -> None:
    known, knocking, speaking, again = clients(tmp_path), tclient_conn(), tclient_conn(), tclient_conn()
    known.met(knocking)
    assert events(tmp_path) == []
    known.of(speaking)
    known.tunnel(again, "a.example")
    assert [(event["address"], event["mode"]) for event in events(tmp_path, "device")] == [("127.0.0.1", "regular")]
