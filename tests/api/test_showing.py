"""One exchange shown: the same values that an audit reports, masked where they are personal unless asked for."""

import shutil
import zipfile
from pathlib import Path

import pytest

from mhaudit import auditing
from mhaudit.api import showing
from mhaudit.api.showing import ShownExchange, Value, exchange_values
from mhaudit.errors import CaptureUnreadable, UnknownName
from mhaudit.ingest.formats import reader_for
from mhaudit.ingest.reader import Capture
from mhaudit.model.capture import Exchange, Message
from tests.cli.traffic import MIXPANEL, OWN, har
from tests.ingest.pcap.wire import START, Wire, pcap


def show_exchange(path: Path, number: int, place: str = "") -> ShownExchange:
    """What is there as it was sent."""
    return showing.show_exchange(path, number, place, unredacted=True)


MAIL = "body > form:callback_params > json:/mail"


@pytest.mark.parametrize("name", ["meadow.mitm", "meadow.har"])
def test_every_place_of_an_audit_can_be_shown(meadow: Path, name: str) -> None:
    found = auditing.audit(meadow / name, app=meadow / "meadow.app.yaml", persona=meadow / "meadow.persona.yaml")
    capture = Capture(meadow / name, name)
    reader = reader_for(capture)
    assert reader
    read = [item for item in reader.read(capture) if isinstance(item, Exchange)]
    places = {one.number: {value.place for value in exchange_values(one)} for one in read}
    seen = [(at.exchange, at.place) for one in found.observations for at in one.at]
    assert len(seen) > 100
    assert [(number, place) for number, place in seen if place not in places[number]] == []


@pytest.mark.parametrize("name", ["meadow.mitm", "meadow.har"])
def test_a_value_is_the_one_that_was_sent(meadow: Path, name: str) -> None:
    found = show_exchange(meadow / name, 7, MAIL)
    assert (found.exchange.number, found.exchange.host) == (7, "app.adjust.com")
    assert found.values == (Value(MAIL, "ines.calderon+mh31@quietpost.example", sent=True),)


def test_a_place_shows_what_is_inside_of_it(tmp_path: Path) -> None:
    path = har(tmp_path / "a.har", (OWN, {"user": {"name": "Kim", "age": 30}, "username": "k"}))
    body = show_exchange(path, 1, "body > json:/user").values
    assert body == (
        Value("body > json:/user/name", "Kim", sent=True),
        Value("body > json:/user/age", 30, sent=True),
    )
    assert len(show_exchange(path, 1, "body").values) == 3
    assert show_exchange(path, 1, "body > json:/user/age").values == (body[1],)


def test_the_number_picks_the_exchange(tmp_path: Path) -> None:
    path = har(tmp_path / "a.har", (OWN, {"mood": 3}), (MIXPANEL, {"mood": 4}))
    assert [show_exchange(path, number, "body > json:/mood").values[0].value for number in (1, 2)] == [3, 4]


@pytest.mark.parametrize(
    ("requests", "number", "there"),
    [(2, 3, "2, numbered from 1 to 2"), (2, 0, "2, numbered from 1 to 2"), (1, 2, "1, numbered from 1 to 1")],
)
def test_an_exchange_that_is_not_there(tmp_path: Path, requests: int, number: int, there: str) -> None:
    path = har(tmp_path / "a.har", *[(OWN, {"mood": 3})] * requests)
    with pytest.raises(UnknownName, match=f"^{path} has no exchange {number}; it has {there}$"):
        show_exchange(path, number)


def test_a_capture_of_other_kinds_has_no_exchange(tmp_path: Path) -> None:
    path = tmp_path / "empty.har"
    path.write_bytes(b"")
    with pytest.raises(UnknownName, match=f"^{path} has no exchange 1; it has none$"):
        show_exchange(path, 1)


def test_a_place_that_is_not_there_names_the_nearest(tmp_path: Path) -> None:
    path = har(tmp_path / "a.har", (OWN, {"mood": 3, "moods": 4, "sleep": 5}))
    with pytest.raises(UnknownName) as missing:
        show_exchange(path, 1, "body > json:/mod")
    assert str(missing.value) == (
        "exchange 1 has no value at 'body > json:/mod'; the nearest places are "
        "'body > json:/mood', 'body > json:/moods', 'body > json:/sleep'"
    )


def test_files_in_folders_and_archives_go_by_their_names(tmp_path: Path) -> None:
    for name in ("a", "b"):
        har(tmp_path / "all" / f"{name}.har", (OWN, {"mood": name}))
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        for name in ("a", "b"):
            archive.write(tmp_path / "all" / f"{name}.har", f"in/{name}.har")
    for path in (tmp_path / "all" / "b.har", tmp_path / "all.zip" / "in" / "b.har"):
        assert show_exchange(path, 1, "body > json:/mood").values[0].value == "b"
    for path in (tmp_path / "all", tmp_path / "all.zip"):
        with pytest.raises(UnknownName, match=f"^{path} holds 2 captures; name one of them, such as .*a.har, .*b.har$"):
            show_exchange(path, 1)
    with pytest.raises(CaptureUnreadable, match="No such file or directory"):
        show_exchange(tmp_path / "all" / "c.har", 1)
    with pytest.raises(UnknownName, match="holds 2 captures"):
        show_exchange(tmp_path / "all.zip" / "in" / "c.har", 1)


def test_a_dump_in_a_case_is_read_as_part_of_it(meadow: Path, tmp_path: Path) -> None:
    case = tmp_path / "case"
    case.mkdir()
    (case / "case.yaml").write_text("device: Pixel 7\n", encoding="utf-8")
    shutil.copy(meadow / "meadow.mitm", case / "capture.mitm")
    for path in (case / "capture.mitm", case):
        found = show_exchange(path, 7, MAIL)
        assert found.values == (Value(MAIL, "ines.calderon+mh31@quietpost.example", sent=True),)
    (case / "journal.jsonl").write_text("", encoding="utf-8")
    assert show_exchange(case / "capture.mitm", 7, MAIL).exchange.capture == "case/capture.mitm"
    with pytest.raises(
        UnknownName, match="holds 2 captures; name one of them, such as .*/capture.mitm, .*/journal.jsonl$"
    ):
        show_exchange(case, 7)


@pytest.mark.usefixtures("tshark")
def test_packets_are_shown_like_a_recording(tmp_path: Path) -> None:
    wire = Wire()
    connection = wire.tcp("203.0.113.9", 80)
    body = b'{"mood":3}'
    connection.send(b"POST /track HTTP/1.1\r\nHost: in.metrics.example\r\nContent-Length: 10\r\n\r\n" + body)
    connection.send(b"HTTP/1.1 204 No Content\r\n\r\n", sent=False)
    path = tmp_path / "a.pcap"
    path.write_bytes(pcap(wire))
    found = show_exchange(path, 4, "body > json:/mood")  # exchanges go by their packets there
    assert found.values == (Value("body > json:/mood", 3, sent=True),)
    assert (found.exchange.host, found.exchange.scheme) == ("in.metrics.example", "http")
    with pytest.raises(UnknownName, match="has no exchange 1; it has 1, numbered from 4 to 4$"):
        show_exchange(path, 1)
    assert found.exchange.started is not None and 0 < found.exchange.started - START < 1


def test_what_was_received_is_said_to_be() -> None:
    exchange = Exchange(
        capture="a",
        number=1,
        host="x.example",
        kind="websocket",
        messages=(Message(sent=True, content=b'{"a":1}'), Message(sent=False, content=b'{"a":1}')),
    )
    found = [one for one in exchange_values(exchange) if one.place.startswith("message")]
    assert [(one.place, one.value, one.sent) for one in found] == [
        ("message:0 > json:/a", 1, True),
        ("message:1 > json:/a", 1, False),
    ]


def test_places_are_written_as_reports_print_them() -> None:
    exchange = Exchange(capture="a", number=1, host="x.example", body=b'{"\x7f\xc2\x9b":"\xe2\x80\xae1"}')
    (one,) = [one for one in exchange_values(exchange) if one.place.startswith("body")]
    assert (one.place, one.value) == (r"body > json:/\x7f\x9b", "\u202e1")


def test_a_list_leaves_out_what_a_text_decodes_to_by_chance(tmp_path: Path) -> None:
    path = har(
        tmp_path / "a.har", (OWN, {"note": "aHR0cHM6Ly9vdXIuZXhhbXBsZS9tb29k", "word": "fff7e2aecb69QWxsIG9rYXk="})
    )
    read = show_exchange(path, 1).values
    assert Value("body > json:/note > base64", "https://our.example/mood", sent=True) in read
    chance = [one for one in read if isinstance(one.value, bytes)]
    assert chance == []


def test_a_case_brings_its_persona(meadow: Path, tmp_path: Path) -> None:
    case = tmp_path / "case"
    case.mkdir()
    (case / "case.yaml").write_text("device: Pixel 7\n", encoding="utf-8")
    shutil.copy(meadow / "meadow.mitm", case / "capture.mitm")
    assert showing.show_exchange(case / "capture.mitm", 7, MAIL).persona is False
    shutil.copy(meadow / "meadow.persona.yaml", case / "persona.yaml")
    for path in (case / "capture.mitm", case):
        found = showing.show_exchange(path, 7, MAIL)
        assert found.values == (Value(MAIL, "•••.•••+•••@•••.•••", sent=True),)
        assert (found.persona, found.masked, found.exchange.body) == (True, 1, b"")
