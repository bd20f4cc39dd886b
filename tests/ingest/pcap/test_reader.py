"""Whole captures through tshark, with real TLS."""

import gzip
import io
import ssl
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from aioquic.h3.connection import H3Connection
from aioquic.quic.configuration import QuicConfiguration
from aioquic.quic.connection import QuicConnection
from h2.config import H2Configuration
from h2.connection import H2Connection

from mhaudit.errors import CaptureUnreadable
from mhaudit.ingest.formats import reader_for
from mhaudit.ingest.pcap.reader import PcapReader
from mhaudit.ingest.reader import WHOLE, Capture, Share
from mhaudit.model.capture import Contact, Exchange, Gap, Item, Message
from tests.ingest.pcap.wire import START, Tls, Wire, certificate, pcap, pcapng, with_trailers

pytestmark = pytest.mark.usefixtures("tshark")
APPS = {10190: ("app.meadow", "Meadow"), 10191: ("com.other", "Other")}
POST = b"POST /e?x=1 HTTP/1.1\r\nHost: api.example\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nSet-Cookie: a=1\r\n\r\nok"


@pytest.fixture(scope="module")
def cert(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return certificate(tmp_path_factory.mktemp("cert"))


def items(folder: Path, data: bytes, *, keys: str = "", share: Share = WHOLE) -> list[Item]:
    path, log = folder / "a.pcap", folder / "keys.log"
    path.write_bytes(data)
    log.write_text(keys, encoding="ascii")
    capture = Capture(path, "a.pcap", keys=(log,) if keys else ())
    assert isinstance(reader_for(capture), PcapReader)
    return list(PcapReader().read(capture, share))


def exchanges(found: list[Item]) -> list[Exchange]:
    return [item for item in found if isinstance(item, Exchange)]


def posted(
    wire: Wire, cert: Path, body: bytes, server: str = "203.0.113.20", name: str = "api.example", **options: Any
) -> None:
    comment = options.pop("comment", "")
    end = Tls(wire.tcp(server, 443, comment), name, cert, "http/1.1", **options)
    end.send(POST % len(body) + body)
    end.send(OK, sent=False)
    end.close()


@pytest.mark.parametrize(
    "head", [pcap(Wire()), pcapng(Wire()), b"\xa1\xb2\xc3\xd4", b"\x4d\x3c\xb2\xa1", b"\xa1\xb2\x3c\x4d"]
)
def test_a_packet_capture_is_known_by_its_first_bytes(head: bytes) -> None:
    assert PcapReader().sniff(head)


@pytest.mark.parametrize("head", [b"", b"{", b"\xd4\xc3\xb2", b"PK\x03\x04"])
def test_other_files_are_not(head: bytes) -> None:
    assert not PcapReader().sniff(head)


@pytest.mark.parametrize("newest", ["TLSv1_2", "TLSv1_3"])
@pytest.mark.parametrize("way", ["in the file", "beside it"])
def test_an_exchange_in_tls(tmp_path: Path, cert: Path, newest: str, way: str) -> None:
    """The keys stand behind the packets in the file, or in a file of their own; the app in a comment, or nowhere."""
    wire = Wire()
    posted(wire, cert, b'{"mood": 3}', comment="u-10190", newest=newest)
    inside = way == "in the file"
    data = pcapng(wire, apps=APPS) if inside else pcap(wire)
    (found,) = items(tmp_path, data, keys="" if inside else wire.keys)
    assert isinstance(found, Exchange)
    assert found.started is not None and START < found.started < START + 1
    assert found == Exchange(
        capture="a.pcap",
        number=found.number,
        started=found.started,
        scheme="https",
        host="api.example",
        app="app.meadow" if inside else "",
        port=443,
        ip="203.0.113.20",
        method="POST",
        path="/e?x=1",
        headers=(("Host", "api.example"), ("Content-Type", "application/json"), ("Content-Length", "11")),
        body=b'{"mood": 3}',
        status=200,
        response_headers=(("Content-Length", "2"), ("Set-Cookie", "a=1")),
        response_body=b"ok",
        body_declared=11,
        response_declared=2,
    )


@pytest.mark.parametrize(
    "body",
    [
        bytes(range(256)) * 40,
        gzip.compress(b"mood" * 99, mtime=0),
        "déprimé".encode(),
        b"\x1f\x8b\x08 no gzip",
        b"<mood/>",
        b"[3",
    ],
)
@pytest.mark.parametrize("encoding", ["", "Content-Encoding: gzip\r\n"])
def test_bodies_come_out_to_the_byte(tmp_path: Path, cert: Path, body: bytes, encoding: str) -> None:
    wire = Wire()
    end = Tls(wire.tcp("203.0.113.20", 443), "api.example", cert, "http/1.1")
    for kind in ("application/json", "application/octet-stream", "application/x-protobuf"):
        head = f"POST / HTTP/1.1\r\nHost: api.example\r\nContent-Type: {kind}\r\n{encoding}"
        end.send(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
        end.send(OK, sent=False)
        end.send(f"{head}Transfer-Encoding: chunked\r\n\r\n{len(body):x}\r\n".encode() + body + b"\r\n0\r\n\r\n")
        end.send(OK, sent=False)
    found = exchanges(items(tmp_path, pcapng(wire)))
    assert [item.body for item in found] == [body] * 6


def test_http_2(tmp_path: Path, cert: Path) -> None:
    wire = Wire()
    end = Tls(wire.tcp("203.0.113.20", 443), "api.example", cert, "h2")
    phone, server = H2Connection(H2Configuration()), H2Connection(H2Configuration(client_side=False))

    def exchange_bytes() -> None:
        for _ in range(4):
            for one, other, sent in ((phone, server, True), (server, phone, False)):
                if data := one.data_to_send():
                    end.send(data, sent=sent)
                    other.receive_data(data)

    phone.initiate_connection()
    server.initiate_connection()
    exchange_bytes()
    bodies = {1: b'{"mood": 3}', 3: gzip.compress(b'{"mood": 4}', mtime=0), 5: b""}
    for stream, body in bodies.items():
        head = [(":method", "POST"), (":authority", "api.example"), (":scheme", "https"), (":path", f"/{stream}")]
        more = [("content-encoding", "gzip")] if stream == 3 else []
        phone.send_headers(stream, [*head, ("x-note", "déjà"), *more])
        for start in range(0, len(body), 5):
            phone.send_data(stream, body[start : start + 5])
        phone.end_stream(stream)
    exchange_bytes()
    for stream in (3, 1):
        server.send_headers(stream, [(":status", "200"), ("y", "z")])
        server.send_data(stream, b"ok", end_stream=True)
    exchange_bytes()
    found = exchanges(items(tmp_path, pcapng(wire)))
    assert [(item.path, item.status, item.body, item.response_body) for item in found] == [
        ("/3", 200, bodies[3], b"ok"),
        ("/1", 200, bodies[1], b"ok"),
        ("/5", None, b"", None),
    ]
    assert found[1].headers == ((":authority", "api.example"), ("x-note", "déjà"))
    assert {item.host for item in found} == {"api.example"}


def quic(wire: Wire, cert: Path, protocol: str) -> tuple[QuicConnection, QuicConnection, Callable[[], None]]:
    """Two ends of a QUIC connection, and what lets them talk."""
    log = io.StringIO()
    options = QuicConfiguration(
        alpn_protocols=[protocol], server_name="api.example", verify_mode=ssl.CERT_NONE, secrets_log_file=log
    )
    phone = QuicConnection(configuration=options)
    phone.connect(("203.0.113.70", 443), now=wire.now)
    options = QuicConfiguration(is_client=False, alpn_protocols=[protocol])
    options.load_cert_chain(cert)
    server = QuicConnection(
        configuration=options, original_destination_connection_id=phone.original_destination_connection_id
    )

    def talk() -> None:
        for _ in range(6):
            for one, other, sent in ((phone, server, True), (server, phone, False)):
                for data, _ in one.datagrams_to_send(now=wire.now):
                    wire.udp("203.0.113.70", 443, data, sent=sent)
                    other.receive_datagram(data, ("192.0.2.1", 1), now=wire.now)
        wire.keys = log.getvalue()

    talk()
    return phone, server, talk


def test_http_3(tmp_path: Path, cert: Path) -> None:
    wire = Wire()
    phone, server, talk = quic(wire, cert, "h3")
    asking, answering = H3Connection(phone), H3Connection(server)
    talk()
    body = b'{"mood": 3, "note": "' + b"x" * 5000 + b'"}'
    for number in range(3):
        stream = phone.get_next_available_stream_id()
        head = [
            (b":method", b"POST"),
            (b":scheme", b"https"),
            (b":authority", b"api.example"),
            (b":path", b"/%d" % number),
        ]
        asking.send_headers(stream, [*head, (b"x-note", "déjà".encode())])
        asking.send_data(stream, body, end_stream=True)
        talk()
        while event := server.next_event():
            answering.handle_event(event)
        answering.send_headers(stream, [(b":status", b"200")])
        answering.send_data(stream, b"ok", end_stream=True)
        talk()
    found = exchanges(items(tmp_path, pcapng(wire)))
    assert [(item.path, item.body, item.status, item.response_body) for item in found] == [
        (f"/{number}", body, 200, b"ok") for number in range(3)
    ]
    assert {(item.scheme, item.host, item.ip) for item in found} == {("https", "api.example", "203.0.113.70")}
    assert found[2].headers == ((":authority", "api.example"), ("x-note", "déjà"))


def test_another_protocol_on_quic(tmp_path: Path, cert: Path) -> None:
    wire = Wire()
    phone, _, talk = quic(wire, cert, "mood")
    phone.send_stream_data(0, b"mood 3", end_stream=True)
    talk()
    (found,) = exchanges(items(tmp_path, pcapng(wire)))
    assert (found.kind, found.scheme, found.host) == ("udp", "tls", "api.example")
    assert [message.content for message in found.messages] == [b"mood 3"]


def test_quic_without_keys_is_a_contact(tmp_path: Path, cert: Path) -> None:
    wire = Wire()
    quic(wire, cert, "h3")
    contact, gap = items(tmp_path, pcapng(wire, keys=False))
    assert isinstance(contact, Contact) and (contact.host, contact.ip) == ("api.example", "203.0.113.70")
    assert isinstance(gap, Gap) and (gap.code, gap.detail) == ("not-decrypted", "a.pcap: encrypted")


def test_what_was_sent_without_encryption(tmp_path: Path) -> None:
    wire = Wire()
    end = wire.tcp("203.0.113.30", 80)
    end.send(POST.replace(b"api.example", b"Metrics.example") % 6 + b"mood=3")
    end.send(OK, sent=False)
    end.close()
    (found,) = items(tmp_path, pcap(wire))
    assert isinstance(found, Exchange)
    assert (found.scheme, found.host, found.ip, found.body) == ("http", "metrics.example", "203.0.113.30", b"mood=3")


def test_other_protocols_are_messages(tmp_path: Path, cert: Path) -> None:
    wire = Wire()
    mqtt = Tls(wire.tcp("203.0.113.40", 8883), "mqtt.example", cert)
    mqtt.send(b"\x30\x0a\x00\x04mood3456")
    mqtt.close()
    plain = wire.tcp("203.0.113.41", 7777)
    plain.send(b"mood 3")
    plain.send(b"fine", sent=False)
    wire.udp("203.0.113.42", 9000, b"mood 3")
    found = exchanges(items(tmp_path, pcapng(wire)))
    assert [(item.kind, item.scheme, item.host, [(m.sent, m.content) for m in item.messages]) for item in found] == [
        ("tcp", "tls", "mqtt.example", [(True, b"\x30\x0a\x00\x04mood3456")]),
        ("tcp", "tcp", "203.0.113.41", [(True, b"mood 3"), (False, b"fine")]),
        ("udp", "udp", "203.0.113.42", [(True, b"mood 3")]),
    ]


def test_names_that_were_looked_up(tmp_path: Path) -> None:
    wire = Wire()
    wire.dns("d.Mood3.tracker.example", comment="u-10191")
    (found,) = items(tmp_path, pcapng(wire, apps=APPS))
    assert isinstance(found, Exchange)
    assert (found.kind, found.host, found.method, found.app) == ("dns", "d.mood3.tracker.example", "A", "com.other")


def test_connections_without_keys_are_contacts_and_gaps(tmp_path: Path, cert: Path) -> None:
    wire = Wire()
    posted(wire, cert, b'{"mood": 3}', comment="u-10190")
    keys = wire.keys
    posted(wire, cert, b"secret", "203.0.113.50", "pinned.example", comment="u-10190")
    wire.keys = keys
    found = items(tmp_path, pcapng(wire, apps=APPS))
    assert [item.host for item in exchanges(found)] == ["api.example"]
    contact, gap = found[1:]
    assert isinstance(contact, Contact) and isinstance(gap, Gap)
    assert (contact.host, contact.ip, contact.app, contact.count) == ("pinned.example", "203.0.113.50", "app.meadow", 1)
    assert contact.sent is not None and contact.sent > len(POST)
    assert gap == Gap(
        code="not-decrypted", host="pinned.example", detail="a.pcap: encrypted", blocking=True, unread=contact.sent
    )


def test_an_address_is_named_by_its_look_up(tmp_path: Path, cert: Path) -> None:
    wire = Wire()
    wire.dns("old.example", "203.0.113.60")
    end = wire.tcp("203.0.113.60", 4000)
    end.send(b"mood 3")
    found = exchanges(items(tmp_path, pcap(wire)))
    assert [(item.kind, item.host, item.ip) for item in found] == [
        ("dns", "old.example", None),
        ("tcp", "old.example", "203.0.113.60"),
    ]


def test_a_host_that_the_request_names_otherwise(tmp_path: Path, cert: Path) -> None:
    wire = Wire()
    posted(wire, cert, b"{}", name="front.example")
    gap, found = items(tmp_path, pcapng(wire))
    assert gap == Gap(code="host-disagrees", host="front.example", detail="a.pcap: the request names api.example")
    assert isinstance(found, Exchange) and (found.host, found.ip) == ("front.example", "203.0.113.20")


def test_ipv6_and_segments_out_of_order(tmp_path: Path) -> None:
    wire = Wire()
    end = wire.tcp("2001:db8::20", 80)
    body = b"mood=3&" + b"x" * 5000
    end.send(POST % len(body) + body)
    wire.packets[-2:] = reversed(wire.packets[-2:])
    end.send(OK, sent=False)
    (found,) = exchanges(items(tmp_path, pcap(wire)))
    assert (found.ip, found.body, found.status) == ("2001:db8::20", body, 200)


def test_pcapdroids_trailers_name_the_app(tmp_path: Path, cert: Path) -> None:
    wire = Wire()
    posted(wire, cert, b"{}")
    (found,) = items(tmp_path, with_trailers(wire, 10190, "Meadow"), keys=wire.keys)
    assert isinstance(found, Exchange) and found.app == "Meadow"


def test_shares_divide_the_exchanges(tmp_path: Path, cert: Path) -> None:
    wire = Wire()
    for _ in range(3):
        posted(wire, cert, b"{}")
    keys = wire.keys
    posted(wire, cert, b"{}", "203.0.113.50", "pinned.example")
    wire.keys = keys
    data = pcapng(wire)
    whole = items(tmp_path, data)
    shares = [items(tmp_path, data, share=Share(first, 2)) for first in range(2)]
    assert sorted(str(item) for share in shares for item in share) == sorted(map(str, whole))
    assert [sum(isinstance(item, Gap) for item in share) for share in shares] == [1, 0]


def test_a_cut_capture_gives_what_came_before(tmp_path: Path, cert: Path) -> None:
    wire = Wire()
    posted(wire, cert, b'{"mood": 3}')
    posted(wire, cert, b'{"mood": 4}')
    found = items(tmp_path, pcap(wire)[:-700], keys=wire.keys)
    assert [item.body for item in exchanges(found)][:1] == [b'{"mood": 3}']
    (gap,) = [item for item in found if isinstance(item, Gap) and item.code == "damaged-capture"]
    assert gap.blocking and gap.detail.startswith("a.pcap: ") and "cut short" in gap.detail


@pytest.mark.parametrize(
    "data", [b"\xd4\xc3\xb2\xa1", b"\xd4\xc3\xb2\xa1" + b"\xff" * 200, b"\x0a\x0d\x0d\x0a" + b"\xff" * 200]
)
def test_what_tshark_can_not_read_says_why(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(CaptureUnreadable, match=r"a\.pcap: tshark could not read it: \S"):
        items(tmp_path, data)


def test_a_capture_without_packets_has_nothing(tmp_path: Path) -> None:
    assert items(tmp_path, pcap(Wire())) == items(tmp_path, pcapng(Wire())) == []


@pytest.fixture
def talk(cert: Path) -> Callable[[], Iterator[bytes]]:
    """Mutations of a capture that has a bit of everything."""

    def mutations() -> Iterator[bytes]:
        wire = Wire()
        wire.dns("api.example")
        posted(wire, cert, b'{"mood": 3}')
        data = pcapng(wire, apps=APPS)
        for at in range(40, len(data), len(data) // 12):
            yield data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]

    return mutations


def test_damage_is_reported_and_nothing_else_is_yielded(tmp_path: Path, talk: Callable[[], Iterator[bytes]]) -> None:
    for data in talk():
        with suppress(CaptureUnreadable):
            assert all(isinstance(item, Exchange | Contact | Gap) for item in items(tmp_path, data))


def test_messages_have_their_time(tmp_path: Path) -> None:
    wire = Wire()
    wire.udp("203.0.113.42", 9000, b"mood 3")
    (found,) = exchanges(items(tmp_path, pcap(wire)))
    (message,) = found.messages
    assert message.at is not None and abs(message.at - START) < 0.01
    assert message == Message(sent=True, content=b"mood 3", at=message.at)
